"""The geometry of a small histogram: one number of each student, its middle, and the scale."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from gradewright.phrases import say
from gradewright.reports.pictures.axis import Axis, Tick, axis
from gradewright.words.numbers import short_number

WIDTH = 380.0
_LEFT, _RIGHT, _TOP, _BASE = 8.0, WIDTH - 8.0, 72.0, 146.0
_BINS = 12
_FAR = 3.0  # lengths of the middle half beyond it: what is further is counted, not drawn
_CHARACTER = 7.8


@dataclass(frozen=True, slots=True)
class SpreadBar:
    """One bin: its bar and the count above it."""

    x: float
    y: float
    width: float
    height: float
    count: int


@dataclass(frozen=True, slots=True)
class SpreadLabel:
    """A tick or a mark on the axis: its place, its words and where the words stand."""

    x: float
    text: str
    text_x: float


@dataclass(frozen=True, slots=True)
class Spread:
    """The drawing: bars, ticks, median, middle half (places) and the ends of the scale."""

    name: str
    bars: tuple[SpreadBar, ...]
    ticks: tuple[SpreadLabel, ...]
    median: SpreadLabel
    half: tuple[float, float]
    limits: tuple[SpreadLabel, ...]
    beyond: str
    description: str


def spread_of(
    name: str, unit: str, numbers: Sequence[float], limits: Sequence[tuple[float, str]]
) -> Spread | None:
    """Return the drawing of finite numbers, None where there are none.

    Args:
        name: what the numbers are.
        unit: what follows a number in words, with the space before it.
        numbers: one a student.
        limits: places of the scale with their words.
    """
    known = sorted(value for value in numbers if math.isfinite(value))
    if not known:
        return None
    low, median, high = (_quantile(known, share) for share in (0.25, 0.5, 0.75))
    reach = _FAR * (high - low) if high > low else math.inf
    near = [value for value in known if low - reach <= value <= high + reach]
    span, edges = axis(near, pad=0.0).rounded(_BINS)
    words = {
        "median": f"{short_number(median)}{unit}",
        "low": f"{short_number(low)}{unit}",
        "high": f"{short_number(high)}{unit}",
        "least": f"{short_number(known[0])}{unit}",
        "most": f"{short_number(known[-1])}{unit}",
    }
    return Spread(
        name=name,
        bars=_bars(span, len(edges) - 1, near),
        ticks=_ticks(edges),
        median=_label(_x(span, median), say("report.spread_median", median=words["median"])),
        half=(_x(span, low), _x(span, high)),
        limits=_limits(span, limits),
        beyond=_beyond(len(known) - len(near), words),
        description=say("report.spread_words", name=name, count=len(known), **words),
    )


def _quantile(known: Sequence[float], share: float) -> float:
    """Return a quantile of sorted numbers, linear between neighbours."""
    place = share * (len(known) - 1)
    first = int(place)
    second, part = min(first + 1, len(known) - 1), place - first
    return known[first] * (1 - part) + known[second] * part


def _bars(span: Axis, count: int, numbers: Sequence[float]) -> tuple[SpreadBar, ...]:
    """Return the bins that hold something; a hair puts what is on an edge into the upper one."""
    places = [min(count - 1, int(span.place(number) * count + 1e-9)) for number in numbers]
    held = {place: places.count(place) for place in sorted(set(places))}
    step, tallest = (_RIGHT - _LEFT) / count, max(held.values())
    return tuple(
        SpreadBar(
            x=round(_LEFT + place * step + 1, 1),
            y=round(_BASE - (_BASE - _TOP) * held[place] / tallest, 1),
            width=round(step - 2, 1),
            height=round((_BASE - _TOP) * held[place] / tallest, 1),
            count=held[place],
        )
        for place in held
    )


def _ticks(edges: Sequence[Tick]) -> tuple[SpreadLabel, ...]:
    """Return the labels of the edges, every so manyth where they are long."""
    room = (_RIGHT - _LEFT) / (len(edges) - 1)
    widest = max(len(edge.label) for edge in edges)
    every = math.ceil(_CHARACTER * (widest + 1) / room)
    places = (round(_LEFT + (_RIGHT - _LEFT) * edge.at, 1) for edge in edges[::every])
    return tuple(
        SpreadLabel(x, edge.label, x) for x, edge in zip(places, edges[::every], strict=True)
    )


def _limits(span: Axis, limits: Sequence[tuple[float, str]]) -> tuple[SpreadLabel, ...]:
    """Return the ends of the scale that are on the axis, their words on the outer side of each."""
    ends = sorted((place, words) for place, words in limits if 0 <= span.place(place) <= 1)
    found = []
    for number, (value, words) in enumerate(ends):
        x, half = _x(span, value), _CHARACTER * len(words) / 2 + 4
        outward = -half if number == 0 and len(ends) > 1 else half
        text_x = x + outward
        if not half <= text_x <= WIDTH - half:
            text_x = x - outward
        found.append(SpreadLabel(x, words, round(text_x, 1)))
    return tuple(found)


def _beyond(count: int, words: dict[str, str]) -> str:
    if not count:
        return ""
    return say("report.spread_beyond", count=count, least=words["least"], most=words["most"])


def _label(x: float, text: str) -> SpreadLabel:
    """Return a label whose words stay within the drawing."""
    half = _CHARACTER * len(text) / 2
    return SpreadLabel(round(x, 1), text, round(min(max(x, half), WIDTH - half), 1))


def _x(span: Axis, value: float) -> float:
    place = min(1.0, max(0.0, span.place(value)))
    return round(_LEFT + (_RIGHT - _LEFT) * place, 1)
