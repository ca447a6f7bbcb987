"""Call a student's functions where they are, as a judge would call them in a sealed process.

Arguments are copied on the way in, and what comes back is rebuilt from plain values, so that a test
sees here what the judge's sees.
"""

from __future__ import annotations

import io
import random
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from traceback import walk_stack, walk_tb
from types import FrameType
from typing import Any

import numpy as np

from gradewright import checks
from gradewright.beside.keras_models import OPERATIONS, lend
from gradewright.beside.plain import as_array, text_of
from gradewright.beside.records import Frame, Outcome, Verb
from gradewright.graders.failures import CallFailed
from gradewright.graders.student import StudentFunction
from gradewright.results import Failure
from gradewright.seeds import seed_generators, seed_of
from gradewright.selfcheck.found import MOST_PRINTED
from gradewright.selfcheck.work import Work
from gradewright.verdicts.outcomes import failure_of
from gradewright.wire import Handle, WireFault, decode, encode

_FRAMES = 8
_MESSAGE = 1000


# What is told of each call before it is made: the function, and the call as text.
Hear = Callable[[str, str], None]


class Calls:
    """Calls made for one test, each seeded by its place in the test.

    Attributes:
        printed: what the student's code has printed meanwhile.
        used: the functions of the work that the test has called, or handed on.
    """

    def __init__(
        self, work: Work, test: str, seed: int, seconds: float, hear: Hear | None = None
    ) -> None:
        self._work, self._test, self._seconds = work, test, seconds
        self._places = (seed_of(seed, test, place) for place in range(10**9))
        self._kept: list[Any] = []
        self._hear = hear
        self._latest = ("", "")
        self.printed = io.StringIO()
        self.used: set[str] = set()

    def call(
        self, function: str, args: tuple[Any, ...], kwargs: dict[str, Any], seed: int | None
    ) -> Any:
        """Return what a function of the student's returns.

        Raises:
            CallFailed: it did not return.
        """
        text = checks.describe_call(function, args, kwargs)
        checks.about(function, text)
        self.used.add(function)
        target = self._work.namespace.get(function)
        if not callable(target):
            kind = "" if target is None else type(target).__name__
            raise self._failed(Outcome("missing", message=kind), function, text)
        return self._answered(target, args, kwargs, seed, function, text)

    def operate(self, verb: Verb, args: tuple[Any, ...], seed: int | None) -> Any:
        """Return what an operation of ours on values that stayed behind gives.

        Raises:
            CallFailed: nothing came of it.
        """
        latest = checks.latest_call()
        if verb == "lend":
            parts = (args[0].architecture, args[0].compiled, list(args[0].weights))
            return self._answered(lend, parts, {}, seed, latest.function, latest.text)
        target = OPERATIONS[verb]
        return self._answered(target, args, {}, seed, latest.function, latest.text)

    def printout(self) -> tuple[str, int]:
        """Return the beginning of what was printed, and how many characters came after it."""
        printed = self.printed.getvalue()
        return printed[:MOST_PRINTED], max(len(printed) - MOST_PRINTED, 0)

    def stopped(self, frame: FrameType | None) -> Failure:
        """Return what is told of the call at hand, which took too long and is at `frame`."""
        outcome = Outcome("timeout", trace=tuple(self._lines(reversed(list(walk_stack(frame))))))
        return self._failed(outcome, *self._latest).failure

    def start_anew(self) -> None:
        """Let the next call find the work as it was loaded."""
        self._work.renew()

    def _answered(
        self,
        target: Callable[..., Any],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        seed: int | None,
        function: str,
        text: str,
    ) -> Any:
        place = next(self._places)
        self._latest = (function, text)
        if self._hear is not None:
            self._hear(function, text)
        try:
            args, kwargs = self._copied((args, kwargs))
        except WireFault as fault:
            outcome = Outcome("refused", error="arguments", message=str(fault))
            raise self._failed(outcome, function, text) from None
        try:
            with _as_in_a_test(self.printed, place if seed is None else seed):
                value = target(*args, **kwargs)
        except (KeyboardInterrupt, checks.CheckFailed):
            # The student's own hand, or a function of the test's that saw what is wrong.
            raise
        except BaseException as error:  # noqa: BLE001 - SystemExit and its like are answers, too
            raise self._failed(self._raised(error), function, text) from None
        try:
            # What TensorFlow's arrays warn of while they are copied is for nobody, either.
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                plain = decode(encode(value, keep=self._keep))
        except (WireFault, MemoryError, RecursionError) as error:
            outcome = Outcome("refused", message=text_of(error)[:_MESSAGE])
            raise self._failed(outcome, function, text) from None
        checks.returned(plain)
        return plain

    def _copied(self, value: Any) -> Any:
        """Return arguments as copies, in which handles and functions are what they stand for."""
        return decode(encode(value, keep=self._lend), resolve=lambda handle: self._kept[handle.id])

    def _lend(self, value: Any) -> Handle:
        """Return what stands for a function among the arguments.

        Raises:
            WireFault: it is no function.
        """
        if isinstance(value, Handle):
            return value
        if isinstance(value, StudentFunction):
            self.used.add(value.name)
            return self._held(self._work.namespace.get(value.name))
        if not callable(value) or isinstance(value, type):
            raise WireFault(f"a value of type {type(value).__name__} cannot be sent")
        return self._held(self._plainly(value))

    def _plainly(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return a function of the test's as the student's code gets it: on copies of values."""

        def call(*args: Any, **kwargs: Any) -> Any:
            plain, named = decode(encode((args, kwargs), keep=self._keep))
            return decode(encode(function(*plain, **named), keep=self._keep))

        call.__name__ = str(getattr(function, "__name__", "function"))
        return call

    def _keep(self, value: Any) -> Any:
        """Return what stands for a value that is not plain: an array, or a handle."""
        array = as_array(value)
        return self._held(value) if array is None else array

    def _held(self, value: Any) -> Handle:
        self._kept.append(value)
        return Handle(len(self._kept) - 1, type(value).__name__, text_of(value)[:200])

    def _raised(self, error: BaseException) -> Outcome:
        name, text = type(error).__name__, text_of(error)[:_MESSAGE]
        trace = tuple(self._lines(walk_tb(error.__traceback__)))
        return Outcome("raised", error=name, message=text, trace=trace)

    def _lines(self, steps: Iterable[tuple[FrameType, int]]) -> list[Frame]:
        """Return the last of these steps that are the student's own lines, in order."""
        lines: list[Frame] = []
        for frame, line in steps:
            place = self._work.where(frame.f_code.co_filename)
            if place is not None:
                lines.append(Frame(*place, line, frame.f_code.co_name))
        return lines[-_FRAMES:]

    def _failed(self, outcome: Outcome, function: str, text: str) -> CallFailed:
        work = self._work
        seconds = self._seconds
        failure = failure_of(outcome, function, text, seconds, work.submission, work.report)
        return CallFailed(outcome, failure)


@contextmanager
def _as_in_a_test(printed: io.StringIO, seed: int) -> Iterator[None]:
    """Seed the global generators and listen to what is printed; leave both as they were.

    Warnings are for nobody, as in a judge's worker, and no error either, whatever a session is set
    to.
    """
    python, numpy = random.getstate(), np.random.get_state()  # noqa: NPY002
    seed_generators(seed)
    try:
        with redirect_stdout(printed), redirect_stderr(printed), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        random.setstate(python)
        np.random.set_state(numpy)  # noqa: NPY002
