"""Which statements two submissions share: greedy string tiling, the longest run first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from gradewright.likeness import Passage, Stretch
from gradewright.similarity.statements import Part, Statement

_LEAST_TOKENS = 12
_MOST_PASSAGES = 30
_MOST_LINES = 60
_MOST_PLACES = 50


def passages(
    one: tuple[Sequence[Part], Sequence[Statement]],
    other: tuple[Sequence[Part], Sequence[Statement]],
) -> tuple[Passage, ...]:
    """Return the stretches that two submissions share, in the order of the first.

    Args:
        one: the parts of a submission, and its own statements.
        other: those of another.
    """
    tiles = sorted(_tiles(one[1], other[1]))
    return tuple(
        Passage(_stretch(one, a, length), _stretch(other, b, length))
        for a, b, length in tiles[:_MOST_PASSAGES]
    )


def _tiles(one: Sequence[Statement], other: Sequence[Statement]) -> Iterator[tuple[int, int, int]]:
    """Yield where a run of equal statements begins in each, and its length; runs do not overlap."""
    places = defaultdict(list)
    for b, statement in enumerate(other):
        places[statement.key].append(b)
    used_one, used_other = [False] * len(one), [False] * len(other)
    runs = {
        (a, b)
        for a, statement in enumerate(one)
        for b in places[statement.key][:_MOST_PLACES]
        if not (a and b and _continues(one[a - 1], other[b - 1], one[a], other[b]))
    }
    ranked = sorted(((_length(one, other, a, b), a, b) for a, b in runs), key=lambda r: (-r[0], r))
    for length, start_a, start_b in ranked:
        a, b, left = start_a, start_b, length
        while left and (used_one[a] or used_other[b]):
            a, b, left = a + 1, b + 1, left - 1
        run = 0
        while run < left and not used_one[a + run] and not used_other[b + run]:
            run += 1
        if sum(len(s.tokens) for s in one[a : a + run]) >= _LEAST_TOKENS:
            used_one[a : a + run] = used_other[b : b + run] = [True] * run
            yield a, b, run


def _continues(a: Statement, b: Statement, next_a: Statement, next_b: Statement) -> bool:
    """Tell whether a match goes on from the statements before it."""
    return a.key == b.key and a.part == next_a.part and b.part == next_b.part


def _length(one: Sequence[Statement], other: Sequence[Statement], a: int, b: int) -> int:
    length = 1
    while (
        a + length < len(one)
        and b + length < len(other)
        and one[a + length].key == other[b + length].key
        and one[a + length].part == one[a].part
        and other[b + length].part == other[b].part
    ):
        length += 1
    return length


def _stretch(work: tuple[Sequence[Part], Sequence[Statement]], at: int, length: int) -> Stretch:
    parts, statements = work
    first, last = statements[at], statements[at + length - 1]
    part = parts[first.part]
    lines = part.text.split("\n")[first.first - part.line : last.last - part.line + 1]
    return Stretch(part.file, part.cell, first.first, "\n".join(lines[:_MOST_LINES]))
