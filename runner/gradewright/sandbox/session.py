"""The judge's end of one submission: gives tests their processes and calls into them."""

from __future__ import annotations

import contextlib
import math
import os
import select
import socket
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from gradewright.errors import MachineryError
from gradewright.sandbox import clock, frames
from gradewright.sandbox.answers import ask_of, is_changed, outcome_of
from gradewright.sandbox.base import Answerer, Ask, Bundle, Fresh, LoadReport, Outcome, Verb
from gradewright.sandbox.submission_process import SubmissionProcess, Zygote
from gradewright.wire import Handle, WireFault, decode, encode

_MESSAGE = 1000


class ZygoteSession:
    """One submission; its process is replaced when a test has damaged it.

    Where no process can be forked from the one that loaded it, each test loads it apart.
    """

    def __init__(self, zygote: Zygote, bundle: Bundle) -> None:
        self.zygote, self.bundle = zygote, bundle
        self._process = SubmissionProcess(zygote, bundle)
        self._stream: socket.socket | None = None
        self._test = 0
        self._is_due = False
        self._is_used = False
        self._begins = False
        self._is_shared = False
        self._seconds = 0.0
        self._deadline = 0.0
        self._answering = False
        self._left = zygote.settings.limits.replies_bytes
        self._process.load(self._test)

    @property
    def report(self) -> LoadReport:
        """Return what loading found."""
        return self._process.report

    def _drop(self) -> str:
        """End every process of the submission; return how they had ended before."""
        self.end_test()
        return self._process.drop()

    @property
    def is_shared(self) -> bool:
        """Tell whether the process of the test at hand has served another test before."""
        return self._is_shared

    def begin_test(self, seconds: float, *, fresh: Fresh = "yes") -> None:
        """Let the next call have its process, and set the wall time that calls may take together.

        Whether the process of the test before has changed is told by itself, with the first call.
        """
        is_kept = fresh == "no" or (fresh == "changed" and self.report.shareable)
        if is_kept and self._stream is not None:
            self._seconds = seconds
            self._is_shared, self._begins = True, fresh == "changed"
            return
        self._start(seconds)

    def _start(self, seconds: float) -> None:
        """Let the next call have a new process."""
        self.end_test()
        self._is_shared = False
        self._test += 1
        if self._process.is_apart:
            # In a folder of its own again: a second `mkdir` would fail.
            self._drop()
        if self._process.control is None:
            with clock.paused():
                self._stream = self._process.load(self._test)
        self._seconds = seconds
        self._is_due = self._process.control is not None

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
                from_outside = self._process.is_from_outside(why)
                outcome = Outcome("crashed", message=why, from_outside=from_outside)
        return replace(outcome, seconds=spent)

    def _asked(self, request: tuple[Any, ...], answerer: Answerer | None) -> Outcome:
        nonce = int.from_bytes(os.urandom(7), "big")
        names: tuple[tuple[str, ...], ...] = ((), (), ())
        if answerer is not None:
            names = (answerer.substituted, answerer.watched, answerer.trusted)
        payload = self._encoded((nonce, self._begins, *request, *names), answerer)
        if payload is None:
            return Outcome("crashed", message="")
        try:
            outcome = self._exchanged(payload, nonce, answerer)
        except TimeoutError:
            return Outcome("timeout")
        except frames.Closed:
            return Outcome("crashed", message=self._process.last_words(self._test))
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
        assert self._process.control is not None
        self._stream, theirs = socket.socketpair()
        with theirs:
            frames.send(self._process.control, payload, self._deadline)
            frames.send_descriptor(self._process.control, theirs.fileno())
        return self._stream

    def _await_reply(self, stream: socket.socket) -> str | None:
        """Wait for the test's stream; return how its process ended if that comes first.

        Raises:
            Closed: the submission's own process is gone.
            TimeoutError: nothing came in time.
        """
        control = self._process.control
        while True:
            left = max(self._deadline - time.monotonic(), 0)
            ready, _, _ = select.select([stream, *([control] if control else [])], [], [], left)
            if stream in ready:
                return None
            if not ready:
                raise TimeoutError
            ended = self._process.heard(self._test, self._deadline)
            if ended is not None:
                return ended

    def _recover(self) -> str:
        """End the test's process politely; where nobody answers, end the whole submission's.

        Without a process-id space of its own the submission is ended in any case: what the test
        left behind would go on beside the tests after it.

        Returns how the whole had ended before, as SubmissionProcess.drop does.
        """
        self.end_test()
        if self._process.control is None:
            return ""
        is_alone = self._process.level == "namespaces" and not self._process.is_apart
        return "" if is_alone and self._process.is_well() else self._drop()

    @contextlib.contextmanager
    def held(self) -> Iterator[bool]:
        """Let no process of the submission run within the block; tell whether that worked.

        Raises:
            SandboxError: the zygote does not answer, and is ended with all that it held.
        """
        if self._process.control is None:
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
        self.end_test()
        self._process.close()


def names_handle(value: Any) -> bool:
    """Tell whether a value that stayed in a worker is among the arguments."""
    if isinstance(value, dict):
        return any(map(names_handle, value.values()))
    if isinstance(value, (list, tuple)):
        return any(map(names_handle, value))
    return isinstance(value, Handle)
