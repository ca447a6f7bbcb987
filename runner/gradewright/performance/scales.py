"""The arithmetic of measurements: medians, their doubt, and points by a scale. No clocks here."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np
import numpy.typing as npt

Direction = Literal["low", "high", "either"]

_RESAMPLES = 400
_INTERVAL = (5.0, 95.0)
_NORMAL_QUANTILE = 1.645
# How much wider than the machine's own an interval may be: the student's side of a pair crosses two
# processes, the reference's none.
_EXPLAINED = 2.0
_ALWAYS_EXPLAINED = 1.3


@dataclass(frozen=True, slots=True)
class Scale:
    """Points as (value, fraction of the points): straight lines between, level beyond the ends.

    Values rise strictly; fractions are within 0 and 1, rise or fall but not both, and reach 1.

    Raises:
        ValueError: the points are no such scale.
    """

    points: tuple[tuple[float, float], ...]

    def __post_init__(self) -> None:
        xs, ys = [point[0] for point in self.points], [point[1] for point in self.points]
        if not xs or not all(map(math.isfinite, [*xs, *ys])):
            raise ValueError("a scale needs points of finite numbers")
        if any(after <= before for before, after in pairwise(xs)):
            raise ValueError("the values of a scale must rise from point to point")
        if min(ys) < 0 or max(ys) != 1:
            raise ValueError("the fractions of a scale must lie within 0 and 1, and reach 1")
        if ys not in (sorted(ys), sorted(ys, reverse=True)):
            raise ValueError("the fractions of a scale must only rise or only fall")

    def fraction(self, x: float) -> float:
        """Return the fraction of the points at a value."""
        xs, ys = zip(*self.points, strict=True)
        return float(np.interp(x, xs, ys))

    @property
    def better(self) -> Direction:
        """Return which way points rise: with low values, with high ones, or neither."""
        first, last = self.points[0][1], self.points[-1][1]
        if first == last:
            return "either"
        return "low" if first > last else "high"

    @property
    def full(self) -> float:
        """Return the value at which full marks begin, coming from the worse side."""
        whole = [x for x, y in self.points if y == 1]
        return max(whole) if self.better == "low" else min(whole)


@dataclass(frozen=True, slots=True)
class Reading:
    """Two series of times, compared: medians and half the distance between the quartiles.

    `low` and `high` bound the ratio of the medians (90 of 100 resamplings of the pairs).
    """

    value: float
    reference: float
    ratio: float
    spread: float
    low: float
    high: float
    repeats: int


@dataclass(frozen=True, slots=True)
class Decision:
    """The fraction that a reading earns, whether it was in doubt, and whether that was its own.

    `erratic`: the times vary more than the machine explains, so that the doubt is no benefit.
    """

    earned: float
    doubtful: bool
    erratic: bool = False


def half_spread(values: Sequence[float]) -> float:
    """Return half the distance between the quartiles."""
    low, high = np.percentile(values, [25, 75])
    return float(high - low) / 2


def compare(values: Sequence[float], references: Sequence[float], seed: int = 0) -> Reading:
    """Return the reading of two series of times measured in turn, pair by pair.

    Args:
        values: the student's times, none negative.
        references: the reference's, as many.
        seed: the seed of the resampling.

    Raises:
        ValueError: the series differ in length or are empty.
    """
    mine, theirs = np.asarray(values, float), np.asarray(references, float)
    if mine.shape != theirs.shape or mine.ndim != 1 or not mine.size:
        raise ValueError("two series of the same length are needed, with at least one time")
    picks = np.random.default_rng(seed).integers(0, mine.size, (_RESAMPLES, mine.size))
    ratios = _ratio(np.median(mine[picks], axis=1), np.median(theirs[picks], axis=1))
    value, reference = float(np.median(mine)), float(np.median(theirs))
    ratio = float(_ratio(np.array(value), np.array(reference)))
    low, high = np.percentile(ratios, _INTERVAL)
    return Reading(
        value=value,
        reference=reference,
        ratio=ratio,
        spread=half_spread(mine.tolist()),
        low=min(float(low), ratio),
        high=max(float(high), ratio),
        repeats=mine.size,
    )


def compare_pairs(pairs: Sequence[tuple[float, float]], seed: int = 0) -> Reading:
    """Return the reading of pairs of times, each of one input: the ratio is the pairs' median.

    Inputs may differ in size from pair to pair, so that only times of one pair can be compared.

    Args:
        pairs: the student's time and the reference's.
        seed: the seed of the resampling.

    Raises:
        ValueError: there are none.
    """
    if not pairs:
        raise ValueError("at least one pair of times is needed")
    mine, theirs = np.asarray(pairs, float).T
    ratios = _ratio(mine, theirs)
    picks = np.random.default_rng(seed).integers(0, mine.size, (_RESAMPLES, mine.size))
    low, high = np.percentile(np.median(ratios[picks], axis=1), _INTERVAL)
    ratio = float(np.median(ratios))
    return Reading(
        value=float(np.median(mine)),
        reference=float(np.median(theirs)),
        ratio=ratio,
        spread=half_spread(mine.tolist()),
        low=min(float(low), ratio),
        high=max(float(high), ratio),
        repeats=mine.size,
    )


# A clock cannot tell less than this; it keeps ratios of times that round to nothing finite.
_TICK = 1e-9


def _ratio(
    values: npt.NDArray[np.float64], references: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    return np.maximum(values, _TICK) / np.maximum(references, _TICK)


def share_interval(share: float, count: int) -> tuple[float, float]:
    """Return bounds of the share that a sample of `count` has drawn (Wilson's, 90 %).

    Args:
        share: from 0 to 1, such as an accuracy.
        count: how many examples it was found with.

    Returns:
        (low, high), from 0 to 1.

    Raises:
        ValueError: the share is not within 0 and 1, or the sample is empty.
    """
    if not 0 <= share <= 1 or count < 1:
        raise ValueError(f"a share within 0 and 1 of at least one, not {share} of {count}")
    square = _NORMAL_QUANTILE**2
    middle = (share + square / (2 * count)) / (1 + square / count)
    inner = share * (1 - share) / count + square / (4 * count**2)
    half = _NORMAL_QUANTILE * math.sqrt(inner) / (1 + square / count)
    return max(min(middle - half, share), 0.0), min(max(middle + half, share), 1.0)


def is_settled(reading: Reading, scale: Scale, doubt: float) -> bool:
    """Tell whether the reading's interval moves the earned fraction by at most `doubt`."""
    return abs(scale.fraction(reading.low) - scale.fraction(reading.high)) <= doubt


def decide(reading: Reading, scale: Scale, doubt: float) -> Decision:
    """Return what the reading earns: in doubt, the better end of its interval counts."""
    if is_settled(reading, scale, doubt):
        return Decision(scale.fraction(reading.ratio), doubtful=False)
    ends = (scale.fraction(reading.low), scale.fraction(reading.high))
    return Decision(max(ends), doubtful=True)


def decide_beside(reading: Reading, machine: Reading, scale: Scale, doubt: float) -> Decision:
    """Return what a reading earns where the reference was timed twice on each input.

    Doubt is a benefit only as far as the machine explains it: as the reference's own times differ
    on one input. Who makes his times vary more than that gets the worse end of the interval.

    Args:
        reading: student by reference.
        machine: reference by reference, on the same inputs at the same time.
        scale: the points.
        doubt: the fraction of the points that may be left open.
    """
    if is_settled(reading, scale, doubt):
        return Decision(scale.fraction(reading.ratio), doubtful=False)
    explained = machine.high / machine.low
    if reading.high / reading.low > max(_EXPLAINED * explained, _ALWAYS_EXPLAINED):
        ends = (scale.fraction(reading.low), scale.fraction(reading.high))
        return Decision(min(ends), doubtful=True, erratic=True)
    better = (reading.ratio / explained, reading.ratio * explained)
    inside = [min(max(end, reading.low), reading.high) for end in better]
    return Decision(max(map(scale.fraction, inside)), doubtful=True)


def is_lost(pairs: Sequence[tuple[float, float]], scale: Scale) -> bool:
    """Tell whether not even the best of the pairs would earn anything."""
    ratios = [float(_ratio(np.array(mine), np.array(theirs))) for mine, theirs in pairs]
    return bool(ratios) and not any(map(scale.fraction, ratios))
