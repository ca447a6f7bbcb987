"""One grading run: from paths to an output folder."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from gradewright import datasets, phrases
from gradewright.batch.environment import environment
from gradewright.batch.hiring import Hiring, Isolation
from gradewright.batch.plan import Task, make_plan
from gradewright.batch.pool import Pool
from gradewright.course.records import Course
from gradewright.errors import MachineryError, UsageError
from gradewright.grading.terms import Only, Terms
from gradewright.reports.journal import NAME as JOURNAL
from gradewright.reports.site import Site
from gradewright.results import RunInfo, SubmissionResult
from gradewright.submissions.layouts import Layout


@dataclass(frozen=True, slots=True)
class Options:
    """What the caller asks of a run."""

    paths: tuple[Path, ...]
    assignment: str | None
    out: Path
    jobs: int
    seed: int | None
    notebooks: bool = True
    only: Only = "everything"
    budget: str = ""
    isolation: Isolation = field(default_factory=Isolation)
    layout: Layout = "auto"


@dataclass(frozen=True, slots=True)
class Summary:
    """What became of a run, and which entries of its folders were graded for nobody."""

    index: Path
    graded: int
    unreadable: int
    failed: int
    overlooked: tuple[Path, ...] = ()


Started = Callable[[int], None]
Finished = Callable[[SubmissionResult], None]


def run(course: Course, options: Options, started: Started, finished: Finished) -> Summary:
    """Grade everything under the paths and write the output folder.

    `started` is told how many submissions there are, `finished` each result as it comes.

    Raises:
        UsageError: nothing to grade was found, or the output folder cannot be made.
        CourseError: the course's own files are wrong.
        MachineryError: the sandbox does not work at all, or a report cannot be written.
    """
    phrases.use_language(course.language)
    course = course.under(options.budget)
    plan = make_plan(options.paths, course, options.assignment, options.layout)
    tasks = plan.tasks
    _prepare_data(tasks)
    seed = options.seed if options.seed is not None else secrets.randbits(32)
    hiring = Hiring(
        Terms(seed, options.only, options.budget), options.jobs, course.language, options.isolation
    )
    site = _site(options.out, _run_info(course, seed))
    started(sum(len(task.submissions) for task in tasks))
    counts = {"graded": 0, "unreadable": 0, "failed": 0}
    for delivery in Pool(tasks, hiring).run():
        with _writing(options.out):
            site.add(delivery.result, delivery.main if options.notebooks else None)
        counts[delivery.result.status] += 1
        finished(delivery.result)
    with _writing(options.out):
        site.finish()
    return Summary(options.out / "index.html", **counts, overlooked=plan.overlooked)


def _site(out: Path, run_info: RunInfo) -> Site:
    """Begin the output folder.

    Raises:
        UsageError: it cannot be made or written into.
    """
    try:
        return Site(out, run_info)
    except OSError as error:
        raise UsageError(
            f"The reports cannot be written to {out}: {error.strerror}. Name another folder with "
            "--out."
        ) from error


@contextmanager
def _writing(out: Path) -> Iterator[None]:
    """Turn a failure to write a report into a MachineryError that says what is not lost."""
    try:
        yield
    except OSError as error:
        raise MachineryError(
            f"A report could not be written ({error.filename or out}: {error.strerror}). What was "
            f"graded until then is in {out / JOURNAL}. Make room there, and grade again."
        ) from error


def _prepare_data(tasks: Sequence[Task]) -> None:
    """Load every data set once before judges do: so a download costs no test its time.

    Raises:
        UsageError: one is damaged or cannot be downloaded, or there is none of that name.
    """
    for name in dict.fromkeys(name for task in tasks for name in task.assignment.data):
        datasets.load(name)


def _run_info(course: Course, seed: int) -> RunInfo:
    created = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return RunInfo(course.title, created, seed, environment())
