"""The geometry of a measurement's scale: how many points which value earns, and where this one is.

The shape is the scale itself, drawn to its full height where all points are earned; the marker
stands at the value, with the spread as a whisker.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from gradewright.phrases import say
from gradewright.reports.pictures.axis import Axis, axis
from gradewright.reports.pictures.paths import number
from gradewright.results import Measurement
from gradewright.words.numbers import short_number
from gradewright.words.units import Unit

WIDTH = 420.0
TOP, BOTTOM = 24.0, 46.0
_EDGE = 4.0
_FURTHEST, _AIR = 1.0, 0.35  # room beyond the ends of the scale, in lengths of the scale
_CHARACTER = 7.8

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class BarTick:
    """One end of the scale: its place, its number, and what it earns in words."""

    x: float
    number: str
    words: str


@dataclass(frozen=True, slots=True)
class ScaleBar:
    """The drawing. `beyond` is left or right where the value is off the bar, else empty.

    `marker` is the place of the value, with the height that it earns; the labels of value and
    reference stand at their own places, the reference's is None where it has no room.
    """

    shape: str
    ticks: tuple[BarTick, ...]
    marker: Point
    beyond: str
    whisker: tuple[float, float] | None
    value: str
    value_at: float
    reference: float | None
    reference_at: float | None
    description: str


def scale_bar(measurement: Measurement, unit: Unit) -> ScaleBar | None:
    """Return the drawing of a measurement's scale, or None where there is none to draw."""
    value = measurement.value if measurement.scaled == "value" else measurement.ratio
    scale = sorted(point for point in measurement.scale if all(map(math.isfinite, point)))
    if value is None or not scale or scale[0][0] == scale[-1][0]:
        return None
    return _Drawing(measurement, unit, scale, value).bar()


class _Drawing:
    """The bar in the making: places are counted in lengths of the scale, from its low end."""

    def __init__(
        self, measurement: Measurement, unit: Unit, scale: list[Point], value: float
    ) -> None:
        self._measurement, self._unit, self._scale, self._value = measurement, unit, scale, value
        self._axis: Axis = axis((scale[0][0], scale[-1][0]), pad=0.0)
        place = self._axis.place(value)
        self._low = min(-_AIR, max(place - 0.1, -_FURTHEST))
        self._high = max(1 + _AIR, min(place + 0.1, 1 + _FURTHEST))
        self._beyond = "left" if place < self._low else "right" if place > self._high else ""

    def bar(self) -> ScaleBar:
        ticks = self._ticks()
        value = self._text(self._value)
        x = self._x(self._value)
        half = _CHARACTER * len(value) / 2 + 2
        value_at = round(min(max(x, half), WIDTH - half), 1)
        reference = self._reference()
        words = say("report.scale_reference")
        needed = half + _CHARACTER * len(words) / 2 + 4
        fits = reference is not None and abs(reference - value_at) >= needed
        return ScaleBar(
            shape=self._shape(),
            ticks=ticks,
            marker=(x, _y(self._measurement.earned)),
            beyond=self._beyond,
            whisker=self._whisker(),
            value=value,
            value_at=value_at,
            reference=reference,
            reference_at=reference if fits else None,
            description="; ".join(
                [say("report.scale_value", value=value)]
                + [f"{tick.number}: {tick.words}" for tick in ticks]
            ),
        )

    def _x(self, value: float) -> float:
        """Return where a number stands, at an end of the bar where it is beyond."""
        place = min(self._high, max(self._low, self._axis.place(value)))
        share = (place - self._low) / (self._high - self._low)
        return round(_EDGE + (WIDTH - 2 * _EDGE) * share, 1)

    def _text(self, value: float) -> str:
        if self._measurement.scaled == "ratio":
            return say("report.scale_times", ratio=short_number(value))
        return self._unit.text(value)

    def _shape(self) -> str:
        """Return the outline of the scale: its height is the share of the points."""
        points = [
            (_EDGE, _y(self._scale[0][1])),
            *((self._x(x), _y(share)) for x, share in self._scale),
            (WIDTH - _EDGE, _y(self._scale[-1][1])),
        ]
        outline = " ".join(f"{number(x)} {number(y)}" for x, y in points)
        return f"M{number(_EDGE)} {number(BOTTOM)} {outline} V{number(BOTTOM)}Z"

    def _ticks(self) -> tuple[BarTick, ...]:
        return tuple(
            BarTick(self._x(place), self._text(place), share_words(share))
            for place, share in slope(self._scale)
        )

    def _reference(self) -> float | None:
        """Return where the reference stands, None where it is unknown or off the bar."""
        ratio = self._measurement.scaled == "ratio"
        reference = 1.0 if ratio else self._measurement.reference
        if reference is None or not self._low <= self._axis.place(reference) <= self._high:
            return None
        return self._x(reference)

    def _whisker(self) -> tuple[float, float] | None:
        spread = self._measurement.spread
        if spread is None or self._beyond:
            return None
        if self._measurement.scaled == "ratio":
            reference = self._measurement.reference
            spread = spread / abs(reference) if reference else 0.0
        low, high = self._x(self._value - spread), self._x(self._value + spread)
        return (low, high) if high - low >= 1 else None


def _y(share: float) -> float:
    return round(BOTTOM - (BOTTOM - TOP) * min(1.0, max(0.0, share)), 1)


def slope(scale: Sequence[Point]) -> list[Point]:
    """Return the two ends of a scale's slope, in order: the nearest of most and of least points."""
    shares = [share for _, share in scale]
    most, least = max(shares, default=0.0), min(shares, default=0.0)
    if most == least:
        return []
    best = [place for place, share in scale if share == most]
    worst = [place for place, share in scale if share == least]
    pairs = [(place, other) for place in best for other in worst]
    full, none = min(pairs, key=lambda pair: abs(pair[0] - pair[1]))
    return sorted(((full, most), (none, least)))


def share_words(share: float) -> str:
    """Return in words how many of the points an end of the scale earns."""
    if share >= 1:
        return say("report.scale_all")
    if share <= 0:
        return say("report.scale_none")
    return say("report.scale_part", share=short_number(100 * share, 2))
