"""Why a shape is not the one that was asked for."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import combinations

from gradewright.phrases import say

Shape = tuple[int, ...]
Pattern = Sequence[int | str | None]


def fits(shape: Shape, pattern: Pattern) -> bool:
    """Return whether a shape fits a pattern of sizes, free dimensions (None) and letters."""
    if len(shape) != len(pattern):
        return False
    letters: dict[str, int] = {}
    for size, wanted in zip(shape, pattern, strict=True):
        if isinstance(wanted, str):
            wanted = letters.setdefault(wanted, size)  # noqa: PLW2901
        if wanted is not None and size != wanted:
            return False
    return True


def shape_cause(shape: Shape, pattern: Pattern) -> str:
    """Return the likely reason why `shape` does not fit `pattern`, or ""."""
    return next((said for cause in _CAUSES if (said := cause(shape, pattern))), "")


def _scalar(shape: Shape, pattern: Pattern) -> str:
    if shape == () and pattern:
        return say("checks.cause_axis")
    return ""


def _not_reduced(shape: Shape, pattern: Pattern) -> str:
    if shape and not pattern:
        one = math.prod(shape) == 1
        return say("checks.cause_one_element" if one else "checks.cause_not_reduced")
    return ""


def _transposed(shape: Shape, pattern: Pattern) -> str:
    if len(shape) >= 2 and fits(shape[::-1], pattern):
        return say("checks.cause_shape_transposed")
    return ""


def _axes_swapped(shape: Shape, pattern: Pattern) -> str:
    for one, other in combinations(range(min(len(shape), 8)), 2):
        swapped = list(shape)
        swapped[one], swapped[other] = swapped[other], swapped[one]
        if fits(tuple(swapped), pattern):
            return say("checks.cause_axes_swapped", one=one, other=other)
    return ""


def _axis_missing(shape: Shape, pattern: Pattern) -> str:
    """An axis of length 1 was dropped, as sums and means do without keepdims."""
    if len(pattern) != len(shape) + 1:
        return ""
    places = [at for at, size in enumerate(pattern) if size == 1]
    if any(fits((*shape[:at], 1, *shape[at:]), pattern) for at in places):
        return say("checks.cause_keepdims")
    return ""


def _extra_axis(shape: Shape, pattern: Pattern) -> str:
    if len(shape) != len(pattern) + 1:
        return ""
    places = [at for at, size in enumerate(shape) if size == 1]
    if any(fits(shape[:at] + shape[at + 1 :], pattern) for at in places):
        return say("checks.cause_extra_axis")
    return ""


def _flattened(shape: Shape, pattern: Pattern) -> str:
    sizes = _known(pattern)
    if sizes is not None and len(shape) == 1 and len(sizes) > 1 and math.prod(sizes) == shape[0]:
        return say("checks.cause_flattened")
    return ""


def _broadcast(shape: Shape, pattern: Pattern) -> str:
    """A column and a row (or a flat array) were combined: (n, 1) and (n,) give (n, n)."""
    sizes = _known(pattern)
    if sizes is None or len(shape) != 2 or shape[0] != shape[1]:
        return ""
    if shape[0] > 1 and math.prod(sizes) == shape[0]:
        return say("checks.cause_broadcast", n=shape[0])
    return ""


def _off_by_one(shape: Shape, pattern: Pattern) -> str:
    sizes = _known(pattern)
    if sizes is None or len(sizes) != len(shape):
        return ""
    gaps = {axis: a - b for axis, (a, b) in enumerate(zip(shape, sizes, strict=True)) if a != b}
    if len(gaps) != 1:
        return ""
    axis, gap = gaps.popitem()
    if abs(gap) != 1 or min(sizes[axis], shape[axis]) < 2:
        return ""
    return say("checks.cause_one_short" if gap < 0 else "checks.cause_one_long", axis=axis)


def _reshaped(shape: Shape, pattern: Pattern) -> str:
    sizes = _known(pattern)
    if sizes and math.prod(shape) == math.prod(sizes) > 1:
        return say("checks.cause_reshape")
    return ""


def _known(pattern: Pattern) -> list[int] | None:
    sizes = [size for size in pattern if isinstance(size, int)]
    return sizes if len(sizes) == len(pattern) else None


_CAUSES: tuple[Callable[[Shape, Pattern], str], ...] = (
    _scalar,
    _not_reduced,
    _axis_missing,
    _extra_axis,
    _transposed,
    _axes_swapped,
    _flattened,
    _broadcast,
    _off_by_one,
    _reshaped,
)
