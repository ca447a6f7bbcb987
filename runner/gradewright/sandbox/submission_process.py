"""A submission's own process: opened, loaded, heard of its tests' processes, and replaced."""

from __future__ import annotations

import contextlib
import socket
import time
from dataclasses import replace
from typing import Any, Protocol

from gradewright.errors import SandboxError
from gradewright.sandbox import frames
from gradewright.sandbox.answers import ended_message, is_here, report_of
from gradewright.sandbox.base import Bundle, LoadReport, Problem
from gradewright.sandbox.launch import LevelName, Settings, discard_folder, make_folder
from gradewright.wire import Caps, WireFault, decode, encode

_PATIENCE = 1.0
_CONTROL_BYTES = 10_000
ENDED_FROM_OUTSIDE = (
    "The process of this submission was ended from outside, twice: nothing that a submission does "
    "ends it so. See what ends processes on this machine (the system's log tells where memory ran "
    "short), and grade again."
)
_FALLBACKS = {
    "whole": ("whole", "slice", "definitions"),
    "slice": ("slice", "definitions"),
}


class Zygote(Protocol):
    """What a session needs of the sandbox that opened it."""

    settings: Settings
    caps: Caps

    @property
    def level_name(self) -> LevelName:
        """Return the name of the level that sessions run at."""

    def ask(self, command: str, argument: Any = None, descriptor: int | None = None) -> Any:
        """Send the zygote a command and return its answer."""


class SubmissionProcess:
    """The process that holds a submission, on whose stream `control` it is spoken to.

    `control` is None where there is none. `is_apart`: no process can be forked from the one that
    loaded the submission, and each test's loads it for itself.
    """

    def __init__(self, zygote: Zygote, bundle: Bundle) -> None:
        self.zygote, self.bundle = zygote, bundle
        self.control: socket.socket | None = None
        self.level: LevelName = "process"
        self.is_apart = False
        self.report = LoadReport({}, ())
        self._folder = ""
        self._modes: tuple[str, ...] = _FALLBACKS[bundle.mode]
        self._lost: tuple[Problem, ...] = ()
        self._ended_for = ""

    def load(self, test: int) -> socket.socket | None:
        """Load the submission; where that costs its process, again with less of it.

        A process that vanished is given a second one, which has all of it to load.

        Returns the stream of the test's process where that is the one that loaded it.

        Raises:
            SandboxError: both were ended in a way that is none of a submission's doing.
        """
        while self._modes:
            loaded = self._try_load(self._modes[0], test)
            if loaded is None and self._has_vanished():
                lost, is_from_outside = self._lost[:-1], self.is_from_outside()
                loaded = self._try_load(self._modes[0], test)
                if loaded is not None:
                    self._lost = lost
                elif is_from_outside and self.is_from_outside():
                    raise SandboxError(ENDED_FROM_OUTSIDE)
            if loaded is not None:
                report, stream = loaded
                self.report = replace(report, problems=self._lost + report.problems)
                if not report.forkable and not self.is_apart:
                    self.is_apart = True
                    self.drop()
                return stream
            self._modes = self._modes[1:]
        self.report = LoadReport({}, self._lost)
        return None

    def _try_load(self, mode: str, test: int) -> tuple[LoadReport, socket.socket | None] | None:
        """Open a process and load there; None when that failed, and why in `_lost`."""
        limits = self.zygote.settings.limits
        request = {
            "cells": [list(cell) for cell in self.bundle.cells],
            "helpers": [list(cell) for cell in self.bundle.helpers],
            "files": self.bundle.files,
            "support": self.bundle.support,
            "functions": list(self.bundle.functions),
            "mode": mode,
            "statement_seconds": limits.load_seconds / 2,
            "shared": self.bundle.shared,
        }
        stream: socket.socket | None = None
        try:
            control = self._open()
            deadline = time.monotonic() + limits.load_seconds
            stream = self._ask_to_load(control, request, test, deadline)
            answer = frames.receive(stream or control, self.zygote.caps.bytes, deadline)
            return report_of(decode(answer, self.zygote.caps), self.bundle), stream
        except TimeoutError:
            reason = "load_timeout"
        except frames.Closed:
            reason = "load_crashed"
        except WireFault:
            reason = "load_refused"
        if stream is not None:
            stream.close()
        self._ended_for = self.drop()
        values = {"seconds": f"{limits.load_seconds:g}"}
        self._lost += (Problem(reason, "", None, None, values),)
        return None

    def _ask_to_load(
        self, control: socket.socket, request: dict[str, Any], test: int, deadline: float
    ) -> socket.socket | None:
        """Send the request to load; return the stream of a process that loads it apart."""
        if not self.is_apart:
            frames.send(control, encode(("load", request), self.zygote.caps), deadline)
            return None
        stream, theirs = socket.socketpair()
        with theirs:
            command = ("apart", (test, request))
            frames.send(control, encode(command, self.zygote.caps), deadline)
            frames.send_descriptor(control, theirs.fileno())
        return stream

    def _open(self) -> socket.socket:
        """Have the zygote fork a process that serves our control stream."""
        self.level = self.zygote.level_name
        self._folder = make_folder(self.level)
        self.control, theirs = socket.socketpair()
        with theirs:
            self.zygote.ask("open", self._folder, theirs.fileno())
        return self.control

    def drop(self) -> str:
        """End every process of the submission, and forget them.

        Returns how they had ended before, as the zygote tells: "memory" where it had ended them for
        that, `signal N` or `exit N` where the submission's process was gone, else "".

        Raises:
            SandboxError: the zygote is gone; they are, too.
        """
        why = ""
        try:
            if self.control is not None:
                control, self.control = self.control, None
                # Closed only afterwards: a process that ends for that has not ended by itself.
                with control:
                    why = str(self.zygote.ask("close", frames.has_hung_up(control)))
        finally:
            if self._folder:
                discard_folder(self.level, self._folder)
                self._folder = ""
        return why

    def close(self) -> None:
        """End every process of the submission; nothing is loaded any more."""
        self.drop()
        self._modes = ()

    def _has_vanished(self) -> bool:
        """Tell whether the process that loaded went without the word of our own watcher."""
        return self._lost[-1].kind == "load_crashed" and self._ended_for != "memory"

    def is_from_outside(self, why: str | None = None) -> bool:
        """Tell whether it ended in a way that is none of the submission's own doing.

        The first process of a process-id space is out of reach of all signals from within it.
        """
        why = self._ended_for if why is None else why
        return self.level == "namespaces" and why == "signal 9"

    def heard(self, test: int, deadline: float) -> str | None:
        """Read one message: how this test's process ended, or None.

        Raises:
            Closed: it is gone, or somebody else speaks in its place.
            TimeoutError: nothing came in time.
        """
        assert self.control is not None
        try:
            message = frames.receive(self.control, _CONTROL_BYTES, deadline)
            return ended_message(decode(message), test)
        except WireFault as fault:
            raise frames.Closed("what keeps the submission's process is no longer ours") from fault

    def last_words(self, test: int) -> str:
        """Return how a test's process ended, as far as this one tells."""
        deadline = time.monotonic() + _PATIENCE
        with contextlib.suppress(frames.Closed, TimeoutError, WireFault):
            while self.control is not None:
                ended = self.heard(test, deadline)
                if ended is not None:
                    return ended
        return ""

    def is_well(self) -> bool:
        """Tell whether it gives a sign of life; the process of its test is gone then."""
        assert self.control is not None
        deadline = time.monotonic() + _PATIENCE
        try:
            frames.send(self.control, encode(("probe", None)), deadline)
            while not is_here(decode(frames.receive(self.control, _CONTROL_BYTES, deadline))):
                continue
        except (frames.Closed, TimeoutError, WireFault):
            return False
        return True
