"""The measurements of a student's page, one after the other, each with its scale."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gradewright.phrases import say
from gradewright.reports.measurements.scale_bar import ScaleBar, scale_bar
from gradewright.results import Measurement
from gradewright.words.numbers import short_number
from gradewright.words.printable import one_line
from gradewright.words.units import Unit, unit_of

_MOST = 40  # of one question


@dataclass(frozen=True, slots=True)
class MeasurementView:
    """One measurement. Of a hidden test there is only the title and what was earned."""

    title: str
    tag: str
    value: str
    earned: str
    bar: ScaleBar | None
    facts: tuple[tuple[str, str], ...]
    flag: str


def measurement_views(
    measurements: Iterable[Measurement], visibilities: Mapping[str, str]
) -> dict[str, tuple[MeasurementView, ...]]:
    """Return what is shown of each measurement, by question.

    `visibilities` has the visibility of each test by its id; a measurement of a test that is not
    among them is treated as hidden.
    """
    grouped: dict[str, list[MeasurementView]] = {}
    for measurement in measurements:
        visibility = visibilities.get(measurement.test, "hidden")
        grouped.setdefault(measurement.question, []).append(_view(measurement, visibility))
    return {question: tuple(found[:_MOST]) for question, found in grouped.items()}


def _view(measurement: Measurement, visibility: str) -> MeasurementView:
    shown = visibility == "visible"
    unit = unit_of(measurement)
    return MeasurementView(
        title=one_line(measurement.title, 120),
        tag="" if shown else visibility,
        value=unit.text(measurement.value) if shown else "",
        earned=earned_text(measurement),
        bar=scale_bar(measurement, unit) if shown else None,
        facts=tuple(facts(measurement, unit)) if shown else (),
        flag=flag_text(measurement) if shown else _in_doubt(measurement),
    )


def facts(measurement: Measurement, unit: Unit) -> list[tuple[str, str]]:
    """Return name and text of all that is known beside the value."""
    found = [
        (say("report.measured_reference"), _number(measurement.reference, unit)),
        (say("report.measured_compared"), _ratio(measurement)),
        (say("report.measured_spread"), _spread(measurement, unit)),
        (say("report.measured_repeats"), _repeats(measurement)),
        (say("report.measured_device"), one_line(measurement.device, 80)),
        (say("report.measured_data"), one_line(measurement.data, 80)),
        (say("report.measured_budget"), one_line(measurement.budget, 80)),
    ]
    return [(name, text) for name, text in found if text]


def earned_text(measurement: Measurement) -> str:
    """Return the earned share of the points in words."""
    share = min(1.0, max(0.0, measurement.earned))
    return say("report.measured_earned", share=_percent(share))


def flag_text(measurement: Measurement) -> str:
    """Return why a decision was given the benefit of the doubt; empty where there was no doubt.

    A flag that is a mere word and no sentence is said in our words.
    """
    flag = one_line(measurement.flag, 300)
    return flag if " " in flag else _in_doubt(measurement)


def _in_doubt(measurement: Measurement) -> str:
    return say("report.measured_noisy") if measurement.flag else ""


def _percent(share: float) -> str:
    """Return a share as per cent; only all is 100 and only nothing is 0."""
    percent = short_number(100 * share, 2)
    if percent in {"100", "0"} and 0 < share < 1:
        return "99" if share > 0.5 else "1"
    return percent


def _number(value: float | None, unit: Unit) -> str:
    return "" if value is None else unit.text(value)


def _ratio(measurement: Measurement) -> str:
    if measurement.ratio is None:
        return ""
    return say("report.measured_ratio", ratio=short_number(measurement.ratio))


def _spread(measurement: Measurement, unit: Unit) -> str:
    if measurement.spread is None:
        return ""
    return say("report.measured_spread_of", spread=unit.text(measurement.spread, 2))


def _repeats(measurement: Measurement) -> str:
    if measurement.repeats <= 1:
        return ""
    return say("report.measured_repeated", count=measurement.repeats)
