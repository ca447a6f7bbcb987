"""A fault of a grader's own: where it is, and how to see it again."""

from __future__ import annotations

import shlex
import traceback
from pathlib import Path
from types import TracebackType

import pytest

from gradewright.grading.folders import graders_folder, id_of
from gradewright.phrases import say
from gradewright.results import GraderFault
from gradewright.sandbox import clock

_LONGEST = 6000


def fault_of(error: BaseException, item: pytest.Item, limit: float) -> GraderFault:
    """Return what a grader did wrong when it raised something that is no failed check.

    `limit` is how many seconds the judge's own part of the test may take.
    """
    graders = graders_folder(item.path) or item.config.rootpath
    course = graders.parent.parent
    step = grader_part(error.__traceback__, graders) or error.__traceback__
    frames = traceback.extract_tb(step)
    inside = [frame for frame in frames if Path(frame.filename).is_relative_to(course)]
    place = next(reversed(inside or frames), None)
    if isinstance(error, clock.OutOfTime):
        text = say("grading.grader_hangs", seconds=f"{limit:g}")
    else:
        text = "".join(traceback.format_exception_only(error)).strip()
    whole = "".join(traceback.format_list(frames)) + text
    return GraderFault(
        test=id_of(item),
        error=text[:_LONGEST],
        file=_below(place.filename if place else str(item.path), course),
        line=(place.lineno if place else None) or 0,
        traceback=whole[-_LONGEST:],
        command="",
    )


def forget_frames(error: BaseException) -> None:
    """Let an exception, and those that led to it, hold nothing of the code that they came through.

    Frames hold all values of a submission that a test was looking at when it failed.
    """
    waiting, seen = [error], set[int]()
    while waiting:
        each = waiting.pop()
        seen.add(id(each))
        traceback.clear_frames(each.__traceback__)
        each.__traceback__ = None
        before = (each.__cause__, each.__context__)
        waiting += [other for other in before if other is not None and id(other) not in seen]


def command_for(fault: GraderFault, graders: Path, submission: Path, seed: int) -> str:
    """Return the command that runs the test again over the same submission."""
    course = graders.parent.parent
    test = f"{_below(str(graders), course)}/{fault.test}"
    words = ["pytest", test, "--submission", str(submission), "--grading-seed", str(seed)]
    return shlex.join(words)


def grader_part(step: TracebackType | None, graders: Path) -> TracebackType | None:
    """Return the traceback from the grader's first line on."""
    while step is not None:
        if Path(step.tb_frame.f_code.co_filename).is_relative_to(graders):
            return step
        step = step.tb_next
    return None


def _below(file: str, course: Path) -> str:
    path = Path(file)
    return str(path.relative_to(course)) if path.is_relative_to(course) else file


def debug(item: pytest.Item, error: BaseException) -> None:
    """Enter the debugger where the error was raised, if pytest was asked to; no clock runs."""
    if not item.config.getoption("usepdb", default=False):
        return

    def again() -> None:
        raise error

    call = pytest.CallInfo.from_call(again, "call")
    report = pytest.TestReport.from_item_and_call(item, call)
    with clock.paused():
        item.ihook.pytest_exception_interact(node=item, call=call, report=report)
