"""Medians, their doubt, and points by a scale."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradewright.performance.scales import (
    Scale,
    compare,
    decide,
    half_spread,
    is_settled,
    share_interval,
)

TIMES = st.floats(1e-6, 100.0)
SERIES = st.lists(TIMES, min_size=1, max_size=12)
SPEED = Scale(((2.0, 1.0), (8.0, 0.0)))


@st.composite
def scales(draw: st.DrawFn) -> Scale:
    xs = sorted(draw(st.lists(st.integers(-1000, 1000), min_size=1, max_size=5, unique=True)))
    rest = st.lists(st.floats(0, 1), min_size=len(xs) - 1, max_size=len(xs) - 1)
    ys = sorted([*draw(rest), 1.0], reverse=draw(st.booleans()))
    return Scale(tuple(zip(map(float, xs), ys, strict=True)))


@pytest.mark.parametrize(
    ("x", "fraction"), [(0, 1), (2, 1), (3.5, 0.75), (5, 0.5), (8, 0), (1e9, 0), (math.inf, 0)]
)
def test_a_scale_is_straight_between_its_points(x: float, fraction: float) -> None:
    assert SPEED.fraction(x) == pytest.approx(fraction)


@given(scales(), st.floats(-2000, 2000), st.floats(-2000, 2000))
def test_a_scale_only_rises_or_only_falls_within_0_and_1(scale: Scale, a: float, b: float) -> None:
    low, high = scale.fraction(min(a, b)), scale.fraction(max(a, b))
    assert 0 <= low <= 1
    assert 0 <= high <= 1
    assert low >= high if scale.better == "low" else low <= high
    assert scale.fraction(scale.full) == 1


@pytest.mark.parametrize(
    "points",
    [
        (),
        ((1.0, 0.5),),
        ((1.0, 1.0), (1.0, 0.0)),
        ((2.0, 1.0), (1.0, 0.0)),
        ((0.0, 0.0), (1.0, 1.0), (2.0, 0.5)),
        ((0.0, -0.1), (1.0, 1.0)),
        ((0.0, 0.0), (1.0, 1.5)),
        ((0.0, math.nan), (1.0, 1.0)),
        ((0.0, 0.0), (math.inf, 1.0)),
    ],
)
def test_what_is_no_scale_is_refused(points: Any) -> None:
    with pytest.raises(ValueError, match="scale"):
        Scale(points)


def test_full_marks_begin_where_the_scale_says() -> None:
    assert (SPEED.better, SPEED.full) == ("low", 2.0)
    accuracy = Scale(((0.8, 0.0), (0.95, 1.0), (0.99, 1.0)))
    assert (accuracy.better, accuracy.full) == ("high", 0.95)
    assert Scale(((1.0, 1.0),)).better == "either"


@given(SERIES)
def test_a_series_against_itself_is_one(times: list[float]) -> None:
    reading = compare(times, times)
    assert reading.ratio == 1
    assert reading.low == reading.high == 1
    assert is_settled(reading, SPEED, 0.0)


@given(st.lists(st.tuples(TIMES, TIMES), min_size=1, max_size=12), st.floats(0.5, 8))
def test_the_ratio_follows_the_times(pairs: list[tuple[float, float]], factor: float) -> None:
    mine, theirs = [a for a, _ in pairs], [b for _, b in pairs]
    once, more = compare(mine, theirs), compare([factor * a for a in mine], theirs)
    assert once.low <= once.ratio <= once.high
    assert more.ratio == pytest.approx(factor * once.ratio)
    assert more.value == pytest.approx(factor * once.value)
    assert more.repeats == len(pairs)


def test_the_spread_is_half_the_distance_between_the_quartiles() -> None:
    assert half_spread([1.0, 2.0, 3.0, 4.0, 5.0]) == 1
    assert half_spread([7.0]) == 0


def test_times_of_nothing_give_finite_ratios() -> None:
    assert compare([0.0, 0.0], [0.0, 0.0]).ratio == 1
    assert math.isfinite(compare([1.0], [0.0]).ratio)


@pytest.mark.parametrize(("mine", "theirs"), [([], []), ([1.0], [1.0, 2.0])])
def test_series_must_be_pairs(mine: list[float], theirs: list[float]) -> None:
    with pytest.raises(ValueError, match="series"):
        compare(mine, theirs)


def test_a_drift_of_the_machine_that_hits_both_leaves_no_doubt() -> None:
    drift = np.linspace(1, 4, 12)
    reading = compare((3 * drift).tolist(), drift.tolist())
    assert reading.low == pytest.approx(3)
    assert reading.high == pytest.approx(3)


def test_doubt_goes_to_the_student() -> None:
    rng = np.random.default_rng(3)
    reading = compare((5 * rng.lognormal(0, 1.0, 7)).tolist(), rng.lognormal(0, 1.0, 7).tolist())
    decision = decide(reading, SPEED, 0.1)
    assert decision.doubtful
    assert decision.earned == SPEED.fraction(reading.low)
    rising = Scale(((2.0, 0.0), (8.0, 1.0)))
    assert decide(reading, rising, 0.1).earned == rising.fraction(reading.high)


@given(SERIES, scales())
def test_without_doubt_the_median_counts(times: list[float], scale: Scale) -> None:
    reading = compare([2 * t for t in times], times)
    decision = decide(reading, scale, 1.0)
    assert not decision.doubtful
    assert decision.earned == scale.fraction(reading.ratio)


@pytest.mark.parametrize(("share", "low", "high"), [(0.9, 0.838, 0.940), (1.0, 0.974, 1.0)])
def test_a_share_of_a_hundred_has_wilsons_bounds(share: float, low: float, high: float) -> None:
    assert share_interval(share, 100) == pytest.approx((low, high), abs=2e-3)


def test_a_share_s_interval_holds_the_share_and_narrows_with_the_count() -> None:
    for share in (0.0, 0.01, 0.5, 0.99, 1.0):
        low, high = share_interval(share, 10)
        inner_low, inner_high = share_interval(share, 1000)
        assert 0 <= low <= inner_low <= share <= inner_high <= high <= 1


@pytest.mark.parametrize(("share", "count"), [(1.1, 10), (-0.1, 10), (0.5, 0)])
def test_what_is_no_share_of_anything_is_refused(share: float, count: int) -> None:
    with pytest.raises(ValueError, match="share"):
        share_interval(share, count)
