"""Watch the steps of a submission's functions beside those of the reference's, and put them right.

One watch is for one run of one test. A step is compared by its name: what the reference calls
`dZ2`, for the same arguments, is what a submission's `dZ2` should be. The first step that is wrong
while all that it rests on is right is where the fault lies; put right, it may be shown that nothing
else is wrong. What the worker says here is for words alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from gradewright.beside.steps import RETURNED, root_of
from gradewright.grading.traces import Trace, Tracer, agree, put_right

_MOST_TELLS = 3_000
_MOST_STEPS, _MOST_READS = 200, 5_000
_STOP = [-1, []]

Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Told:
    """A step as the worker tells of it; see `beside/steps.py`."""

    name: str
    place: str
    line: int
    reads: tuple[str, ...]
    guards: tuple[int, ...]
    passes: str
    loop: int
    looped: bool
    told: bool
    last: bool
    ordinal: int
    count: int


@dataclass(frozen=True, slots=True)
class Mend:
    """A step that was put right: its name, its line, and the lines that the fault is in.

    None for the lines: the fault may be elsewhere. `is_only`: the function has no other step.
    `is_passed`: the line hands on what another one made.
    """

    function: str
    name: str
    line: int
    lines: frozenset[int] | None
    is_only: bool
    is_passed: bool


@dataclass(slots=True)
class _Call:
    """A call of a submission's function: what is right in it so far, and how often each came.

    `alike` are those of `right` that only happen to be like something in the reference. `unseen`
    are the places that some step gives a value that nobody compares.
    """

    function: str
    steps: tuple[Told, ...]
    parameters: frozenset[str]
    trace: Trace
    unseen: frozenset[str]
    right: set[str] = field(default_factory=set)
    alike: set[str] = field(default_factory=set)
    count: Counter[int] = field(default_factory=Counter)


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
        self._calls: list[_Call] = []
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
        self._calls.append(_Call(function, steps, frozenset(parameters), trace, unseen))
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
            return None
        self._note(key, call, step)
        call.right.add(step.place)
        return [put_right(value, right.value)]

    def _note(self, key: Key, call: _Call, step: Told) -> None:
        before = self.mends.get(key)
        lines = _lines(call, step)
        if before is not None and before.lines is not None and lines is not None:
            lines |= before.lines
        elif before is not None:
            lines = None
        is_passed = bool(step.passes) and lines is not None and len(lines) > 1
        name = step.passes if is_passed else step.name
        if step.place != RETURNED and not name.startswith("(") and not name.isidentifier():
            lines = None
        name = name if name.isidentifier() and name != RETURNED else ""
        is_only = len(call.steps) == 1
        self.mends[key] = Mend(call.function, name, step.line, lines, is_only, is_passed)


def _lines(call: _Call, step: Told) -> frozenset[int] | None:
    """Return the lines that a wrong step may be the fault of, None where that is not known."""
    found: set[int] = {*step.guards}
    waiting, seen = list(step.reads), set(step.reads)
    hands_on = step.passes == step.name
    is_made_here = True
    while waiting:
        place = waiting.pop()
        root = root_of(place)
        if place.startswith("?"):
            return None
        # Within a loop, what was right the last time may have another value since.
        is_seen = not step.looped or not {place, root} & call.unseen
        if is_seen and (place in call.right or root in call.right):
            loops: set[int] = set() if step.looped else _other_loops(call, place)
            found |= loops
            is_made_here = is_made_here and not (loops and step.passes)
            if step.passes and place in call.alike:
                # It is right for what it is, but perhaps not what is due here.
                found |= {maker.line for maker in _made(call, place)}
            continue
        makers = [s for s in _made(call, place) if s.line < step.line or s.looped or step.looped]
        if not makers:
            if root not in call.parameters:
                return None
            continue
        is_made_here = is_made_here and not hands_on
        for maker in makers:
            hands_it_on = maker.passes == maker.name and any(_made(call, maker.reads[0]))
            found |= {*maker.guards} if hands_it_on else {maker.line, *maker.guards}
            waiting += [read for read in maker.reads if read not in seen]
            seen |= set(maker.reads)
    return frozenset(found | {step.line} if is_made_here else found)


def _other_loops(call: _Call, place: str) -> set[int]:
    """Return the lines of the loops that gave a place its values another number of times."""
    return {
        step.loop
        for at, step in enumerate(call.steps)
        if step.place == place
        and step.looped
        and call.trace.times(step) not in (-1, call.count[at])
    }


def _made(call: _Call, place: str) -> Iterator[Told]:
    """Yield the steps that a place may have its value from."""
    for at, step in enumerate(call.steps):
        was_taken = not step.told or call.count[at]
        if was_taken and (step.place in (place, root_of(place)) or root_of(step.place) == place):
            yield step


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
