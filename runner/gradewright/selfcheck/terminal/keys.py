"""Single keys from a terminal, without Enter; the terminal is left as it was found."""

from __future__ import annotations

import os
import select
import signal
import sys
import threading
import time
from collections.abc import Callable
from types import FrameType, TracebackType
from typing import Any, Self

# Hears of a key: one character, or "resume" when the process goes on after a stop.
Heard = Callable[[str], None]

_LOOK_SECONDS = 0.1
_WINDOWS_SECONDS = 0.03


class Keys:
    """While it is entered, each key is told to `heard`, in a thread of its own.

    Attributes:
        are_there: whether keys can be read here at all.
    """

    def __init__(self, heard: Heard) -> None:
        self._heard = heard
        self._is_over = threading.Event()
        self._reading: Callable[[], None] | None = None
        self._before: Any = None
        self._handlers: dict[int, Any] = {}
        self.are_there = False

    def __enter__(self) -> Self:
        self._reading = self._windows() or self._posix()
        self.are_there = self._reading is not None
        if self._reading is not None:
            threading.Thread(target=self._reading, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._is_over.set()
        self._restore()
        for number, handler in self._handlers.items():
            signal.signal(number, handler)

    def _posix(self) -> Callable[[], None] | None:
        """Have the terminal give keys at once, and return what reads them."""
        try:
            import termios
            import tty
        except ImportError:
            return None
        descriptor = sys.stdin.fileno()
        try:
            self._before = termios.tcgetattr(descriptor)
            tty.setcbreak(descriptor, termios.TCSADRAIN)
        except termios.error:
            return None
        # Who ends this process by a signal wants the terminal back, too.
        for name, handler in (("SIGTERM", _leave), ("SIGHUP", _leave), ("SIGCONT", self._resume)):
            number = getattr(signal, name, None)
            if number is not None:
                self._handlers[number] = signal.signal(number, handler)

        return self._read

    def _read(self) -> None:
        descriptor = sys.stdin.fileno()
        while not self._is_over.is_set():
            if not select.select([descriptor], [], [], _LOOK_SECONDS)[0]:
                continue
            text = os.read(descriptor, 64).decode("utf-8", "replace")
            if not text:
                return
            # Arrows and the like come as sequences that begin with Escape.
            if not text.startswith("\x1b"):
                for character in text:
                    self._heard(character)

    def _resume(self, _number: int, _frame: FrameType | None) -> None:
        """Go on after Ctrl-Z and `fg`: the shell has set the terminal its own way."""
        import termios
        import tty

        if self._before is not None and os.getpgrp() == os.tcgetpgrp(sys.stdin.fileno()):
            tty.setcbreak(sys.stdin.fileno(), termios.TCSADRAIN)
        self._heard("resume")

    def _restore(self) -> None:
        if self._before is not None:
            import termios

            termios.tcsetattr(sys.stdin.fileno(), termios.TCSADRAIN, self._before)
            self._before = None

    def _windows(self) -> Callable[[], None] | None:
        """Return what reads the keys of a console of Windows, None elsewhere."""
        try:
            import msvcrt
        except ImportError:
            return None
        console: Any = msvcrt

        def read() -> None:
            while not self._is_over.is_set():
                if not console.kbhit():
                    time.sleep(_WINDOWS_SECONDS)
                    continue
                key = console.getwch()
                if key in "\x00\xe0":  # arrows and the like: a second code follows
                    console.getwch()
                elif key == "\x03":
                    signal.raise_signal(signal.SIGINT)
                else:
                    self._heard(key)

        return read


def _leave(number: int, _frame: FrameType | None) -> None:
    sys.exit(128 + number)
