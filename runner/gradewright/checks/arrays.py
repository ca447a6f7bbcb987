"""Values from a worker as arrays of numbers, or not at all.

What came may be anything that the wire carries: each type is looked at before NumPy converts, so
no ragged list, huge integer or long string reaches a conversion that raises or fills memory.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
FloatArray = NDArray[np.float64]

_NUMBERS = "biufc"
_PLAIN = {bool, int, float, complex}
_INT64 = np.iinfo(np.int64)
_MOST_AXES = 32


def as_numeric(value: Any, *, lists: bool = False) -> Array | None:
    """Return `value` as an array of numbers, or None where it is no such thing.

    Args:
        value: anything. Scalars become 0-d arrays; numeric arrays are returned as they are.
        lists: whether even nested lists and tuples of numbers count as arrays.

    Returns:
        An array of dtype kind b, i, u, f or c. Integers beyond int64 come as an array of Python
        integers (dtype object).
    """
    if isinstance(value, np.ndarray):
        return value if value.dtype.kind in _NUMBERS else None
    if isinstance(value, np.generic):
        return np.asarray(value) if value.dtype.kind in _NUMBERS else None
    if isinstance(value, int) and not isinstance(value, bool):
        return _integers([value]).reshape(())
    if isinstance(value, (bool, float, complex)):
        return np.asarray(value)
    if lists and isinstance(value, (list, tuple)):
        return _from_list(value)
    return None


def is_exact(array: Array) -> bool:
    """Return whether the array holds booleans or integers, which are compared exactly."""
    return array.dtype.kind in "biuO"


def to_float(array: Array) -> FloatArray:
    """Return a real numeric array as float64; integers beyond its range become infinite."""
    if array.dtype.kind == "O":
        flat = [_safe_float(value) for value in array.ravel().tolist()]
        return np.array(flat, dtype=np.float64).reshape(array.shape)
    if array.dtype == np.float64:
        return array
    with np.errstate(all="ignore"):
        return array.astype(np.float64)


def is_label(array: Array) -> NDArray[np.bool_]:
    """Return which elements of a real numeric array are 0 or 1."""
    return np.asarray((array == 0) | (array == 1), dtype=np.bool_)


def _from_list(value: Sequence[Any]) -> Array | None:
    """Return nested lists as an array; None where they are ragged or hold other than numbers."""
    unrolled = _unroll(value)
    if unrolled is None:
        return None
    leaves, shape = unrolled
    flat = [_plain(leaf) for leaf in leaves]
    types = set(map(type, flat))
    if types <= _PLAIN:
        return _scalars(flat, types).reshape(shape)
    if types == {np.ndarray}:
        return _stack(flat, shape)
    return None


def _unroll(value: Sequence[Any]) -> tuple[list[Any], tuple[int, ...]] | None:
    """Return the leaves of nested lists and their shape, or None where they are ragged."""
    flat, shape = list(value), [len(value)]
    while flat and all(isinstance(part, (list, tuple)) for part in flat):
        lengths = set(map(len, flat))
        if len(lengths) > 1 or len(shape) >= _MOST_AXES:
            return None
        shape.append(lengths.pop())
        flat = list(chain.from_iterable(flat))
    return flat, tuple(shape)


def _scalars(flat: list[Any], types: set[type]) -> Array:
    """Return plain Python numbers as a 1-d array that holds each of them as it is."""
    if types == {bool}:
        return np.array(flat, dtype=np.bool_)
    if types and types <= {bool, int}:
        return _integers(flat)
    if complex in types:
        return np.array([z if isinstance(z, complex) else _safe_float(z) for z in flat], complex)
    return np.array([_safe_float(x) for x in flat], dtype=np.float64)


def _integers(flat: list[int]) -> Array:
    fits = not flat or (_INT64.min <= min(flat) and max(flat) <= _INT64.max)
    return np.array(flat, dtype=np.int64 if fits else object)


def _plain(leaf: Any) -> Any:
    """Return a NumPy scalar or 0-d array as a Python number, and all else as it is."""
    if isinstance(leaf, np.generic) or (isinstance(leaf, np.ndarray) and leaf.ndim == 0):
        leaf = leaf.item()
    return float(leaf) if isinstance(leaf, np.longdouble) else leaf


@np.errstate(all="ignore")
def _stack(arrays: list[Array], shape: tuple[int, ...]) -> Array | None:
    """Return equally shaped arrays of numbers, stacked; None where they do not fit together."""
    inner = arrays[0].shape
    if any(array.dtype.kind not in _NUMBERS or array.shape != inner for array in arrays):
        return None
    if len(shape) + len(inner) > _MOST_AXES:
        return None
    kinds = {array.dtype.kind for array in arrays}
    if {"i", "u"} <= kinds <= {"b", "i", "u"}:
        # NumPy would make floats of signed and unsigned integers together, and lose digits.
        arrays = [array.astype(object) for array in arrays]
    return np.stack(arrays).reshape(shape + inner)


def _safe_float(value: float) -> float:
    try:
        return float(value)
    except OverflowError:
        return float("inf") if value > 0 else float("-inf")
