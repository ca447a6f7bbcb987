"""Measurements as lines of plain text, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from gradewright.phrases import say
from gradewright.reports.measurements.view import earned_text, facts, flag_text
from gradewright.results import Measurement, SubmissionResult
from gradewright.words.printable import one_line
from gradewright.words.units import unit_of


def measurement_lines(result: SubmissionResult) -> tuple[str, ...]:
    """Return a line a measurement, and one more where a decision was in doubt.

    Whoever may see the pages of the class may see these lines: hidden tests show their values.
    """
    return tuple(line for one in result.measurements for line in _lines(one))


def _lines(measurement: Measurement) -> Iterator[str]:
    unit = unit_of(measurement)
    known = "; ".join(f"{name} {text}" for name, text in facts(measurement, unit))
    yield say(
        "report.measured_line",
        title=one_line(measurement.title, 120),
        value=unit.text(measurement.value),
        earned=earned_text(measurement),
        facts=f" ({known})" if known else "",
    )
    flag = flag_text(measurement)
    if flag:
        yield f"  {say('report.measured_doubt')} {flag}"
