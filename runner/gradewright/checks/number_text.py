"""Numbers as text: eight digits, NaN and infinity by name, any size of integer."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

DIGITS = 8
_LARGEST_IN_FULL = 10**30


def number(value: Any, digits: int = DIGITS) -> str:
    """Return a bool, int, float, complex or NumPy number as short text.

    Floats always show a point or an exponent ("2.0"), so they differ from integers ("2").
    Never raises for numbers, however large.
    """
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, (bool, np.bool_)):
        return str(bool(value))
    if isinstance(value, int):
        return _whole(value)
    if isinstance(value, (complex, np.complexfloating)):
        return f"{_real(float(value.real), digits)}{_imaginary(float(value.imag), digits)}"
    return _real(float(value), digits)


def two_numbers(one: Any, other: Any) -> tuple[str, str]:
    """Return two different numbers as texts that differ, with more digits where that needs them."""
    texts = (number(one), number(other))
    for digits in (12, 17):
        if texts[0] != texts[1]:
            break
        texts = (number(one, digits), number(other, digits))
    return texts


def shape_text(shape: tuple[int, ...]) -> str:
    """Return a shape as Python writes it: "()", "(3,)", "(2, 1)"."""
    return str(tuple(int(size) for size in shape))


def index_text(flat: int, shape: tuple[int, ...]) -> str:
    """Return the index of the `flat`-th element (C order): "" for a scalar, "3", "(0, 1)"."""
    if not shape:
        return ""
    index = np.unravel_index(flat, shape)
    if len(index) == 1:
        return str(int(index[0]))
    return str(tuple(int(i) for i in index))


def _real(value: float, digits: int) -> str:
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "inf" if value > 0 else "-inf"
    text = f"{value:.{digits}g}"
    return text if "." in text or "e" in text else text + ".0"


def _imaginary(value: float, digits: int) -> str:
    text = _real(value, digits)
    return f"{text if text.startswith('-') else '+' + text}j"


def _whole(value: int) -> str:
    # Python refuses to write integers of over 4300 digits, and nobody reads them.
    if abs(value) < _LARGEST_IN_FULL:
        return str(value)
    power = math.log10(abs(value))
    exponent = math.floor(power)
    return f"{'-' if value < 0 else ''}{10 ** (power - exponent):.5f}e+{exponent}"
