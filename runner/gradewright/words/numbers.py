"""Numbers as people read them: a few digits, thousands apart, powers of ten where they help."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

_MINUS, _TIMES = "\u2212", "\u00d7"
_RAISED = str.maketrans("-0123456789", "\u207b⁰¹²³⁴⁵⁶⁷⁸⁹")
_LARGE, _SMALL = 7, -4  # powers of ten from and below which a number is written with one


def short_number(value: float, digits: int = 3) -> str:
    """Return a finite number with `digits` significant digits; whole numbers keep theirs.

    Counts stay exact up to nine digits: a parameter more or less can be what matters.
    """
    number = Decimal(repr(float(value) or 0.0))
    if abs(number) < 10**9 and number == number.to_integral_value():
        return signed(f"{number:,.0f}")
    rounded = Decimal(f"{number:.{digits - 1}e}")
    if rounded and not _SMALL <= rounded.adjusted() < _LARGE:
        return _with_power(rounded)
    return signed(_trimmed(f"{rounded:,f}"))


def column(values: Sequence[float], digits: int = 4) -> list[str]:
    """Return numbers that stand below each other: the same decimals for all, where that fits.

    The largest of them has `digits` significant digits; whole numbers stay whole.
    """
    powers = [Decimal(repr(float(value))).adjusted() for value in values if value]
    largest = max(powers, default=0)
    if any(power < largest - digits for power in powers) or not _SMALL < largest < _LARGE:
        return [short_number(value, digits) for value in values]
    whole = all(float(value).is_integer() for value in values)
    places = 0 if whole else max(0, digits - 1 - largest)
    return [signed(f"{Decimal(repr(float(value))):,.{places}f}") for value in values]


def spelled(number: Decimal, step: Decimal) -> str:
    """Return a multiple of `step` with as many decimals as the step has."""
    if number and not _SMALL <= number.adjusted() < _LARGE:
        return _with_power(number)
    places = max(0, -int(step.normalize().as_tuple().exponent))
    return signed(f"{number:,.{places}f}")


def signed(text: str) -> str:
    """Return a number's text with a true minus sign."""
    return text.replace("-", _MINUS)


def points(value: float) -> str:
    """Return a score as people write it: at most two decimals, no trailing zeros."""
    return decimals(value, 2)


def decimals(value: float, places: int) -> str:
    """Return a number with at most `places` decimals and no trailing zeros."""
    text = _trimmed(f"{value:.{places}f}")
    return "0" if text in {"-0", ""} else text


def _with_power(number: Decimal) -> str:
    power = number.adjusted()
    head = signed(_trimmed(f"{number.scaleb(-power):f}"))
    return f"{head}{_TIMES}10{str(power).translate(_RAISED)}"


def _trimmed(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text
