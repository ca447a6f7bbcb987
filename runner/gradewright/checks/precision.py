"""How exact a value can be: single precision (float32) carries about seven digits.

Work in single precision is right work, so it is compared at a tolerance that fits it, with room
for what a few thousand operations add. It is known by its type, or by the source that asks for it,
and never by its error: the verdict
is the same for every random input.
"""

from __future__ import annotations

from contextvars import ContextVar
from typing import Any

import numpy as np

from gradewright.checks.arrays import Array, FloatArray, to_float

SINGLE_RTOL = 1e-4
# Beside the largest element, a small one may have lost this share of that size.
_SINGLE_OF_LARGEST = 1e-5
_OF_LARGEST = 1e-6
_LEAST_DIGITS = 1e-3
# Who asks for less than this is after the small values themselves.
_STRICT_ATOL = 1e-9
_SINGLE_BYTES = 4
# Numbers of so few binary digits, such as 0.5 or 3, look alike in every precision.
_SHORT = 2.0**11
_MOST_PARTS = 1000

_single: ContextVar[bool] = ContextVar("gradewright_single_precision", default=False)


def expect(*, single: bool) -> None:
    """Begin a test: forget what came before, and say whether the work asks for float32 itself."""
    _single.set(single)


def returned(value: Any) -> None:
    """Remember whether a call returned single precision: what comes with it then has it, too.

    float64 numbers that were worked out from a float32 array are no more exact than that array.
    """
    if not _single.get() and _holds_single(value):
        _single.set(True)


def is_single(array: Array) -> bool:
    """Return whether these numbers are of single precision, whatever type they now have.

    Args:
        array: floats of any shape; others are not.
    """
    if array.dtype.kind != "f":
        return False
    return _single.get() or _has_single_type(array) or _was_single(array)


def allowed(expected: FloatArray, rtol: float, atol: float, *, single: bool) -> FloatArray:
    """Return how far each element may be off.

    |got - expected| <= atol + rtol * |expected|; with an `atol` of 1e-9 or more also 1e-6 of the
    largest element (1e-5 in single precision), but never more than the third digit: what is
    summed up from large terms is only as exact as these.
    """
    sizes = np.abs(expected)
    if single and rtol:
        rtol = max(rtol, SINGLE_RTOL)
    limit = atol + rtol * sizes
    if atol < _STRICT_ATOL or not sizes.size:
        return limit
    finite = sizes[np.isfinite(sizes)]
    largest = float(finite.max()) if finite.size else 0.0
    share = _SINGLE_OF_LARGEST if single else min(rtol, _OF_LARGEST)
    return np.maximum(limit, np.minimum(share * largest, _LEAST_DIGITS * sizes))


def _holds_single(value: Any) -> bool:
    """Return whether an array or NumPy number of single precision is anywhere in a value."""
    waiting = [value]
    for _ in range(_MOST_PARTS):
        if not waiting:
            return False
        part = waiting.pop()
        if isinstance(part, (np.ndarray, np.generic)):
            if _has_single_type(np.asarray(part)):
                return True
        elif isinstance(part, dict):
            waiting.extend(part.values())
        elif isinstance(part, (list, tuple)):
            waiting.extend(part[:_MOST_PARTS])
    return False


def _has_single_type(array: Array) -> bool:
    return array.dtype.kind == "f" and array.dtype.itemsize <= _SINGLE_BYTES


@np.errstate(all="ignore")
def _was_single(array: Array) -> bool:
    """Return whether every number is one of single precision, and that is no accident."""
    values = to_float(array)
    if not values.size or not (values == values.astype(np.float32)).all():
        return False
    fractions, _ = np.frexp(values)
    return bool((fractions * _SHORT != np.rint(fractions * _SHORT)).any())
