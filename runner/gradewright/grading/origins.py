"""Where in a function a wrong step comes from: the lines, or that nobody can tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from gradewright.beside.steps import root_of
from gradewright.grading.traces import Trace


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


@dataclass(slots=True)
class Call:
    """A call of a submission's function: what is right in it so far, and how often each came.

    `alike` are those of `right` that only happen to be like something in the reference, `wrong`
    the places that were wrong once and stayed so. `unseen` are those that some step gives a value
    that nobody compares.
    """

    function: str
    steps: tuple[Told, ...]
    parameters: frozenset[str]
    trace: Trace
    unseen: frozenset[str]
    right: set[str] = field(default_factory=set)
    alike: set[str] = field(default_factory=set)
    wrong: set[str] = field(default_factory=set)
    count: Counter[int] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Origin:
    """The lines that a wrong step may come from, and the likeliest of them."""

    lines: frozenset[int]
    likeliest: int


class _Unknown(Exception):  # noqa: N818 - it ends the search, and is no error
    """It may come from elsewhere."""


def origin_of(call: Call, step: Told) -> Origin | None:
    """Return where a step comes from that is wrong, None where nobody can tell."""
    search = _Search(call, step)
    try:
        return search.run()
    except _Unknown:
        return None


class _Search:
    """Goes back from a wrong step to all that is not known to be right."""

    def __init__(self, call: Call, step: Told) -> None:
        self.call, self.step = call, step
        self.lines: set[int] = set(step.guards)
        self.likely, self.is_made_here = step.line, True
        self.loops: set[int] = set()
        self.waiting, self.seen = list(step.reads), set(step.reads)

    def run(self) -> Origin:
        """Return where it comes from.

        Raises:
            _Unknown: from elsewhere, perhaps.
        """
        while self.waiting:
            self._look_at(self.waiting.pop())
        step = self.step
        if self.loops:
            self.lines |= self.loops
            self.likely = max(self.loops)
            self.is_made_here = self.is_made_here and not step.passes
        here = {step.line} if self.is_made_here else set[int]()
        return Origin(frozenset(self.lines | here), self.likely)

    def _look_at(self, place: str) -> None:
        if place.startswith("?"):
            raise _Unknown
        others = set[int]() if self.step.looped else _other_loops(self.call, place)
        self.loops |= others
        if self._is_right(place):
            self._hand_on(place, others)
        elif not others or place in self.call.wrong:
            self._go_back(place)

    def _is_right(self, place: str) -> bool:
        root = root_of(place)
        # Within a loop, what was right the last time may have another value since.
        if self.step.looped and {place, root} & self.call.unseen:
            return False
        return place in self.call.right or root in self.call.right

    def _hand_on(self, place: str, others: set[int]) -> None:
        """Look at something right that the step may be no more than."""
        if self.step.passes == self.step.name == place:
            if not others:
                # It has changed since it was told of.
                raise _Unknown
            self.is_made_here = False
        if self.step.passes and place in self.call.alike:
            # It is right for what it is, but perhaps not what is due here.
            makers = [maker.line for maker in _made(self.call, place)]
            self.lines |= set(makers)
            self.likely = max(makers, default=self.likely)

    def _go_back(self, place: str) -> None:
        """Look at the steps that made something that is not known to be right."""
        call, step = self.call, self.step
        makers = [m for m in _made(call, place) if m.line < step.line or m.looped or step.looped]
        if not makers:
            if root_of(place) not in call.parameters:
                raise _Unknown
            return
        if step.passes and place in step.reads:
            self.likely = max(maker.line for maker in makers)
            self.is_made_here = self.is_made_here and step.passes != step.name
        for maker in makers:
            self.lines |= set(maker.guards)
            if not (maker.passes == maker.name and any(_made(call, maker.reads[0]))):
                self.lines.add(maker.line)
            self.waiting += [read for read in maker.reads if read not in self.seen]
            self.seen |= set(maker.reads)


def _other_loops(call: Call, place: str) -> set[int]:
    """Return the lines of the loops that gave a place its values another number of times."""
    return {
        step.loop
        for at, step in enumerate(call.steps)
        if step.place == place
        and step.looped
        and call.trace.times(step) not in (-1, call.count[at])
    }


def _made(call: Call, place: str) -> Iterator[Told]:
    """Yield the steps that a place may have its value from."""
    for at, step in enumerate(call.steps):
        was_taken = not step.told or call.count[at]
        if was_taken and (step.place in (place, root_of(place)) or root_of(step.place) == place):
            yield step
