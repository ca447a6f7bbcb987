"""Where the time of one submission goes, stage by stage.

`python benchmarks/stages.py` grades notebooks with one judge in this process, pinned to one
core, with a clock around the public functions of every stage, and prints the medians. What the
judge waits for is the worker's time: on one core nothing is hidden behind it.
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
import tempfile
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

from harness.clock import Clock, Lap
from harness.exercise import SLUG
from harness.notebooks import write_class

_COURSE = Path(__file__).parent / "course"
_WARM_UP = 6


@dataclass(frozen=True, slots=True)
class Stage:
    """One row: median and least milliseconds of a stage in one submission, and its calls."""

    name: str
    median_ms: float
    least_ms: float
    calls: int


def points() -> list[tuple[Any, str, Any]]:
    """Return every stage: the owner of a function, the function's name, and the stage's."""
    import pytest

    from gradewright import checks
    from gradewright.grading import given, judge, repeating
    from gradewright.grading.case import Case
    from gradewright.reports import files, site, student_page
    from gradewright.reports.journal import Journal
    from gradewright.sandbox.session import ZygoteSession
    from gradewright.sandbox.zygote import ZygoteSandbox

    return [
        (judge, "read", "read the notebook"),
        (ZygoteSandbox, "ask", lambda _self, command, *_rest: f"ask the zygote: {command}"),
        (ZygoteSandbox, "open", "open: seal, send the code, load it"),
        (ZygoteSession, "begin_test", "begin a test"),
        (ZygoteSession, "call", "call: fork of the test's process, the call, the wire"),
        (ZygoteSession, "end_test", "end a test"),
        (ZygoteSession, "close", "close"),
        (checks, "describe_call", "describe the call"),
        (given, "student", "case and desk"),
        (Case, "begin_test", "case and desk"),
        (Case, "end_test", "case and desk"),
        (repeating, "run_test", "pytest: fixtures and hooks"),
        (pytest.Function, "runtest", "the graders: inputs and comparisons"),
        (judge.Judge, "_grade", "judge: the record, and the rest"),
        (Journal, "append", "report: journal"),
        (student_page, "render", "report: student's page"),
        (files, "write", "report: write the page"),
        (site.Site, "add", "report: the rest"),
    ]


def grade(count: int, level: str, clock: Clock) -> None:
    """Grade `count` notebooks in this process, a lap each."""
    from gradewright.batch.hiring import Hiring
    from gradewright.course.reader import read_course
    from gradewright.grading import judge
    from gradewright.grading.terms import Terms
    from gradewright.results import RunInfo, SubmissionResult
    from gradewright.sandbox.launch import Levels
    from gradewright.sandbox.zygote import ZygoteSandbox
    from gradewright.submissions.records import Found, Submission

    (assignment,) = read_course(_COURSE).assignments
    levels = Levels() if level == "best" else Levels(level, level)  # type: ignore[arg-type]
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as name:
        place = Path(name)
        students = write_class(place / "submitted", count)
        site = _site(place / "out", RunInfo)
        found = [Found(s.name, SLUG, s.file) for s in students]

        def deliver(result: SubmissionResult, submission: Submission | None) -> None:
            main = (submission.main, submission.content) if submission else None
            with clock.stage("pipe from judge to main process"):
                result, main = pickle.loads(pickle.dumps((result, main)))
            site.add(result)
            if result.status != "graded":
                raise SystemExit(f"{result.student}: {result.status}: {result.message}")

        sandbox = ZygoteSandbox(Hiring(Terms(), 1, "en", levels).settings(assignment))
        try:
            sandbox.start()
            judge.grade(assignment, sandbox, Terms(), _laps(found, clock), deliver)
        finally:
            sandbox.close()
        _finish(site, clock)


def _site(out: Path, run_info: Any) -> Any:
    from gradewright.batch.basis import environment
    from gradewright.reports.site import Site

    return Site(out, run_info("benchmark", "2000-01-01T00:00:00Z", 0, environment()))


def _finish(site: Any, clock: Clock) -> None:
    """Write the class's files as a last lap of its own."""
    with clock.stage("finish"):
        site.finish()
    clock.lap()


def _laps(found: Iterable[Any], clock: Clock) -> Iterable[Any]:
    for one in found:
        yield one
        clock.lap()


def table(laps: list[Lap]) -> list[Stage]:
    """Return a row a stage, longest first; the last lap is the class's, shared by all."""
    *laps, last = laps
    shared = 1e3 * last.total / len(laps)
    laps = laps[_WARM_UP:] or laps
    names = dict.fromkeys(name for lap in laps for name in lap.seconds)
    rows = [_row(name, laps) for name in names]
    rows.append(Stage("report: results.json and the class's files", shared, shared, 1))
    return sorted(rows, key=lambda row: -row.median_ms)


def _row(name: str, laps: list[Lap]) -> Stage:
    seconds = [lap.seconds.get(name, 0.0) for lap in laps]
    calls = round(median(lap.calls.get(name, 0) for lap in laps))
    return Stage(name, 1e3 * median(seconds), 1e3 * min(seconds), calls)


def total(laps: list[Lap]) -> Stage:
    """Return the row of whole submissions."""
    totals = [lap.total for lap in laps[_WARM_UP:-1] or laps[:-1]]
    return Stage("one submission", 1e3 * median(totals), 1e3 * min(totals), 1)


def main() -> None:
    """Measure, and print the table or write it as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--submissions", type=int, default=100)
    parser.add_argument("--isolation", default="best", help="best, namespaces or process")
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    os.environ["PYTEST_PLUGINS"] = "gradewright.grading.plugin"
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    clock = Clock()
    for owner, attribute, name in points():
        clock.watch(owner, attribute, name)
    grade(arguments.submissions + _WARM_UP, arguments.isolation, clock)
    rows = [total(clock.laps), *table(clock.laps)]
    if arguments.json:
        arguments.json.write_text(json.dumps([asdict(row) for row in rows]), encoding="utf-8")
        return
    for row in rows:
        print(f"{row.median_ms:8.2f} ms {row.least_ms:8.2f} ms {row.calls:4}  {row.name}")


if __name__ == "__main__":
    main()
