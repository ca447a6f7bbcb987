"""Two arrays that differ, and the questions that a likely cause asks of them."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from gradewright.checks.arrays import FloatArray

Relation = Callable[[FloatArray], FloatArray]

_SAMPLE = 1000
# Values count as different only if they are this many tolerances apart.
_CLEARLY = 1000.0
_TINY = 1e-12
# A relation between reals holds by chance about once in a million; between small integers often.
_ENOUGH_REALS = 2
_ENOUGH_INTEGERS = 4


@dataclass(frozen=True)
class Pair:
    """What came and what was expected: finite float64 arrays of one shape that differ.

    Overflow on the way to an answer is part of the answer: the caller silences NumPy's warnings.

    `rtol` is how exactly a relation must hold; `sizes` names sizes of the data, {"m": 4}.
    """

    got: FloatArray
    expected: FloatArray
    rtol: float
    sizes: Mapping[str, int]

    @cached_property
    def scalar(self) -> bool:
        """Return whether there is but one value to tell: one element, or all expected equal."""
        return self.distinct(self.expected) < _ENOUGH_REALS

    @cached_property
    def enough(self) -> int:
        """Return how many elements must speak for a relation."""
        return _ENOUGH_INTEGERS if self.integers else _ENOUGH_REALS

    @cached_property
    def integers(self) -> bool:
        """Return whether both sides hold nothing but whole numbers."""
        return all(bool((a == np.rint(a)).all()) for a in (self.got, self.expected))

    def close(self, one: FloatArray, other: FloatArray) -> bool:
        """Return whether two arrays are equal within the tolerance of relations."""
        if not one.size:
            return False
        sizes = np.abs(other)
        largest = sizes.max()
        if not np.isfinite(largest):
            return False
        return bool((np.abs(one - other) <= self.rtol * sizes + _TINY * largest).all())

    def maps(self, relation: Relation) -> bool:
        """Return whether got == relation(expected), element by element."""
        got, expected = self._sampled(self.got), self._sampled(self.expected)
        if not self.close(got, relation(expected)):
            return False
        return got.size == self.got.size or self.close(self.got, relation(self.expected))

    def shows(self, relation: Relation, enough: int = 0) -> bool:
        """Return whether `maps` holds and enough different values make it no accident."""
        if not self.maps(relation):
            return False
        different = min(self.distinct(self.got), self.distinct(self.expected))
        return different >= max(enough, self.enough)

    def same(self, arranged: FloatArray) -> bool:
        """Return whether got equals `arranged`, the expected elements in another order.

        Enough elements must have moved to make it no accident.
        """
        if arranged.shape != self.got.shape:
            return False
        places = self._places()
        if not self.close(self.got[places], arranged[places]) or not self.close(self.got, arranged):
            return False
        moved = np.abs(arranged - self.expected) > self.rtol * np.abs(self.expected)
        return int(np.count_nonzero(moved)) >= self.enough

    def distinct(self, values: FloatArray) -> int:
        """Return how many clearly different values there are, counted on a sample."""
        ordered = np.sort(self._sampled(values))
        if not ordered.size:
            return 0
        gap = _CLEARLY * self.rtol * float(np.abs(ordered).max())
        return 1 + int(np.count_nonzero(np.diff(ordered) > gap))

    def factor(self) -> float:
        """Return got / expected at the largest expected element; NaN where that is no number."""
        flat = self.expected.ravel()
        at = int(np.abs(flat).argmax())
        ratio = float(self.got.ravel()[at] / flat[at])
        return ratio if math.isfinite(ratio) and ratio != 0 else math.nan

    def _sampled(self, values: FloatArray) -> FloatArray:
        flat = values.reshape(-1)
        return flat[:: max(1, flat.size // _SAMPLE)]

    def _places(self) -> tuple[np.ndarray, ...]:
        step = max(1, self.got.size // _SAMPLE)
        return np.unravel_index(np.arange(0, self.got.size, step), self.got.shape)
