"""Watch the steps of a submission's functions beside those of the reference's, and put them right.

One watch is for one run of one test. A step is compared by its name: what the reference calls
`dZ2`, for the same arguments, is what a submission's `dZ2` should be. The first step that is wrong
while all that it rests on is right is where the fault lies; put right, it may be shown that nothing
else is wrong. What the worker says here is for words alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gradewright.beside.steps import RETURNED, root_of
from gradewright.grading.origins import Call, Told, origin_of
from gradewright.grading.traces import Tracer, agree, put_right

_MOST_TELLS = 1_200
_MOST_STEPS, _MOST_READS = 200, 5_000
_STOP = [-1, []]

Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Mend:
    """A step that was put right: its name, the likeliest line, and all that the fault may be in.

    None for the lines: the fault may be elsewhere. `is_only`: the function has no other step.
    """

    function: str
    name: str
    line: int
    lines: frozenset[int] | None
    is_only: bool


class Watch:
    """Answers what the functions of a submission tell of their steps.

    Args:
        tracer: runs the reference.
        functions: the submission's functions that tell.
        trusted: those that are known to be right.
        only: the steps to put right; None for each that is wrong.
    """

    def __init__(
        self,
        tracer: Tracer,
        functions: tuple[str, ...],
        trusted: tuple[str, ...],
        only: frozenset[Key] | None = None,
    ) -> None:
        self._tracer, self.functions, self.trusted = tracer, functions, trusted
        self._only = only
        self._steps: dict[str, tuple[tuple[str, ...], tuple[Told, ...]]] = {}
        self._calls: list[Call] = []
        self._tells = 0
        self.mends: dict[Key, Mend] = {}

    def begin(self, function: str, given: Any, said: Any) -> list[Any] | None:
        """Take note of a call, and return its number and the steps that the reference knows."""
        if said is not None and function in self.functions and function not in self._steps:
            self._steps[function] = _told(said)
        if self._tells > _MOST_TELLS:
            return _STOP
        parameters, steps = self._steps[function]
        trace = self._tracer.trace(function, dict(zip(parameters, given, strict=True)))
        if trace is None:
            return None
        wanted = [at for at, step in enumerate(steps) if step.told]
        unseen = frozenset(s.place for at, s in enumerate(steps) if at not in wanted)
        self._calls.append(Call(function, steps, frozenset(parameters), trace, unseen))
        return [len(self._calls) - 1, wanted]

    def tell(self, number: int, at: int, value: Any) -> list[Any] | None:
        """Compare a step; return the right value where it is to be put right."""
        self._tells += 1
        call = self._calls[number]
        step = call.steps[at]
        right = call.trace.value(step, call.count[at], value)
        call.count[at] += 1
        if right is not None and agree(value, right.value):
            call.right.add(step.place)
            (call.alike.discard if right.is_meant else call.alike.add)(step.place)
            return None
        key = (call.function, at)
        if right is None or (self._only is not None and key not in self._only):
            # With an item that is wrong all of the variable is, and the other way round.
            call.right -= {p for p in call.right if root_of(p) == step.place}
            call.right -= {step.place, root_of(step.place)}
            if right is not None:
                call.wrong |= {step.place, root_of(step.place)}
            return None
        self._note(key, call, step)
        call.right.add(step.place)
        return [put_right(value, right.value)]

    def _note(self, key: Key, call: Call, step: Told) -> None:
        before, found = self.mends.get(key), origin_of(call, step)
        lines = None if found is None else found.lines
        if before is not None:
            lines = None if lines is None or before.lines is None else lines | before.lines
        is_passed = bool(step.passes) and lines is not None and len(lines) > 1
        name = step.passes if is_passed else step.name
        if step.place != RETURNED and not name.startswith("(") and not name.isidentifier():
            lines = None
        name = name if name.isidentifier() and name != RETURNED else ""
        line = step.line if found is None else found.likeliest
        self.mends[key] = Mend(call.function, name, line, lines, len(call.steps) == 1)


def _told(said: Any) -> tuple[tuple[str, ...], tuple[Told, ...]]:
    """Return a function's parameters and steps as a worker says they are.

    Raises:
        ValueError: it says something else.
    """
    parameters, steps = said
    if len(steps) > _MOST_STEPS or not all(type(name) is str for name in parameters):
        raise ValueError("no steps of a function")
    read = tuple(_step(*step) for step in steps)
    if sum(len(step.reads) + len(step.guards) for step in read) > _MOST_READS:
        raise ValueError("too many steps of a function")
    return tuple(parameters), read


def _step(*parts: Any) -> Told:
    name, place, line, reads, guards, passes, loop, looped, told, last, ordinal, count = parts
    texts, numbers = [name, place, passes, *reads], [line, loop, ordinal, count, *guards]
    if not (all(type(t) is str for t in texts) and all(type(n) is int for n in numbers)):
        raise ValueError("no step of a function")
    flags = looped is True, told is True, last is True
    places = tuple(reads), tuple(guards)
    return Told(name, place, line, *places, passes, loop, *flags, ordinal, count)
