"""The rows of a failed comparison: index, expected, got, and both on one small scale."""

from __future__ import annotations

import math
from dataclasses import dataclass

from gradewright.words.printable import one_line

_MOST = 12


@dataclass(frozen=True, slots=True)
class Strip:
    """Where expected and got stand between the smallest and the largest number, 0 to 100."""

    expected: float
    got: float


@dataclass(frozen=True, slots=True)
class NumberRow:
    """One differing element; `strip` is None unless every row is a plain number."""

    index: str
    expected: str
    got: str
    strip: Strip | None


def number_rows(rows: tuple[tuple[str, str, str], ...]) -> tuple[NumberRow, ...]:
    """Return the rows (index, got, expected) to show, their decimal points in one column.

    They stand on one common scale where there are numbers enough for one.
    """
    if not rows:
        return ()
    index, got, expected = ([one_line(row[i], 80) for row in rows[:_MOST]] for i in range(3))
    strips = _strips([(_number(e), _number(g)) for e, g in zip(expected, got, strict=True)])
    return tuple(map(NumberRow, index, _aligned(expected), _aligned(got), strips))


def _aligned(cells: list[str]) -> list[str]:
    """Return the cells padded to one width, so that their decimal points meet."""
    halves = [cell.partition(".") for cell in cells]
    left = max(len(head) for head, _, _ in halves)
    right = max(len(dot + tail) for _, dot, tail in halves)
    return [head.rjust(left) + (dot + tail).ljust(right) for head, dot, tail in halves]


def _strips(pairs: list[tuple[float, float]]) -> list[Strip] | list[None]:
    """Return each pair's places on a scale over all pairs, or None where that says nothing."""
    numbers = [number for pair in pairs for number in pair]
    if len(pairs) < 2 or not all(map(math.isfinite, numbers)):
        return [None] * len(pairs)
    low, high = min(numbers), max(numbers)
    if not 0 < high - low < math.inf:
        return [None] * len(pairs)
    return [Strip(*(round(100 * (n - low) / (high - low), 1) for n in pair)) for pair in pairs]


def _number(text: str) -> float:
    """Return the number that a cell shows; NaN where it shows something else."""
    try:
        return float(text)
    except ValueError:
        return math.nan
