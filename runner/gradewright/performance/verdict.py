"""Say what a measurement came to when it earns less than full marks."""

from __future__ import annotations

from gradewright.checks import CheckFailed, latest_call
from gradewright.performance.scales import Scale
from gradewright.phrases import say
from gradewright.results import Failure, Measurement
from gradewright.words.numbers import short_number
from gradewright.words.units import unit_of

_DIGITS = 4


class Shortfall(CheckFailed):
    """A measured value earns only `fraction` (0 to 1) of the test's points."""

    def __init__(self, failure: Failure, fraction: float) -> None:
        super().__init__(failure)
        self.fraction = fraction


def shortfall(measurement: Measurement, scale: Scale) -> Shortfall:
    """Return the failure of a measurement: what was measured, the scale, what full marks need."""
    call = latest_call()
    failure = Failure(
        problem=_problem(measurement),
        function=call.function,
        call=call.text,
        expected=f"{_scale_text(measurement, scale)}. {_wanted(measurement, scale)}",
        got=_got(measurement),
    )
    return Shortfall(failure, measurement.earned)


def _problem(measurement: Measurement) -> str:
    key = "earns_part" if measurement.earned > 0 else "earns_nothing"
    percent = f"{100 * measurement.earned:.3g}"
    return say(f"performance.{key}", title=measurement.title, percent=percent)


def _got(measurement: Measurement) -> str:
    """Return the value, and the reference's where there is one."""
    value = _in_unit(measurement, measurement.value)
    if measurement.reference is None or measurement.ratio is None:
        return value
    reference = _in_unit(measurement, measurement.reference)
    ratio = short_number(measurement.ratio, _DIGITS)
    return say("performance.against_reference", value=value, reference=reference, ratio=ratio)


def _scale_text(measurement: Measurement, scale: Scale) -> str:
    """Return the scale in words: `0.8: 0 %, 0.95: 100 %`."""
    points = ", ".join(
        say("performance.scale_point", place=_place(measurement, x), percent=f"{100 * y:.3g}")
        for x, y in scale.points
    )
    return say("performance.scale", points=points) if len(scale.points) > 1 else points


def _wanted(measurement: Measurement, scale: Scale) -> str:
    place = _place(measurement, scale.full)
    return say(f"performance.full_marks_{scale.better}", place=place)


def _place(measurement: Measurement, x: float) -> str:
    if measurement.scaled == "ratio":
        return say("performance.times_reference", ratio=short_number(x, _DIGITS))
    return _in_unit(measurement, x)


def _in_unit(measurement: Measurement, x: float) -> str:
    """Return a number as the page shows it, a digit longer."""
    return unit_of(measurement).text(x, _DIGITS)
