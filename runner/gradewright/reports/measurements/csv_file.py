"""`measurements.csv`: a row a measurement, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from gradewright.reports.class_rows import ClassRow
from gradewright.reports.csv_report import harmless
from gradewright.reports.files import replacing
from gradewright.results import Measurement, SubmissionResult

_FIRST = ("student", "assignment")
_TEXTS = ("question", "title", "kind")
_NUMBERS = ("reference", "ratio", "spread", "earned")
_LAST = ("device", "data", "budget", "flag")


def write_measurements(path: Path, submissions: Iterable[SubmissionResult | ClassRow]) -> bool:
    """Write `measurements.csv` and return True, or remove an old one where nothing was measured.

    UTF-8, commas, a header, the submissions in the order given. Numbers are written in full and
    in the recorded unit; texts that a spreadsheet would take for formulas get an apostrophe.
    """
    measured = [row for row in submissions if row.measurements]
    if not measured:
        path.unlink(missing_ok=True)
        return False
    with replacing(path, errors="replace") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([*_FIRST, *_TEXTS, "value", "unit", *_NUMBERS, *_LAST])
        for row in measured:
            whose = [harmless(row.student), harmless(row.assignment)]
            writer.writerows([*whose, *_cells(measurement)] for measurement in row.measurements)
    return True


def _cells(measurement: Measurement) -> list[str]:
    return [
        *(harmless(getattr(measurement, name)) for name in _TEXTS),
        _number(measurement.value),
        harmless(measurement.unit),
        *(_number(getattr(measurement, name)) for name in _NUMBERS),
        *(harmless(getattr(measurement, name)) for name in _LAST),
    ]


def _number(value: float | None) -> str:
    """Return the shortest text that reads back as the same number; empty for none."""
    return "" if value is None else repr(value)
