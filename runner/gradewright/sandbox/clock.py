"""Limits on what the judge does itself: its own code may hang as well as a student's."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

# Code that swallows the first exception gets another.
_AGAIN = 1.0


class OutOfTime(TimeoutError):  # noqa: N818 - a state of the clock
    """The judge's own code has run longer than it may."""


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Raise OutOfTime in the block once it has run so long; only in the main thread.

    Python's own code is stopped at once, a library's when it returns.
    """
    with _timer(max(seconds, 0.001)):
        yield


@contextmanager
def paused() -> Iterator[None]:
    """Stop the clock of the enclosing `at_most` for the block: somebody else is waited for."""
    with _timer(0.0):
        yield


@contextmanager
def _timer(seconds: float) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    handler = signal.signal(signal.SIGALRM, _ring)
    left, _ = signal.setitimer(signal.ITIMER_REAL, seconds, _AGAIN if seconds else 0.0)
    started = time.monotonic()
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0.0)
        signal.signal(signal.SIGALRM, handler)
        if left:
            spent = time.monotonic() - started if seconds else 0.0
            signal.setitimer(signal.ITIMER_REAL, max(left - spent, 0.001), _AGAIN)


def _ring(_number: int, _frame: Any) -> NoReturn:
    raise OutOfTime
