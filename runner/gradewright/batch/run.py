"""One grading run: from paths to an output folder, which keeps the results of earlier runs."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Container, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote

from gradewright import datasets, phrases
from gradewright.batch.again import identity_of, unchanged
from gradewright.batch.basis import Basis, environment
from gradewright.batch.hiring import Hiring, shared_folder
from gradewright.batch.plan import Plan, Task, make_plan
from gradewright.batch.pool import Pool
from gradewright.batch.recording import Recorder
from gradewright.batch.stopping import first_interrupt_asks
from gradewright.course.records import Course
from gradewright.errors import MachineryError, UsageError
from gradewright.grading.terms import Only, Terms
from gradewright.phrases import say
from gradewright.reports.early_page import Part
from gradewright.reports.holdings import RESULTS, Holdings, Identity
from gradewright.reports.journal import NAME as JOURNAL
from gradewright.reports.site import PAGE, Outcome, Site
from gradewright.reports.suspects import Suspect, suspects
from gradewright.results import LeftOut, RunInfo, SubmissionResult
from gradewright.results_reader import NotARecordError
from gradewright.sandbox.launch import Levels
from gradewright.seeds import fresh_seed
from gradewright.submissions.layouts import Layout
from gradewright.submissions.moments import Listed, read_list, with_moment
from gradewright.words.printable import one_line

_MOST_UNMATCHED = 40


@dataclass(frozen=True, slots=True)
class Options:
    """What the caller asks of a run.

    `again` grades what the folder holds an unchanged result of, too. `kept` is the folder in which
    what is worked out once stays for later runs; None: it goes with the run. `gradebook` is where
    results are recorded besides, "" for nowhere; `submitted` a list of when work was handed in.
    """

    paths: tuple[Path, ...]
    assignment: str | None
    out: Path
    jobs: int
    seed: int | None
    notebooks: bool = True
    only: Only = "everything"
    budget: str = ""
    levels: Levels = field(default_factory=Levels)
    again: bool = False
    layout: Layout = "auto"
    kept: Path | None = None
    gradebook: str = ""
    submitted: Path | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """What became of a run.

    `added`, `replaced` and `kept` count what it graded: `kept` gave no score where there was one.
    `unchanged` were not graded, for their results still stand; `held` is how many results are in
    the folder now. `unfinished` are those that Ctrl-C left ungraded. `remarks` are sentences for
    the instructor about the run itself. `suspects` are the tests that may be wrong, by all results
    in the folder.
    """

    index: Path
    graded: int = 0
    unreadable: int = 0
    failed: int = 0
    added: int = 0
    replaced: int = 0
    kept: int = 0
    unchanged: int = 0
    held: int = 0
    left_out: tuple[LeftOut, ...] = ()
    decisions: tuple[str, ...] = ()
    unfinished: int = 0
    remarks: tuple[str, ...] = ()
    suspects: tuple[Suspect, ...] = ()


Started = Callable[[int], None]
Finished = Callable[[SubmissionResult, Outcome], None]


def run(course: Course, options: Options, started: Started, finished: Finished) -> Summary:
    """Grade what changed under the paths and bring the output folder up to date.

    `started` is told how many submissions are to be graded, `finished` each result as it comes,
    and what became of an earlier one.

    Raises:
        UsageError: nothing to grade was found, or the output folder cannot be made, is in use, or
            holds what this run must not replace.
        CourseError: the course's own files are wrong.
        MachineryError: the sandbox does not work at all, or a report cannot be written.
    """
    phrases.use_language(course.language)
    course = course.under(options.budget)
    plan = make_plan(options.paths, course, options.assignment, options.layout)
    _prepare_data(plan.tasks)
    # What a killed run left is brought to the pages even where nothing is to be graded.
    is_whole = not (options.out / JOURNAL).exists()
    with _folder(options.out, course) as holdings:
        return _grade(course, options, plan, holdings, started, finished, is_whole=is_whole)


def count_held(out: Path, course: Course) -> int:
    """Return how many results a folder holds; 0 where they cannot be read."""
    if not out.is_dir():
        return 0
    try:
        with _folder(out, course) as holdings:
            return len(holdings)
    except UsageError:
        return 0


def _grade(
    course: Course,
    options: Options,
    plan: Plan,
    holdings: Holdings,
    started: Started,
    finished: Finished,
    *,
    is_whole: bool,
) -> Summary:
    """Grade what has to be and write the reports."""
    _refuse_less(plan.tasks, holdings, options)
    run_info = _run_info(course, _seed(options, holdings))
    terms = Terms(run_info.seed, options.only, options.budget, kept=options.kept)
    hiring = Hiring(terms, options.jobs, course.language, options.levels)
    basis = Basis(course, hiring, run_info.environment, notebooks=options.notebooks)
    bases = {task.assignment.slug: basis.digest(task.assignment) for task in plan.tasks}
    still = frozenset[Identity]()
    if not options.again:
        still = unchanged(plan.tasks, holdings.get, bases, options.seed)
    listed = read_list(options.submitted, course.policy.timezone) if options.submitted else None
    tasks = [
        _with_moments(_without(task, still), course.policy.timezone, listed) for task in plan.tasks
    ]
    left_out, decisions = _left_out(plan, holdings, options.paths), _decisions(plan, holdings)
    parts = [Part(t.assignment.slug, t.assignment.title, len(t.submissions)) for t in tasks]
    is_told = is_whole and _tells(options.out, holdings, left_out, decisions)
    if is_told and not options.gradebook and not any(part.total for part in parts):
        return Summary(
            options.out / PAGE,
            unchanged=len(still),
            held=len(holdings),
            left_out=left_out,
            decisions=decisions,
            remarks=_unmatched(listed, plan),
        )
    with _writing(options.out):
        site = Site(options.out, run_info, holdings)
        site.begin(parts, left_out, decisions)

    def look() -> None:
        with _writing(options.out):
            site.refresh()

    started(sum(part.total for part in parts))
    counts = Counter[str](unchanged=len(still))
    remarks = _unmatched(listed, plan)
    with (
        _recording(options, run_info, holdings) as recorder,
        _ending_truly(site),
        shared_folder(hiring) as hired,
        first_interrupt_asks() as is_asked,
    ):
        pool = Pool(tasks, hired, is_asked, look)
        for delivery in pool.run():
            result = replace(
                delivery.result,
                created=run_info.created,
                seed=run_info.seed,
                only=options.only,
                graded_with=bases[delivery.result.assignment],
            )
            result = site.under_own_name(result)
            with _writing(options.out):
                outcome = site.add(result, delivery.main if options.notebooks else None)
            if recorder is not None:
                recorder.add(result)
            counts.update((result.status, outcome))
            finished(result, outcome)
        unfinished = pool.unfinished()
        not_yet = [LeftOut(_shown(f.root), say("console.not_yet")) for f in unfinished]
        # The journal goes when the files of the class are written: all of it is recorded by then.
        if recorder is not None:
            recorder.close()
            remarks += _unrecorded(recorder, options)
        with _writing(options.out):
            site.finish([*left_out, *not_yet], decisions)
    return Summary(
        options.out / PAGE,
        **counts,
        held=len(holdings),
        left_out=left_out,
        decisions=decisions,
        unfinished=len(unfinished),
        remarks=remarks,
        suspects=() if unfinished else suspects([held.row for held in holdings]),
    )


def _tells(
    out: Path, holdings: Holdings, left_out: tuple[LeftOut, ...], decisions: tuple[str, ...]
) -> bool:
    """Tell whether a folder says already all that a run without anything to grade would write."""
    pages = [unquote(held.row.href) for held in holdings]
    is_there = all(name and (out / name).is_file() for name in (PAGE, RESULTS, *pages))
    earlier = set(holdings.left_out), set(holdings.decisions)
    return is_there and earlier == (set(left_out), set(decisions))


@contextmanager
def _recording(options: Options, run: RunInfo, holdings: Holdings) -> Iterator[Recorder | None]:
    """Have a gradebook for the run, None where none is wanted.

    It gets what a killed run left in the journal, and all that the folder holds where it is new.
    """
    if not options.gradebook:
        yield None
        return
    is_new = "://" not in options.gradebook and not Path(options.gradebook).exists()
    recorder = Recorder(options.gradebook, run.course, run.environment)
    try:
        recorder.add_earlier(holdings.records(list(holdings if is_new else holdings.left_behind)))
        yield recorder
    finally:
        recorder.close()


def _unrecorded(recorder: Recorder, options: Options) -> tuple[str, ...]:
    """Return what is to be said where the gradebook does not have everything."""
    if not recorder.problem:
        return ()
    words = {"url": options.gradebook, "reason": recorder.problem, "out": options.out}
    return (say("gradebook.unwritten", **words),)


def _with_moments(task: Task, timezone: str, listed: Listed | None) -> Task:
    """Return a task whose submissions say when they were handed in."""
    known = tuple(with_moment(found, timezone, listed) for found in task.submissions)
    return replace(task, submissions=known)


def _unmatched(listed: Listed | None, plan: Plan) -> tuple[str, ...]:
    """Return who of a list of moments has no work here, in words."""
    found = [each for task in plan.tasks for each in task.submissions]
    names = listed.unmatched(found) if listed is not None else ()
    if listed is None or not names:
        return ()
    text = ", ".join(one_line(name, 60) for name in names[:_MOST_UNMATCHED])
    return (say("moments.unmatched", count=len(names), file=listed.file, names=text),)


@contextmanager
def _ending_truly(site: Site) -> Iterator[None]:
    """Let the class page say so where the block ends before its time."""
    try:
        yield
    except BaseException:
        site.stop()
        raise


@contextmanager
def _folder(out: Path, course: Course) -> Iterator[Holdings]:
    """Have the output folder for this run alone.

    Raises:
        UsageError: it cannot be made or written into, is in use, or holds what is not ours.
    """
    try:
        holdings = Holdings(out, course.title)
    except OSError as error:
        raise UsageError(
            f"The reports cannot be written to {out}: {error.strerror}. Name another folder with "
            "--out."
        ) from error
    try:
        yield holdings
    finally:
        holdings.release()


@contextmanager
def _writing(out: Path) -> Iterator[None]:
    """Turn a failure to write a report into a MachineryError that says what is lost and what not.

    Raises:
        MachineryError: the block could not write.
    """
    try:
        yield
    except OSError as error:
        key = "console.cannot_write" if (out / JOURNAL).is_file() else "console.out_is_gone"
        place = error.filename or out
        text = say(key, file=place, out=out, reason=error.strerror, journal=out / JOURNAL)
        raise MachineryError(text) from error
    except NotARecordError as error:
        text = say("console.changed_meanwhile", out=out, reason=error, journal=out / JOURNAL)
        raise MachineryError(text) from error


def _seed(options: Options, holdings: Holdings) -> int:
    """Return the seed asked for, or that of the results in the folder, or a new one."""
    for seed in (options.seed, holdings.seed):
        if seed is not None:
            return seed
    return fresh_seed()


def _refuse_less(tasks: Sequence[Task], holdings: Holdings, options: Options) -> None:
    """Keep a part of the tests from replacing results of more of them.

    Raises:
        UsageError: it would.
    """
    if options.only == "everything":
        return
    for found in (found for task in tasks for found in task.submissions):
        held = holdings.get(identity_of(found))
        if held is not None and held.row.status == "graded" and held.only != options.only:
            raise UsageError(say("console.would_be_less", out=options.out, student=found.student))


def _without(task: Task, still: Container[Identity]) -> Task:
    """Return a task without the submissions whose results still stand."""
    left = tuple(found for found in task.submissions if identity_of(found) not in still)
    return replace(task, submissions=left)


def _left_out(plan: Plan, holdings: Holdings, named: Sequence[Path]) -> tuple[LeftOut, ...]:
    """Return what is graded for nobody: of this run, and of earlier ones what it did not name."""
    entries = [LeftOut(entry.path, entry.reason) for entry in plan.left_out]
    earlier = [e for e in holdings.left_out if not _is_named(e.path, named)]
    return tuple({entry.path: entry for entry in [*earlier, *entries]}.values())


def _is_named(path: str, named: Sequence[Path]) -> bool:
    """Tell whether an entry lies at or below one of the paths of this run."""
    for root in map(os.path.abspath, named):
        place = os.path.abspath(path)  # noqa: PTH100 - resolve() would follow links
        if place == root or place.startswith(f"{root}{os.sep}"):
            return True
        if not Path(path).is_absolute() and Path(root, path).exists():
            return True
    return False


def _shown(path: Path) -> str:
    return str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)


def _decisions(plan: Plan, holdings: Holdings) -> tuple[str, ...]:
    """Return how layouts were read, in this run and in those whose results are still there."""
    named = {identity_of(found) for task in plan.tasks for found in task.submissions}
    is_all = all(held.identity in named for held in holdings)
    return tuple(dict.fromkeys([*(() if is_all else holdings.decisions), *plan.decisions]))


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
