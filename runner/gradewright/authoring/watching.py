"""Show an author what graders see and compare, test by test, while they run."""

from __future__ import annotations

import linecache
import pdb  # noqa: T100 - for authors, who ask for it
import time
import traceback
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from pathlib import Path
from types import FrameType, FunctionType, ModuleType, TracebackType
from typing import Any

import numpy as np
import pytest

from gradewright.checks import CheckFailed, render
from gradewright.grading.collected import FIXTURES
from gradewright.grading.desk import Desk
from gradewright.grading.faults import grader_part
from gradewright.grading.plugin import DESK
from gradewright.phrases import say
from gradewright.sandbox import clock

_LONGEST = 400
_MOST_PARTS = 12


class Watch:
    """A pytest plugin that tells of every call of the submission, and of every failure.

    A failed check comes with the grader's line and the values of its names, a grader's own error
    with its traceback from the grader's first line on. With `stops`, the debugger opens there: it
    sees the grader and what came back, and never the submission's code, which runs elsewhere.
    """

    def __init__(self, write: Callable[[str], None], *, stops: bool = False) -> None:
        self.write, self.stops = write, stops
        self.folder = Path()
        self.desk: Desk | None = None

    @pytest.hookimpl(trylast=True)
    def pytest_configure(self, config: pytest.Config) -> None:
        """Listen to the judge's desk."""
        self.folder = config.rootpath
        self.desk = config.stash[DESK]
        self.desk.hear = self.hear

    @pytest.hookimpl(hookwrapper=True)
    def pytest_fixture_setup(self) -> Generator[None, Any, None]:
        """Look at fixtures of the grader's own that fail."""
        outcome = yield
        if outcome.excinfo is not None:
            self._failed(outcome.excinfo[1])

    @pytest.hookimpl(hookwrapper=True)
    def pytest_pyfunc_call(self, pyfuncitem: pytest.Function) -> Generator[None, Any, None]:
        """Show one test."""
        self.write("")
        self.write(self._title(pyfuncitem.nodeid))
        outcome = yield
        if outcome.excinfo is None:
            self.write(f"  ✓ {say('validate.passed')}")
        else:
            self._failed(outcome.excinfo[1])

    def hear(
        self, function: str, args: Sequence[Any], kwargs: Mapping[str, Any], came: object
    ) -> None:
        """Show a call of the submission and what came of it."""
        given = [shown(value) for value in args]
        given += [f"{name}={shown(value)}" for name, value in kwargs.items()]
        self.write(f"  {function}({', '.join(given)})")
        if not isinstance(came, CheckFailed):
            self.write(f"    → {shown(came)}")

    def _title(self, test: str) -> str:
        assert self.desk is not None
        case = self.desk.case
        name = f"{case.submission.student} · {test}" if case is not None else test
        if case is None or case.retry is None:
            return name
        functions = ", ".join({*case.retry.stubs, *case.retry.direct})
        return say("validate.again", test=name, functions=functions)

    def _failed(self, error: BaseException) -> None:
        step = grader_part(error.__traceback__, self.folder)
        if isinstance(error, CheckFailed):
            for line in self._way(step):
                self.write(line)
            for line in render(error.failure).splitlines():
                self.write(f"    {line}")
        elif not isinstance(error, pytest.skip.Exception):
            for part in traceback.format_exception(type(error), error, step):
                self.write("  ! " + part.rstrip().replace("\n", "\n    "))
        last = _last(step, self.folder)
        if last is None:
            return
        for name, value in _locals(last.tb_frame):
            self.write(f"    {name} = {shown(value)}")
        if self.stops and not isinstance(error, pytest.skip.Exception):
            self._stop(last)

    def _way(self, step: TracebackType | None) -> Iterator[str]:
        """Yield the grader's lines on the way to a failed check."""
        while step is not None:
            file = Path(step.tb_frame.f_code.co_filename)
            if file.is_relative_to(self.folder):
                source = linecache.getline(str(file), step.tb_lineno).strip()
                yield f"  ✗ {file.relative_to(self.folder)}:{step.tb_lineno}: {source}"
            step = step.tb_next

    def _stop(self, step: TracebackType) -> None:
        """Open the debugger at the grader's own line; what is thought there takes nobody's time."""
        below, step.tb_next = step.tb_next, None
        started = time.monotonic()
        try:
            with clock.paused():
                pdb.post_mortem(step)
        finally:
            step.tb_next = below
            if self.desk is not None and self.desk.case is not None:
                self.desk.case.waited += time.monotonic() - started


def _last(step: TracebackType | None, folder: Path) -> TracebackType | None:
    """Return the last step of a traceback that is in a grader."""
    last = None
    while step is not None:
        if Path(step.tb_frame.f_code.co_filename).is_relative_to(folder):
            last = step
        step = step.tb_next
    return last


def _locals(frame: FrameType) -> Iterator[tuple[str, object]]:
    for name, value in frame.f_locals.items():
        if name not in FIXTURES and not isinstance(value, (ModuleType, FunctionType, type)):
            yield name, value


def shown(value: object) -> str:
    """Return a value in one line: arrays with dtype, shape and their first and last numbers."""
    text = _shown(value)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _shown(value: object) -> str:
    if isinstance(value, np.ndarray):
        text = np.array2string(value, threshold=_MOST_PARTS, edgeitems=2, precision=8)
        return f"{value.dtype} {value.shape} {' '.join(text.split())}"
    if isinstance(value, dict):
        parts = [f"{key!r}: {_shown(part)}" for key, part in list(value.items())[:_MOST_PARTS]]
        return "{" + _listed(parts, len(value)) + "}"
    if isinstance(value, (list, tuple)):
        start, end = "[]" if isinstance(value, list) else "()"
        return start + _listed([_shown(part) for part in value[:_MOST_PARTS]], len(value)) + end
    return " ".join(repr(value).split())


def _listed(parts: Sequence[str], count: int) -> str:
    return ", ".join([*parts, f"… {count} in all"] if count > len(parts) else parts)
