"""Answer what a submission asks during a call: functions of the reference's and of the graders'."""

from __future__ import annotations

import io
import os
import resource
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, redirect_stdout
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from gradewright.beside.plain import as_array
from gradewright.checks import CheckFailed
from gradewright.errors import MachineryError
from gradewright.grading.watch import Watch
from gradewright.performance.gradients import gradients
from gradewright.performance.lending import (
    Lent,
    Parts,
    changed_weights,
    is_model,
    trusted_artefact,
)
from gradewright.sandbox import clock
from gradewright.sandbox.base import Answer, Ask, Handle
from gradewright.sandbox.inside.asking import ASKS, GRADIENT, LENT
from gradewright.sandbox.inside.mending import BEGIN_KEY, TELL_KEY
from gradewright.wire import WireFault, decode, encode

MOST_ASKS = 50_000
MOST_BYTES = 2_000_000_000


@dataclass(slots=True)
class Tally:
    """What was asked during a test: how much, for which functions, and what could not be said."""

    asks: int = 0
    bytes: int = 0
    asked: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)

    def count(self, size: int) -> None:
        """Count a question.

        Raises:
            WireFault: it is one too many.
        """
        self.asks += 1
        self.bytes += size
        if self.asks > MOST_ASKS or self.bytes > MOST_BYTES:
            raise WireFault("more questions than are answered in a test")


class Answering:
    """Answers the questions of one call: by the reference's functions, and those that it was lent.

    The functions run here, on plain values, under the call's deadline and with so much memory more
    than the judge has. They never see anything that a submission made but numbers and texts.
    """

    def __init__(
        self,
        stubs: Mapping[str, Callable[..., Any]],
        lent: Lent,
        tally: Tally,
        memory_mb: int,
        watch: Watch | None = None,
    ) -> None:
        self._functions = dict(stubs)
        self._watch = watch
        if watch is not None:
            self._functions |= {BEGIN_KEY: watch.begin, TELL_KEY: watch.tell}
        self._names = tuple(stubs)
        self._lent, self._tally, self._memory_mb = lent, tally, memory_mb
        self._limit: int | None = None
        self.failed: CheckFailed | MachineryError | None = None

    @property
    def substituted(self) -> tuple[str, ...]:
        """Return the submission's functions that are answered here instead."""
        return self._names

    @property
    def watched(self) -> tuple[str, ...]:
        """Return the submission's functions that tell their steps."""
        return self._watch.functions if self._watch is not None else ()

    @property
    def trusted(self) -> tuple[str, ...]:
        """Return the submission's functions that are known to be right."""
        return self._watch.trusted if self._watch is not None else ()

    def lend(self, value: Any) -> Handle:
        """Return what stands for a function among the arguments of the call.

        Raises:
            WireFault: it is no function.
        """
        if not callable(value) or isinstance(value, type):
            raise WireFault(f"a value of type {type(value).__name__} cannot be sent")
        number = len(self._functions)
        self._functions[f"@{number}"] = value
        return Handle(number, ASKS, str(getattr(value, "__name__", "function"))[:100])

    def answer(self, ask: Ask, size: int, seconds: float) -> Answer:
        """Return the value of the function that is asked for.

        Raises:
            Exception: as the function raised it.
            WireFault: nobody may ask for it, or not so often.
            TimeoutError: it took too long.
        """
        function = self._function(ask.key)
        self._tally.count(size)
        name = ask.key.removesuffix(GRADIENT)
        if ask.args is None:
            self._tally.refused.add(name)
            raise TypeError("What this function is given here has to be plain values or arrays.")
        self._tally.asked.add(name)
        models: dict[int, Any] = {}
        args, kwargs = self._arguments((ask.args, ask.kwargs), ask, models)
        try:
            with clock.at_most(seconds), at_most_memory(self._room()), quietly():
                value = function(*args, **kwargs)
        except (CheckFailed, MachineryError) as failed:
            self.failed = failed
            raise RuntimeError("The test has ended.") from None
        built: list[Parts] = []
        try:
            plain = plain_value(value, lambda model: self._built(model, built))
        except (MachineryError, WireFault):
            self._tally.refused.add(name)
            raise TypeError("What this function returns cannot be handed over.") from None
        return Answer(plain, tuple(built), changed_weights(models, ask.weights))

    def _room(self) -> int:
        """Return what the judge may take in all while it answers this call's questions."""
        if self._limit is None:
            self._limit = room_for(self._memory_mb)
        return self._limit

    def _function(self, key: str) -> Callable[..., Any]:
        """Return the function of that key, or what gives its gradients."""
        function = self._functions.get(key.removesuffix(GRADIENT))
        if function is None:
            raise WireFault("a question that nobody allowed")
        return partial(gradients, function) if key.endswith(GRADIENT) else function

    def _arguments(self, value: Any, ask: Ask, models: dict[int, Any]) -> Any:
        """Return plain arguments with models of the judge's own in their places."""
        if isinstance(value, Handle):
            if value.type_name != LENT or value.id not in ask.weights:
                raise WireFault("a question about a value that nobody lent")
            if value.id not in models:
                models[value.id] = self._lent.recall(value.id, ask.weights[value.id])
            return models[value.id]
        if isinstance(value, dict):
            return {k: self._arguments(part, ask, models) for k, part in value.items()}
        if isinstance(value, (list, tuple)):
            return type(value)(self._arguments(part, ask, models) for part in value)
        return value

    def _built(self, model: Any, built: list[Parts]) -> Handle:
        parts = self._lent.add(trusted_artefact(model))
        built.append(parts)
        return Handle(parts[0], LENT, "")


def plain_value(value: Any, model: Callable[[Any], Handle]) -> Any:
    """Return a value of the judge's as it would come from a worker: copied, of plain types.

    Args:
        value: whatever a function of the reference's returned.
        model: gives what stands for a Keras model.

    Raises:
        WireFault: a part of it is nothing that can be sent.
    """

    def keep(part: Any) -> Any:
        if is_model(part):
            return model(part)
        array = as_array(part)
        if array is None:
            raise WireFault(f"a value of type {type(part).__name__} cannot be sent")
        return array

    return decode(encode(value, keep=keep))


class _Nowhere(io.TextIOBase):
    """Takes whatever is written."""

    def write(self, text: str) -> int:
        return len(text)


def quietly() -> AbstractContextManager[object]:
    """Let the reference print for nobody: costs that a submission asks it to show, say."""
    return redirect_stdout(_Nowhere())


def room_for(megabytes: int) -> int:
    """Return the size of the judge's address space with so much memory more than it has now."""
    statm = Path("/proc/self/statm")
    if not statm.is_file():
        return resource.RLIM_INFINITY
    pages = int(statm.read_text(encoding="ascii").split()[0])
    return pages * os.sysconf("SC_PAGE_SIZE") + megabytes * 1_000_000


@contextmanager
def at_most_memory(room: int) -> Iterator[None]:
    """Let the judge's address space grow to so many bytes in the block.

    An array that is larger raises MemoryError instead of taking the machine's memory.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    known = [limit for limit in (room, soft, hard) if limit != resource.RLIM_INFINITY]
    resource.setrlimit(resource.RLIMIT_AS, (min(known, default=soft), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
