"""The geometry of the histogram of totals, in the units of its SVG."""

from __future__ import annotations

from dataclasses import dataclass

from gradewright.reports.class_stats import Totals
from gradewright.words.numbers import points

WIDTH, HEIGHT = 480, 210
_LEFT, _RIGHT, _TOP, _BOTTOM = 8, 8, 50, 42


@dataclass(frozen=True, slots=True)
class Bar:
    """One bin: its bar, the count above it and the points that it spans."""

    x: float
    y: float
    width: float
    height: float
    count: int
    low: str
    high: str


@dataclass(frozen=True, slots=True)
class Histogram:
    """Bars, tick labels, the place of the median and of the middle half."""

    bars: tuple[Bar, ...]
    ticks: tuple[tuple[float, str], ...]
    base: float
    median: float | None
    low: float | None
    high: float | None


def histogram(totals: Totals, max_score: float) -> Histogram:
    """Lay out the histogram of totals from 0 to `max_score` points."""
    step = (WIDTH - _LEFT - _RIGHT) / len(totals.bins)
    base = HEIGHT - _BOTTOM
    tallest = max(totals.bins) or 1
    edges = [points(max_score * i / len(totals.bins)) for i in range(len(totals.bins) + 1)]
    bars = tuple(
        _bar(i, count, step, (base - _TOP) * count / tallest, (edges[i], edges[i + 1]))
        for i, count in enumerate(totals.bins)
    )
    places = [_place(value, max_score) for value in (totals.median, totals.low, totals.high)]
    ticks = tuple((round(_LEFT + i * step, 1), edge) for i, edge in enumerate(edges))
    return Histogram(bars, ticks, base, *places)


def _bar(index: int, count: int, step: float, height: float, span: tuple[str, str]) -> Bar:
    x, y = _LEFT + index * step + 2, HEIGHT - _BOTTOM - height
    return Bar(round(x, 1), round(y, 1), round(step - 4, 1), round(height, 1), count, *span)


def _place(value: float | None, max_score: float) -> float | None:
    """Return where a number of points stands on the axis."""
    if value is None or not max_score:
        return None
    return round(_LEFT + (WIDTH - _LEFT - _RIGHT) * value / max_score, 1)
