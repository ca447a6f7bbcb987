"""The unit that a measurement is shown in: per cent for accuracy, milliseconds for short times."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from gradewright.results import Measurement
from gradewright.words.numbers import short_number
from gradewright.words.printable import one_line

NARROW = "\u202f"  # a narrow space that does not break


@dataclass(frozen=True, slots=True)
class Unit:
    """What a recorded number is multiplied by, and the name that then follows it."""

    factor: float
    name: str

    def bare(self, value: float, digits: int = 3) -> str:
        """Return a recorded number in this unit, without the unit's name."""
        largest = sys.float_info.max
        return short_number(max(-largest, min(largest, value * self.factor)), digits)

    @property
    def ending(self) -> str:
        """Return what follows a number in this unit: its name after a space, or nothing."""
        return f"{NARROW}{self.name}" if self.name else ""

    def text(self, value: float, digits: int = 3) -> str:
        """Return a recorded number in this unit, with the unit's name."""
        return self.bare(value, digits) + self.ending


def unit_of(measurement: Measurement) -> Unit:
    """Return the unit to show a measurement in.

    An accuracy that is recorded as a share becomes per cent; seconds become milliseconds for a
    step's time, and for other times where the value is under one second.
    """
    name = one_line(measurement.unit, 20)
    if measurement.kind == "accuracy" and not name:
        return Unit(100.0, "%")
    short = measurement.kind == "step_time" or abs(measurement.value) < 1
    if measurement.kind in {"step_time", "time"} and name == "s" and short:
        return Unit(1000.0, "ms")
    return Unit(1.0, name)
