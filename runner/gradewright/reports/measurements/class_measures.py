"""How a class did in each measurement: where its values lie, and who was in doubt."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gradewright.phrases import say
from gradewright.reports.measurements.scale_bar import share_words, slope
from gradewright.reports.measurements.spread import Spread, spread_of
from gradewright.results import Measurement
from gradewright.words.numbers import short_number
from gradewright.words.printable import one_line
from gradewright.words.units import unit_of

_MOST = 40  # measurements of one assignment
_MOST_NAMES = 3  # devices or data sets that are named


@dataclass(frozen=True, slots=True)
class ClassMeasure:
    """One measurement over the class: its values, and how they compare with the reference."""

    question: str
    title: str
    spreads: tuple[Spread, ...]
    facts: tuple[tuple[str, str], ...]


def class_measures(measured: Iterable[Measurement]) -> tuple[ClassMeasure, ...]:
    """Return the measurements of one assignment, grouped by question and title."""
    groups: dict[tuple[str, str], list[Measurement]] = {}
    for measurement in measured:
        groups.setdefault((measurement.question, measurement.title), []).append(measurement)
    return tuple(_measure(group) for group in list(groups.values())[:_MOST])


def _measure(group: Sequence[Measurement]) -> ClassMeasure:
    first, unit = group[0], unit_of(group[0])
    alike = [one for one in group if one.unit == first.unit and one.kind == first.kind]
    values = spread_of(
        say("report.spread_value", unit=unit.name or say("report.spread_no_unit")),
        unit.ending,
        [one.value * unit.factor for one in alike],
        _limits(alike, "value", unit.factor),
    )
    ratios = spread_of(
        say("report.spread_ratio"),
        say("report.scale_times", ratio=""),
        [one.ratio for one in group if one.ratio is not None],
        _limits(group, "ratio", 1.0),
    )
    return ClassMeasure(
        question=first.question,
        title=one_line(first.title, 120),
        spreads=tuple(spread for spread in (values, ratios) if spread),
        facts=tuple(_facts(group)),
    )


def _limits(group: Sequence[Measurement], scaled: str, factor: float) -> list[tuple[float, str]]:
    """Return where the scale gives all points and where none, if it is the same for the class."""
    scales = {one.scale for one in group if one.scaled == scaled}
    if len(scales) != 1 or len(group) != sum(one.scaled == scaled for one in group):
        return []
    ends = slope(scales.pop())
    return [(place * factor, share_words(share)) for place, share in ends]


def _facts(group: Sequence[Measurement]) -> list[tuple[str, str]]:
    earned = statistics.fmean(min(1.0, max(0.0, one.earned)) for one in group)
    average = say("report.class_average", share=short_number(100 * earned, 2))
    doubts = sum(bool(one.flag) for one in group)
    found = [
        (say("report.class_measured"), str(len(group))),
        (say("report.class_earned"), average),
        (say("report.class_doubts"), str(doubts) if doubts else ""),
        (say("report.measured_device"), _named(one.device for one in group)),
        (say("report.measured_data"), _named(one.data for one in group)),
        (say("report.measured_budget"), _named(one.budget for one in group)),
    ]
    return [(name, text) for name, text in found if text]


def _named(texts: Iterable[str]) -> str:
    """Return different texts in a row, the rest of many as a count."""
    names = sorted({one_line(text, 80) for text in texts if text})
    shown = ", ".join(names[:_MOST_NAMES])
    more = len(names) - _MOST_NAMES
    return f"{shown}, {say('report.legend_more', count=more)}" if more > 0 else shown
