"""Where and by how much two arrays of one shape differ."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gradewright.checks.arrays import Array, FloatArray, is_exact, to_float
from gradewright.checks.number_text import index_text, number, two_numbers
from gradewright.checks.precision import allowed, is_single
from gradewright.phrases import say

BoolArray = NDArray[np.bool_]
Rows = tuple[tuple[str, str, str], ...]

MOST_ROWS = 5
# Beyond this, neighbouring integers are one and the same float64.
_EXACT_FLOAT = 2**53
_INT32 = 4


@dataclass(frozen=True, slots=True)
class Difference:
    """Two flat arrays, which of their elements differ, and how an element's index is written."""

    got: Array
    expected: Array
    wrong: BoolArray
    index: Callable[[int], str]

    @property
    def count(self) -> int:
        """Return how many elements differ."""
        return int(np.count_nonzero(self.wrong))


def difference(got: Array, expected: Array, wrong: BoolArray) -> Difference:
    """Return the difference of two arrays of one shape; `wrong` marks what differs."""
    shape = got.shape
    return Difference(
        got.ravel(), expected.ravel(), wrong.ravel(), lambda flat: index_text(flat, shape)
    )


@np.errstate(all="ignore")
def differs(got: Array, expected: Array, rtol: float, atol: float) -> BoolArray:
    """Return which elements differ.

    Booleans and integers in `expected` are compared exactly, all else as `precision.allowed`
    says. NaN equals NaN, infinity the same infinity.
    """
    if is_exact(expected):
        return _differs_exactly(got, expected)
    got = to_float(got) if got.dtype.kind == "O" else got
    limit = allowed(expected, rtol, atol, single=is_single(got))
    apart = np.abs(np.subtract(got, expected, dtype=_working_type(got, expected)))
    # An infinite or huge `expected` makes the tolerance infinite: only a finite gap is close.
    close = (apart <= limit) & np.isfinite(apart)
    if close.all():
        return np.zeros(got.shape, dtype=np.bool_)
    same = (got == expected) | (np.isnan(got) & np.isnan(expected))
    return ~np.asarray(close | same, dtype=np.bool_)


def count_text(found: Difference) -> str:
    """Return "3 of 8 elements differ; 1 element is NaN", as text."""
    parts = [say("checks.differ", count=found.count, total=found.wrong.size)]
    if found.got.dtype.kind in "fc":
        wrong = found.got[found.wrong]
        nan, infinite = int(np.isnan(wrong).sum()), int(np.isinf(wrong).sum())
        if nan:
            parts.append(say("checks.are_nan" if nan > 1 else "checks.is_nan", count=nan))
        if infinite:
            key = "checks.are_infinite" if infinite > 1 else "checks.is_infinite"
            parts.append(say(key, count=infinite))
    return "; ".join(parts)


@np.errstate(all="ignore")
def largest_text(found: Difference) -> str:
    """Return the largest absolute and relative difference with their indices.

    Only finite differences count; "" where there is none.
    """
    apart = _gaps(found)
    apart[~np.isfinite(apart)] = -1.0
    if not apart.size or apart.max() < 0:
        return ""
    at = int(apart.argmax())
    text = say(
        "checks.largest_absolute", value=_gap_text(found, apart[at], at), where=_where(found, at)
    )
    relative = apart / np.abs(_plain(found.expected))
    relative[~np.isfinite(relative)] = -1.0
    if relative.max() <= 0:
        return text
    at = int(relative.argmax())
    value = number(float(relative[at]), 3)
    return text + "; " + say("checks.largest_relative", value=value, where=_where(found, at))


@np.errstate(all="ignore")
def rows(found: Difference) -> Rows:
    """Return index, got and expected of the at most five elements that differ most, in order."""
    places = np.flatnonzero(found.wrong)
    if len(places) > MOST_ROWS:
        apart = _gaps(found)[places]
        apart[~np.isfinite(apart)] = np.inf
        places = np.sort(places[np.argsort(-apart, kind="stable")[:MOST_ROWS]])
    return tuple(
        (found.index(at), *two_numbers(found.got[at], found.expected[at])) for at in places.tolist()
    )


def _working_type(got: Array, expected: Array) -> Any:
    """Return the float type to subtract in: never less than float64."""
    return np.result_type(got.dtype, expected.dtype, np.float64)


def _differs_exactly(got: Array, expected: Array) -> BoolArray:
    wrong = np.asarray(got != expected, dtype=np.bool_)
    if got.dtype.kind == "f" and expected.dtype.kind in "iu" and expected.dtype.itemsize > _INT32:
        # Both were rounded to float64 for the comparison: what seems equal may not be.
        seems = ~wrong & (np.abs(to_float(got)) >= _EXACT_FLOAT)
        wrong[seems] = _is_not(got[seems], expected[seems])
    return wrong


def _is_not(floats: Array, integers: Array) -> BoolArray:
    """Return which 64-bit integers are not exactly the floats that they round to."""
    beyond = floats >= 2.0 ** (63 if integers.dtype.kind == "i" else 64)
    exact = np.where(beyond, 0, floats).astype(integers.dtype)
    return np.asarray(beyond | (exact != integers), dtype=np.bool_)


def _gaps(found: Difference) -> FloatArray:
    """Return |got - expected| as float64, -1 for what does not differ."""
    got, expected = (_plain(array) for array in (found.got, found.expected))
    gaps = np.abs(got - expected)
    return np.where(found.wrong, gaps, -1.0)


def _plain(array: Array) -> Array:
    """Return the array as complex128 or float64."""
    if array.dtype.kind == "c":
        return array.astype(np.complex128)
    return to_float(array)


def _gap_text(found: Difference, gap: float, at: int) -> str:
    """Return the difference of one pair; of whole numbers to the last digit."""
    got, expected = found.got[at], found.expected[at]
    whole = is_exact(found.got) or (found.got.dtype.kind == "f" and float(got).is_integer())
    if whole and is_exact(found.expected):
        return number(abs(int(got) - int(expected)))
    return number(gap, 3)


def _where(found: Difference, at: int) -> str:
    index = found.index(at)
    return say("checks.at", index=index) if index else ""
