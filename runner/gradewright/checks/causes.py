"""Which common fault turns the expected values into the ones that came.

Each cause is a small function of a `Pair` that returns a phrase, or "". They are tried in order.
A phrase tells the relation ("the sign is flipped") and never a value.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import partial

import numpy as np

from gradewright.checks.arrays import Array, FloatArray, to_float
from gradewright.checks.pair import Pair, Relation
from gradewright.checks.precision import is_single
from gradewright.phrases import say

Cause = Callable[[Pair], str]

_LEAST_RTOL, _LARGEST_RTOL = 1e-7, 1e-5
_FLOAT64_BYTES = 8
_SORT_AT_MOST = 1_000_000
# Few decimals are hit by chance far more often than a relation between reals.
_ENOUGH_ROUNDED = 4
# Next to a large offset, any values look alike.
_LEAST_SPREAD = 0.01
# A relation without a story must hold for more values than two, which many things explain.
_ENOUGH_VAGUE = 3
_AMBIGUOUS_SIZE = 2
_LOST_DIGITS = 1e-3


@np.errstate(all="ignore")
def likely_cause(
    got: Array, expected: Array, *, rtol: float = 1e-6, sizes: Mapping[str, int] | None = None
) -> str:
    """Return the likely reason why `got` is not `expected`, or "" where none is near certain.

    Args:
        got: an array of numbers.
        expected: an array of numbers of the same shape.
        rtol: how exact the expected values are; relations are held to 1e-7 … 1e-5.
        sizes: names of sizes, such as {"m": 4}, that may be a factor between the two.

    Returns:
        A sentence that tells the relation between the two, and no value.
    """
    kinds = {got.dtype.kind, expected.dtype.kind}
    if got.shape != expected.shape or not got.size or not kinds <= set("biuf"):
        return ""
    real, wanted = to_float(got), to_float(expected)
    if not np.isfinite(wanted).all():
        return ""
    if not np.isfinite(real).all():
        return say("checks.cause_nan" if np.isnan(real).any() else "checks.cause_infinite")
    pair = Pair(real, wanted, _exactness(got, rtol), sizes or {})
    if pair.close(real, wanted):
        return ""
    if got.dtype.kind in "iu" and _cut_to_zero(pair):
        return say("checks.cause_zero_whole")
    # Anything is a multiple of True: booleans only have the causes that look at one side.
    causes = CAUSES[:2] if "b" in kinds else CAUSES
    found = next((said for cause in causes if (said := cause(pair))), "")
    slight = bool((np.abs(real - wanted) <= _LOST_DIGITS * np.abs(wanted).max()).all())
    return say("checks.cause_single") if not found and slight and is_single(got) else found


def _exactness(got: Array, rtol: float) -> float:
    """Return how exactly relations must hold: as the check does, within bounds."""
    if got.dtype.kind == "f" and got.dtype.itemsize < _FLOAT64_BYTES:
        return _LARGEST_RTOL
    return min(max(rtol, _LEAST_RTOL), _LARGEST_RTOL)


def _cut_to_zero(pair: Pair) -> bool:
    """Return whether whole numbers, all 0, stand where several numbers between -1 and 1 are due."""
    small = bool((np.abs(pair.expected) < 1).all()) and pair.distinct(pair.expected) >= pair.enough
    return small and not pair.got.any()


def all_zero(pair: Pair) -> str:
    """Every element is 0."""
    if pair.got.any() or not pair.expected.any():
        return ""
    return say("checks.cause_zero_scalar" if not pair.got.ndim else "checks.cause_zero")


def all_equal(pair: Pair) -> str:
    """Every element is the same, where they should differ."""
    if pair.got.size < 3 or pair.scalar or np.ptp(pair.got) > 0:
        return ""
    return say("checks.cause_equal")


def sign_flipped(pair: Pair) -> str:
    """Every element has the wrong sign."""
    found = pair.maps(np.negative) and (pair.scalar or pair.shows(np.negative))
    return say("checks.cause_sign") if found else ""


def transposed(pair: Pair) -> str:
    """The rows are the columns."""
    found = pair.got.ndim == 2 and pair.same(pair.expected.T)
    return say("checks.cause_transposed") if found else ""


def size_factor(pair: Pair) -> str:
    """Too large or too small by one of the named sizes, as a sum is where a mean is due."""
    for name, size in pair.sizes.items():
        if size == _AMBIGUOUS_SIZE:
            if said := _two(pair, name):
                return said
            continue
        for factor, phrase in (
            (float(size), "checks.cause_times_size"),
            (1.0 / size if size else math.nan, "checks.cause_over_size"),
            (size / (size - 1.0) if size > 1 else math.nan, "checks.cause_ddof"),
        ):
            if _is_factor(pair, factor):
                return say(phrase, name=name, size=size)
    return ""


def _two(pair: Pair, name: str) -> str:
    """A size of 2 cannot be told from a factor 2 that has another story."""
    for factor, phrase in (
        (2.0, "checks.cause_twice_or_size"),
        (0.5, "checks.cause_half_or_size"),
    ):
        if _is_factor(pair, factor):
            return say(phrase, name=name)
    return ""


def named_factor(pair: Pair) -> str:
    """Too large or too small by a factor that has a story."""
    for factor, phrase in _NAMED_FACTORS:
        if _is_factor(pair, factor):
            return say(phrase)
    return ""


def mapped(pair: Pair) -> str:
    """A function was applied that should not have been, or was left out."""
    for applies, relation, phrase in _MAPS:
        if applies(pair.expected) and pair.shows(relation, _ENOUGH_VAGUE):
            return say(phrase)
    return ""


def rounded(pair: Pair) -> str:
    """The values were rounded, or cut to whole numbers."""
    if pair.shows(np.trunc, enough=_ENOUGH_ROUNDED):
        return say("checks.cause_truncated")
    for decimals in range(6):
        enough = _ENOUGH_ROUNDED if decimals < 2 else pair.enough
        if pair.shows(_rounding(decimals), enough=enough) and _has_decimals(pair, decimals):
            return say("checks.cause_rounded", decimals=decimals)
    return ""


def _has_decimals(pair: Pair, decimals: int) -> bool:
    """Return whether enough values use their last decimal: 1.0 and 2.0 were not rounded to 0.01."""
    used = pair.got != np.round(pair.got, decimals - 1)
    return int(np.count_nonzero(used)) >= pair.enough


def _rounding(decimals: int) -> Relation:
    return lambda values: np.round(values, decimals)


def constant_factor(pair: Pair) -> str:
    """Off by one factor, whichever it is."""
    factor = pair.factor()
    if math.isnan(factor) or abs(factor - 1) < 10 * pair.rtol:
        return ""
    found = pair.shows(partial(np.multiply, factor), _ENOUGH_VAGUE)
    return say("checks.cause_factor") if found else ""


def constant_offset(pair: Pair) -> str:
    """Off by one and the same amount."""
    offset = float((pair.got - pair.expected).ravel()[0])
    clear = np.ptp(pair.expected) > _LEAST_SPREAD * abs(offset) > 0
    found = clear and pair.shows(partial(np.add, offset), _ENOUGH_VAGUE)
    return say("checks.cause_offset") if found else ""


def reordered(pair: Pair) -> str:
    """The right values stand in the wrong places."""
    for axis in range(pair.got.ndim):
        if pair.same(np.flip(pair.expected, axis)):
            return say("checks.cause_reversed", axis=axis)
    if pair.got.ndim == 2 and _reshaped(pair):
        return say("checks.cause_reshaped")
    return _shifted(pair) or _shuffled(pair)


def _reshaped(pair: Pair) -> bool:
    """Return whether reshape was used where a transpose was due."""
    expected = pair.expected
    return pair.same(expected.T.reshape(expected.shape)) or pair.same(
        expected.reshape(expected.shape[::-1]).T
    )


def _shifted(pair: Pair) -> str:
    """One place off along an axis: counting began one too early or too late."""
    for axis, length in enumerate(pair.got.shape):
        if length < 3:
            continue
        got, expected = (np.moveaxis(a, axis, 0) for a in (pair.got, pair.expected))
        for ours, theirs in ((slice(1, None), slice(None, -1)), (slice(None, -1), slice(1, None))):
            part = Pair(got[ours], expected[ours], pair.rtol, {})
            if part.same(expected[theirs]):
                return say("checks.cause_shifted", axis=axis)
    return ""


def _shuffled(pair: Pair) -> str:
    """All values are right but for their order."""
    if not 3 <= pair.got.size <= _SORT_AT_MOST or pair.distinct(pair.expected) < pair.enough:
        return ""
    if not math.isclose(pair.got.sum(), pair.expected.sum(), rel_tol=1e-3, abs_tol=1e-9):
        return ""
    got, expected = np.sort(pair.got, axis=None), np.sort(pair.expected, axis=None)
    return say("checks.cause_shuffled") if pair.close(got, expected) else ""


def _is_factor(pair: Pair, factor: float) -> bool:
    """Return whether got is `factor` times expected, also where there is but one value to tell."""
    if math.isnan(factor) or factor in {0.0, 1.0}:
        return False
    relation = partial(np.multiply, factor)
    if pair.scalar:
        return not pair.integers and pair.maps(relation)
    return pair.shows(relation)


def _positive(expected: FloatArray) -> bool:
    return bool((expected > 0).all())


def _nonzero(expected: FloatArray) -> bool:
    return bool((expected != 0).all())


def _any(_expected: FloatArray) -> bool:
    return True


_NAMED_FACTORS = (
    (2.0, "checks.cause_double"),
    (0.5, "checks.cause_half"),
    (100.0, "checks.cause_percent"),
    (0.01, "checks.cause_fraction"),
    (1 / math.log(2), "checks.cause_log2"),
    (1 / math.log(10), "checks.cause_log10"),
)

_MAPS: tuple[tuple[Callable[[FloatArray], bool], Relation, str], ...] = (
    (_any, lambda e: 1 - e, "checks.cause_complement"),
    (_nonzero, lambda e: 1 / e, "checks.cause_reciprocal"),
    (_positive, np.log, "checks.cause_log"),
    (_any, np.exp, "checks.cause_exp"),
    (_any, np.square, "checks.cause_square"),
    (_positive, np.sqrt, "checks.cause_root"),
    (_any, np.abs, "checks.cause_abs"),
)

CAUSES: tuple[Cause, ...] = (
    all_zero,
    all_equal,
    sign_flipped,
    transposed,
    size_factor,
    named_factor,
    mapped,
    reordered,
    rounded,
    constant_factor,
    constant_offset,
)
