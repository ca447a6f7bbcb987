"""Read a value generously, where its kind and shape are the business of another test.

One fault should cost once: a test about values reads a flat array as the row that was asked for,
and only the test about shapes counts the shape.
"""

from __future__ import annotations

from typing import Any

from gradewright.checks.arrays import Array, as_numeric


def as_asked(got: Any, expected: Any) -> Any:
    """Return numbers in the shape that was asked for, where they can be read in one way only.

    Axes of length 1 are added or taken away, never others: (1,) and (1, 1) are read as a number,
    a number as (1, 1), a flat array or a column as a row. A matrix is never turned, as nobody
    could tell rows from columns in a square one. Lists and tuples of numbers count as arrays.

    Args:
        got: what the student's function returned.
        expected: the right value: a number, an array, or nested lists of numbers.

    Returns:
        An array of the shape of `expected` (0-d for a number); `got` as it came where it is no
        such thing, so that the check after it says what is wrong.
    """
    wanted = as_numeric(expected, lists=True)
    array = as_numeric(got, lists=True)
    if wanted is None or array is None:
        return got
    fitted = in_shape(array, wanted.shape)
    return got if fitted is None else fitted


def in_shape(array: Array, shape: tuple[int, ...]) -> Array | None:
    """Return the array in this shape, which differs in axes of length 1 only, else None."""
    if _without_ones(array.shape) != _without_ones(shape):
        return None
    return array.reshape(shape)


def _without_ones(shape: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(size for size in shape if size != 1)
