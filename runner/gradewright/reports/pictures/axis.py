"""An axis: which numbers it spans, where it has ticks, and where a number stands on it.

Numbers are brought near 1 by a power of two before they are compared, which is exact, so that the
largest and the smallest floats have an axis like all others.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, localcontext

from gradewright.words.numbers import spelled

_NARROWEST = 1e-6  # of the numbers' own size: less than that is shown as equal
_NEAR = 0.3  # of the largest number: what is below that is near zero
_DIGITS = 60


@dataclass(frozen=True, slots=True)
class Tick:
    """A round number: where it stands, 0 to 1, and how it is written."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Axis:
    """A span of numbers, both ends scaled by 2 to the power `-shift`."""

    low: float
    high: float
    shift: int

    def place(self, value: float) -> float:
        """Return where a number stands: 0 at the low end, 1 at the high end."""
        return (_scaled(value, self.shift) - self.low) / (self.high - self.low)

    @property
    def span(self) -> float:
        """Return the length of the axis in scaled numbers."""
        return self.high - self.low

    def ticks(self, most: int, *, whole: bool = False) -> tuple[Tick, ...]:
        """Return at most `most` ticks at 1, 2 or 5 times a power of ten; `whole`: no fractions."""
        with localcontext() as context:
            context.prec = _DIGITS
            low, high = self._ends()
            step = _step((high - low) / most)
            return self._multiples(max(step, Decimal(1)) if whole else step)

    def rounded(self, most: int) -> tuple[Axis, tuple[Tick, ...]]:
        """Return the axis widened to the ticks around it, at most `most` apart, and these."""
        with localcontext() as context:
            context.prec = _DIGITS
            low, high = self._ends()
            step, unit = _step((high - low) / most), Decimal(2) ** self.shift
            low = (low / step).to_integral_value(ROUND_FLOOR) * step
            high = (high / step).to_integral_value(ROUND_CEILING) * step
            wide = Axis(float(low / unit), float(high / unit), self.shift)
            count = int((high - low) / step)
            numbers = (low + place * step for place in range(count + 1))
            ticks = (Tick(i / count, spelled(number, step)) for i, number in enumerate(numbers))
            return wide, tuple(ticks)

    def _ends(self) -> tuple[Decimal, Decimal]:
        unit = Decimal(2) ** self.shift
        return Decimal(self.low) * unit, Decimal(self.high) * unit

    def _multiples(self, step: Decimal) -> tuple[Tick, ...]:
        """Return a tick at each multiple of `step` on the axis."""
        low, high = self._ends()
        first = int((low / step).to_integral_value(ROUND_CEILING))
        last = int((high / step).to_integral_value(ROUND_FLOOR))
        numbers = [count * step for count in range(first, last + 1)]
        return tuple(
            Tick(float((number - low) / (high - low)), spelled(number, step)) for number in numbers
        )


def axis(values: Iterable[float], *, pad: float = 0.04, zero: bool = False) -> Axis:
    """Return the axis that spans finite numbers, with `pad` of its length free at both ends.

    With `zero` it begins at 0 where the numbers are not far from it. Without numbers it spans 0
    to 1; equal numbers stand in its middle.
    """
    known = [float(value) for value in values] or [0.0, 1.0]
    low, high = min(known), max(known)
    size = max(abs(low), abs(high))
    shift = math.frexp(size)[1] if size else 0
    low, high = math.ldexp(low, -shift), math.ldexp(high, -shift)
    if high - low < _NARROWEST:
        middle, half = (low + high) / 2, 0.1 if size else 1.0
        return Axis(middle - half, middle + half, shift)
    room = pad * (high - low)
    grounded = zero and 0 <= low < _NEAR * high
    return Axis(0.0 if grounded else low - room, high + room, shift)


def category_axis(count: int) -> Axis:
    """Return the axis of the categories 0 to `count` - 1, each in the middle of its share."""
    return Axis(-0.5, count - 0.5, 0)


def equal_scales(
    x: Axis, y: Axis, width: float, least: float, most: float
) -> tuple[Axis, Axis, float]:
    """Return both axes on one scale, and the height of a drawing that is `width` wide.

    The height is between `least` and `most`; one of the axes is stretched to fill what is left.
    """
    shift = max(x.shift, y.shift)
    x, y = _shifted(x, shift), _shifted(y, shift)
    height = min(most, max(least, width * (y.span / x.span))) if x.span else most
    scale = max(x.span / width, y.span / height)
    return _stretched(x, scale * width), _stretched(y, scale * height), height


def _scaled(value: float, shift: int) -> float:
    """Return a number divided by a power of two; infinity where that is too large."""
    try:
        return math.ldexp(value, -shift)
    except OverflowError:
        return math.copysign(math.inf, value)


def _shifted(old: Axis, shift: int) -> Axis:
    move = old.shift - shift
    return Axis(math.ldexp(old.low, move), math.ldexp(old.high, move), shift)


def _stretched(old: Axis, span: float) -> Axis:
    middle = (old.low + old.high) / 2
    return Axis(middle - span / 2, middle + span / 2, old.shift)


def _step(least: Decimal) -> Decimal:
    """Return the smallest of 1, 2, 5 times a power of ten that is not below `least`."""
    power = Decimal(1).scaleb(least.adjusted())
    return next(step for step in (power, 2 * power, 5 * power, 10 * power) if step >= least)
