"""Run one statement of a submission under a soft time limit, whatever it does."""

from __future__ import annotations

import inspect
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import CodeType, FrameType, TracebackType
from typing import Any

from .problems import described, type_name


class StatementTimeout(BaseException):
    """A statement took longer than it may. No `except Exception` of a student's stops it."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a statement did not run to its end; `kind` is a key of the load phrases."""

    kind: str
    line: int
    reason: str
    error: str = ""


def run_code(
    code: CodeType, namespace: dict[str, Any], line: int, seconds: float
) -> Failure | None:
    """Execute a statement's code; whatever it raises becomes a `Failure`.

    Args:
        code: the compiled statement.
        namespace: the globals it runs in.
        line: the line it begins at, named when the failure has no closer one.
        seconds: its time limit; 0 for none.
    """
    try:
        with time_limit(seconds):
            _execute(code, namespace)
    except BaseException as error:  # noqa: BLE001 - the rest of the submission goes on
        return failure(error, _line_in(code, error.__traceback__) or line, seconds)
    return None


def _execute(code: CodeType, namespace: dict[str, Any]) -> None:
    if not code.co_flags & inspect.CO_COROUTINE:
        exec(code, namespace)  # noqa: S102 - running the submission is this room's task
        return
    # `await` at the top level of a notebook's cell
    import asyncio

    asyncio.run(eval(code, namespace))  # noqa: S307


def failure(error: BaseException, line: int, seconds: float) -> Failure:
    """Return an exception as data."""
    name = type_name(error)
    if isinstance(error, StatementTimeout):
        return Failure("statement_timeout", line, f"{seconds:g}", name)
    kind = "statement_failed" if isinstance(error, Exception) else "statement_exit"
    return Failure(kind, line, described(error), name)


def _line_in(code: CodeType, traceback: TracebackType | None) -> int | None:
    while traceback is not None:
        if traceback.tb_frame.f_code is code:
            return traceback.tb_lineno
        traceback = traceback.tb_next
    return None


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise `StatementTimeout` in the body after `seconds`; limits nest.

    Does nothing for 0 seconds, outside the main thread and where there are no timers: hard
    deadlines are the judge's.
    """
    if seconds <= 0 or not _can_limit():
        yield
        return
    started = time.monotonic()
    before = signal.signal(signal.SIGALRM, _expire)
    outer, _ = signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, signal.SIG_DFL if before is None else before)
        if outer:
            left = outer - (time.monotonic() - started)
            signal.setitimer(signal.ITIMER_REAL, max(left, 0.001))


def _can_limit() -> bool:
    if not hasattr(signal, "setitimer"):
        return False
    return threading.current_thread() is threading.main_thread()


def _expire(_signal: int, _frame: FrameType | None) -> None:
    raise StatementTimeout
