"""A clock that ends this process when something takes too long, and says first where it was."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable
from types import FrameType


class Deadline:
    """Watches the thread that made it; needs no signals, so that it works on every system.

    A loop that never lets another thread run cannot be told of. The process that started this one
    ends it a little later.
    """

    def __init__(self) -> None:
        self._change = threading.Condition()
        self._until: float | None = None
        self._late: Callable[[FrameType | None], None] = lambda _frame: None
        self._watched = threading.get_ident()
        threading.Thread(target=self._watch, daemon=True).start()

    def begin(self, seconds: float, late: Callable[[FrameType | None], None]) -> None:
        """Call `late` with what is being run after so many seconds, and end the process then."""
        with self._change:
            self._until, self._late = time.monotonic() + seconds, late
            self._change.notify()

    def shorten(self, seconds: float) -> None:
        """Let the time be over after so many seconds at the latest."""
        with self._change:
            if self._until is not None:
                self._until = min(self._until, time.monotonic() + seconds)
                self._change.notify()

    def end(self) -> None:
        """It was in time."""
        with self._change:
            self._until = None

    def _watch(self) -> None:
        with self._change:
            while True:
                left = None if self._until is None else self._until - time.monotonic()
                if left is not None and left <= 0:
                    break
                self._change.wait(left)
            try:
                # The only way to learn where another thread is.
                frames = sys._current_frames()  # noqa: SLF001
                self._late(frames.get(self._watched))
            finally:
                os._exit(0)
