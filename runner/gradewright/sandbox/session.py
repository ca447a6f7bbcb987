"""The judge's end of one submission: loads it, gives each test a process, calls into it."""

from __future__ import annotations

import contextlib
import math
import os
import select
import socket
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Protocol

from gradewright.errors import MachineryError, SandboxError
from gradewright.sandbox import clock, frames
from gradewright.sandbox.answers import (
    ask_of,
    ended_message,
    is_changed,
    is_here,
    outcome_of,
    report_of,
)
from gradewright.sandbox.base import (
    Answerer,
    Ask,
    Bundle,
    Fresh,
    LoadReport,
    Outcome,
    Problem,
    Verb,
)
from gradewright.sandbox.launch import LevelName, Settings, discard_folder, make_folder
from gradewright.sandbox.wire import Caps, Handle, WireFault, decode, encode

_PATIENCE = 1.0
_CONTROL_BYTES = 10_000
_MESSAGE = 1000
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


class ZygoteSession:
    """One submission; its process is replaced when a test has damaged it.

    Where no process can be forked from the one that loaded it, each test loads it apart.
    """

    def __init__(self, zygote: Zygote, bundle: Bundle) -> None:
        self.zygote, self.bundle = zygote, bundle
        self._control: socket.socket | None = None
        self._stream: socket.socket | None = None
        self._folder = ""
        self._test = 0
        self._is_due = False
        self._is_used = False
        self._begins = False
        self._is_shared = False
        self._is_apart = False
        self._seconds = 0.0
        self._deadline = 0.0
        self._modes: tuple[str, ...] = _FALLBACKS[bundle.mode]
        self._lost: tuple[Problem, ...] = ()
        self._report = LoadReport({}, ())
        self._answering = False
        self._left = zygote.settings.limits.replies_bytes
        self._ended_for = ""
        self._level: LevelName = "process"
        self._load()

    @property
    def report(self) -> LoadReport:
        """Return what loading found."""
        return self._report

    def _load(self) -> None:
        """Load the submission; where that costs its process, again with less of it.

        A process that vanished is given a second one, which has all of it to load.

        Raises:
            SandboxError: both were ended in a way that is none of a submission's doing.
        """
        while self._modes:
            report = self._try_load(self._modes[0])
            if report is None and self._has_vanished():
                lost, is_from_outside = self._lost[:-1], self._is_from_outside()
                again = self._try_load(self._modes[0])
                if again is not None:
                    self._lost = lost
                elif is_from_outside and self._is_from_outside():
                    raise SandboxError(ENDED_FROM_OUTSIDE)
                report = again
            if report is not None:
                self._report = replace(report, problems=self._lost + report.problems)
                if not report.forkable and not self._is_apart:
                    self._is_apart = True
                    self._drop()
                return
            self._modes = self._modes[1:]
        self._report = LoadReport({}, self._lost)

    def _try_load(self, mode: str) -> LoadReport | None:
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
        try:
            control = self._open()
            deadline = time.monotonic() + limits.load_seconds
            stream = self._ask_to_load(control, request, deadline)
            answer = frames.receive(stream, self.zygote.caps.bytes, deadline)
            return report_of(decode(answer, self.zygote.caps), self.bundle)
        except TimeoutError:
            reason = "load_timeout"
        except frames.Closed:
            reason = "load_crashed"
        except WireFault:
            reason = "load_refused"
        self._ended_for = self._drop()
        values = {"seconds": f"{limits.load_seconds:g}"}
        self._lost += (Problem(reason, "", None, None, values),)
        return None

    def _ask_to_load(
        self, control: socket.socket, request: dict[str, Any], deadline: float
    ) -> socket.socket:
        """Send the request to load, and return the stream on which the report comes."""
        if not self._is_apart:
            frames.send(control, encode(("load", request), self.zygote.caps), deadline)
            return control
        self._stream, theirs = socket.socketpair()
        with theirs:
            command = ("apart", (self._test, request))
            frames.send(control, encode(command, self.zygote.caps), deadline)
            frames.send_descriptor(control, theirs.fileno())
        return self._stream

    def _open(self) -> socket.socket:
        """Have the zygote fork a process that serves our control stream."""
        self._level = self.zygote.level_name
        self._folder = make_folder(self._level)
        self._control, theirs = socket.socketpair()
        with theirs:
            self.zygote.ask("open", self._folder, theirs.fileno())
        return self._control

    def _drop(self) -> str:
        """End every process of the submission, and forget them.

        Returns how they had ended before, as the zygote tells: "memory" where it had ended them for
        that, `signal N` or `exit N` where the submission's process was gone, else "".

        Raises:
            SandboxError: the zygote is gone; they are, too.
        """
        self.end_test()
        why = ""
        level = self._level
        try:
            if self._control is not None:
                control, self._control = self._control, None
                # Closed only afterwards: a process that ends for that has not ended by itself.
                with control:
                    why = str(self.zygote.ask("close", frames.has_hung_up(control)))
        finally:
            if self._folder:
                discard_folder(level, self._folder)
                self._folder = ""
        return why

    def _has_vanished(self) -> bool:
        """Tell whether the process that loaded went without the word of our own watcher."""
        return self._lost[-1].kind == "load_crashed" and self._ended_for != "memory"

    def _is_from_outside(self, why: str | None = None) -> bool:
        """Tell whether the submission's process ended in a way that is none of its own doing.

        The first process of a process-id space is out of reach of all signals from within it.
        """
        why = self._ended_for if why is None else why
        return self._level == "namespaces" and why == "signal 9"

    @property
    def is_shared(self) -> bool:
        """Tell whether the process of the test at hand has served another test before."""
        return self._is_shared

    def begin_test(self, seconds: float, *, fresh: Fresh = "yes") -> None:
        """Let the next call have its process, and set the wall time that calls may take together.

        Whether the process of the test before has changed is told by itself, with the first call.
        """
        if fresh != "yes" and self._stream is not None:
            self._seconds = seconds
            self._is_shared, self._begins = True, fresh == "changed"
            return
        self._start(seconds)

    def _start(self, seconds: float) -> None:
        """Let the next call have a new process."""
        self.end_test()
        self._is_shared = False
        self._test += 1
        if self._is_apart:
            # In a folder of its own again: a second `mkdir` would fail.
            self._drop()
        if self._control is None:
            with clock.paused():
                self._load()
        self._seconds = seconds
        self._is_due = self._control is not None

    def start_anew(self) -> None:
        """Let the test's next call have a process that no call was made in."""
        if self._is_used or self._is_shared:
            self._start(self._seconds)

    def end_test(self) -> None:
        """Close the test's stream: its process ends with it, or when the next one starts."""
        self._is_due = False
        self._is_used = False
        self._begins = False
        if self._stream is not None:
            self._stream.close()
            self._stream = None

    def call(
        self,
        function: str,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        seed: int,
        seconds: float = math.inf,
        answerer: Answerer | None = None,
    ) -> Outcome:
        """Call a function of the submission; the outcome's seconds are this process's clock."""
        return self._timed(("call", function, args, kwargs, seed), seconds, answerer)

    def operate(
        self,
        verb: Verb,
        args: tuple[Any, ...],
        seed: int,
        seconds: float = math.inf,
        answerer: Answerer | None = None,
    ) -> Outcome:
        """Do something of ours with values that stayed in the worker, under a call's terms."""
        return self._timed((verb, "", args, {}, seed), seconds, answerer)

    def _timed(
        self, request: tuple[Any, ...], seconds: float, answerer: Answerer | None
    ) -> Outcome:
        if self._answering:
            raise RuntimeError("The submission waits for an answer: it cannot be called now.")
        started = time.monotonic()
        self._is_used = True
        self._deadline = started + min(self._seconds, seconds)
        with clock.paused():
            outcome = self._asked(request, answerer)
        spent = time.monotonic() - started
        self._seconds = max(self._seconds - spent, 0.0)
        if outcome.ending in ("timeout", "crashed", "refused"):
            why = self._recover()
            if why:
                from_outside = self._is_from_outside(why)
                outcome = Outcome("crashed", message=why, from_outside=from_outside)
        return replace(outcome, seconds=spent)

    def _asked(self, request: tuple[Any, ...], answerer: Answerer | None) -> Outcome:
        nonce = int.from_bytes(os.urandom(7), "big")
        names = answerer.substituted if answerer is not None else ()
        payload = self._encoded((nonce, self._begins, *request, names), answerer)
        if payload is None:
            return Outcome("crashed", message="")
        try:
            outcome = self._exchanged(payload, nonce, answerer)
        except TimeoutError:
            return Outcome("timeout")
        except frames.Closed:
            return Outcome("crashed", message=self._last_words())
        except WireFault as fault:
            return Outcome("refused", message=str(fault))
        if outcome is None:
            self._start(self._seconds)
            return self._asked(request, answerer)
        return outcome

    def _exchanged(self, payload: bytes, nonce: int, answerer: Answerer | None) -> Outcome | None:
        """Send a request, answer what is asked meanwhile, and return what comes of it.

        None where the process of the test before has changed, and says so.

        Raises:
            TimeoutError: nothing came in time.
            Closed: the submission's own process is gone.
            WireFault: the rules of the wire were broken.
        """
        self._count(0)
        stream = self._send(payload)
        begins, self._begins = self._begins, False
        while True:
            ended = self._await_reply(stream)
            if ended is not None:
                return Outcome("crashed", message=ended)
            answer = frames.receive(stream, self.zygote.caps.bytes, self._deadline)
            self._count(len(answer))
            message = decode(answer, self.zygote.caps.of_replies())
            if begins and is_changed(message, nonce):
                return None
            asked = ask_of(message, self.zygote.caps)
            if asked is None:
                return outcome_of(message, nonce, self.bundle)
            reply = self._answered(*asked, len(answer), answerer)
            frames.send(stream, reply, self._deadline)

    def _count(self, size: int) -> None:
        """Count the bytes of a result.

        Raises:
            WireFault: all of the submission's together are too many.
        """
        self._left -= size
        if self._left < 0:
            most = self.zygote.settings.limits.replies_bytes // 1_000_000
            raise WireFault(f"all that the submission returned so far has more than {most} MB")

    def _answered(self, number: int, ask: Ask, size: int, answerer: Answerer | None) -> bytes:
        """Return the payload that answers a question of the test's process.

        Raises:
            WireFault: nobody may ask that.
            TimeoutError: the answer took too long.
        """
        if answerer is None:
            raise WireFault("a question that nobody allowed")
        self._answering = True
        try:
            answer = answerer.answer(ask, size, self._deadline - time.monotonic())
        except (WireFault, TimeoutError, MachineryError):
            raise
        except Exception as error:  # noqa: BLE001 - whatever the judge's function raises is its answer
            return encode(("raise", number, type(error).__name__, str(error)[:_MESSAGE]))
        finally:
            self._answering = False
        parts = (answer.value, [list(parts) for parts in answer.built], answer.weights)
        try:
            return encode(("answer", number, *parts), self.zygote.caps)
        except WireFault as fault:
            return encode(("raise", number, "ValueError", str(fault)))

    def _encoded(self, request: tuple[Any, ...], answerer: Answerer | None) -> bytes | None:
        """Return the request for the process there is, or that it starts; None without one.

        Raises:
            WireFault: the arguments cannot be sent.
        """
        if (self._is_due or self._begins) and names_handle(request):
            raise WireFault("it was kept in a process that has ended")
        if self._stream is None and not self._is_due:
            return None
        caps = self.zygote.caps
        payload = (
            encode(request, caps) if answerer is None else encode(request, caps, answerer.lend)
        )
        if self._stream is not None:
            return payload
        # Only the test's own process takes the request apart.
        return encode(("test", (self._test, payload)), caps)

    def _send(self, payload: bytes) -> socket.socket:
        """Send a request; a test's first one has its process started, which answers it."""
        self._is_due = False
        if self._stream is not None:
            frames.send(self._stream, payload, self._deadline)
            return self._stream
        assert self._control is not None
        self._stream, theirs = socket.socketpair()
        with theirs:
            frames.send(self._control, payload, self._deadline)
            frames.send_descriptor(self._control, theirs.fileno())
        return self._stream

    def _await_reply(self, stream: socket.socket) -> str | None:
        """Wait for the test's stream; return how its process ended if that comes first.

        Raises:
            Closed: the submission's own process is gone.
            TimeoutError: nothing came in time.
        """
        control = self._control
        while True:
            left = max(self._deadline - time.monotonic(), 0)
            ready, _, _ = select.select([stream, *([control] if control else [])], [], [], left)
            if stream in ready:
                return None
            if not ready:
                raise TimeoutError
            ended = self._heard(self._deadline)
            if ended is not None:
                return ended

    def _heard(self, deadline: float) -> str | None:
        """Read one message of the submission's process: how this test's process ended, or None.

        Raises:
            Closed: the submission's own process is gone, or somebody else speaks in its place.
            TimeoutError: nothing came in time.
        """
        assert self._control is not None
        try:
            message = frames.receive(self._control, _CONTROL_BYTES, deadline)
            return ended_message(decode(message), self._test)
        except WireFault as fault:
            raise frames.Closed("what keeps the submission's process is no longer ours") from fault

    def _last_words(self) -> str:
        """Return how the test's process ended, as far as the submission's process tells."""
        deadline = time.monotonic() + _PATIENCE
        with contextlib.suppress(frames.Closed, TimeoutError, WireFault):
            while self._control is not None:
                ended = self._heard(deadline)
                if ended is not None:
                    return ended
        return ""

    def _recover(self) -> str:
        """End the test's process politely; where nobody answers, end the whole submission's.

        Without a process-id space of its own the submission is ended in any case: what the test
        left behind would go on beside the tests after it.

        Returns how the whole had ended before, as `_drop` does.
        """
        self.end_test()
        if self._control is None:
            return ""
        if self._is_apart or self._level != "namespaces":
            return self._drop()
        deadline = time.monotonic() + _PATIENCE
        try:
            frames.send(self._control, encode(("probe", None)), deadline)
            while not is_here(decode(frames.receive(self._control, _CONTROL_BYTES, deadline))):
                continue
        except (frames.Closed, TimeoutError, WireFault):
            return self._drop()
        return ""

    @contextlib.contextmanager
    def held(self) -> Iterator[bool]:
        """Let no process of the submission run within the block; tell whether that worked.

        Raises:
            SandboxError: the zygote does not answer, and is ended with all that it held.
        """
        if self._control is None:
            yield True
            return
        try:
            yield bool(self.zygote.ask("hold"))
        finally:
            self.zygote.ask("release")

    def renew(self) -> None:
        """End every process of the submission; the next test has it loaded anew."""
        self._drop()

    def close(self) -> None:
        """End every process of the submission."""
        self._drop()
        self._modes = ()


def names_handle(value: Any) -> bool:
    """Tell whether a value that stayed in a worker is among the arguments."""
    if isinstance(value, dict):
        return any(map(names_handle, value.values()))
    if isinstance(value, (list, tuple)):
        return any(map(names_handle, value))
    return isinstance(value, Handle)
