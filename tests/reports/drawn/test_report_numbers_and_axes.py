"""Numbers as people read them, and the axes that they stand on."""

from __future__ import annotations

import math
import sys
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradewright.reports.pictures.axis import axis, category_axis, equal_scales
from gradewright.words.numbers import column, short_number

FLOATS = st.floats(allow_nan=False, allow_infinity=False)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (0.96804, "0.968"),
        (12.0, "12"),
        (12.44, "12.4"),
        (1_060_138.0, "1,060,138"),
        (1234.56, "1,230"),
        (-0.5, "\u22120.5"),
        (0.000123, "0.000123"),
        (0.0000123, "1.23\u00d710\u207b⁵"),
        (1.5e12, "1.5\u00d710¹²"),
        (-1e300, "\u22121\u00d710³⁰⁰"),
        (5e-324, "5\u00d710⁻³²⁴"),
    ],
)
def test_short_numbers_have_three_digits_and_counts_keep_all(value, text):
    assert short_number(value) == text


@given(st.floats(-1e307, 1e307), st.integers(1, 6))
def test_short_numbers_read_back_as_about_the_same(value, digits):
    text = short_number(value, digits).replace(",", "").replace("\u2212", "-")
    head, _, power = text.partition("\u00d710")
    raised = str.maketrans("\u207b⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
    back = float(f"{head}e{power.translate(raised) or 0}")
    assert math.isclose(back, value, rel_tol=0.6 * 10 ** (1 - digits), abs_tol=5e-324)


def test_a_column_of_numbers_has_the_same_decimals():
    assert column([0.744, 0.5901, 0.7]) == ["0.7440", "0.5901", "0.7000"]
    assert column([12.5, 101.0]) == ["12.5", "101.0"]
    assert column([1_060_138.0, 591_274.0]) == ["1,060,138", "591,274"]
    assert column([1e-9, 1.0]) == ["1\u00d710⁻⁹", "1"]
    assert column([]) == []


@pytest.mark.parametrize(
    ("values", "labels"),
    [
        ((0.0, 10.0), ["0", "2", "4", "6", "8", "10"]),
        ((0.1, 0.97), ["0.2", "0.4", "0.6", "0.8", "1.0"]),
        ((0.0, 2000.0), ["0", "500", "1,000", "1,500", "2,000"]),
        ((-1.0, 1.0), ["\u22121.0", "\u22120.5", "0.0", "0.5", "1.0"]),
        ((0.0, 3e8), ["0", "1\u00d710⁸", "2\u00d710⁸", "3\u00d710⁸"]),
    ],
)
def test_ticks_are_round_numbers(values, labels):
    assert [tick.label for tick in axis(values).ticks(6)] == labels


def test_ticks_of_whole_numbers_have_no_fractions():
    assert [tick.label for tick in axis((1.0, 3.0)).ticks(8, whole=True)] == ["1", "2", "3"]


def test_an_axis_begins_at_zero_where_the_numbers_are_near_it():
    assert axis((2.0, 100.0), zero=True).low == 0.0
    assert axis((60.0, 100.0), zero=True).low > 0.0
    assert axis((2.0, 100.0)).low < 0.0


@given(st.lists(FLOATS), st.integers(2, 10))
def test_every_number_and_every_tick_is_on_its_axis(values, most):
    found = axis(values)
    places = [found.place(value) for value in values]
    assert all(-1e-9 <= place <= 1 + 1e-9 for place in places)
    ticks = [tick.at for tick in found.ticks(most)]
    assert all(0 <= tick <= 1 for tick in ticks)
    assert all(a < b for a, b in pairwise(ticks))
    assert len(ticks) <= most + 1
    assert len({tick.label for tick in found.ticks(most)}) == len(ticks)


@given(st.lists(FLOATS, min_size=1), st.integers(2, 12))
def test_a_rounded_axis_begins_and_ends_with_a_tick(values, most):
    wide, ticks = axis(values, pad=0.0).rounded(most)
    assert (ticks[0].at, ticks[-1].at) == (0.0, 1.0)
    assert 1 <= len(ticks) - 1 <= most + 2
    assert all(-1e-9 <= wide.place(value) <= 1 + 1e-9 for value in values)


@pytest.mark.parametrize("value", [0.0, 1.0, -3.5, 1e300, 5e-324, sys.float_info.max])
def test_equal_numbers_stand_in_the_middle(value):
    assert axis([value] * 5).place(value) == pytest.approx(0.5)


def test_order_is_kept_among_the_largest_and_among_the_smallest():
    for values in ([-1e308, 0.0, 1e308], [0.0, 5e-324, 1e-323], [1e300, 2e300, 3e300]):
        places = [axis(values).place(value) for value in values]
        assert places == sorted(places)
        assert places[1] - places[0] == pytest.approx(places[2] - places[1], rel=0.01)


@given(*[st.lists(FLOATS, min_size=1, max_size=5)] * 2)
def test_equal_scales_give_a_unit_the_same_length(xs, ys):
    x, y, height = equal_scales(axis(xs), axis(ys), 350.0, 150.0, 360.0)
    assert 150 <= height <= 360
    assert x.shift == y.shift
    assert x.span / 350.0 == pytest.approx(y.span / height)
    for found, values in ((x, xs), (y, ys)):
        assert all(-1e-9 <= found.place(value) <= 1 + 1e-9 for value in values)


def test_categories_stand_in_the_middle_of_their_share():
    assert [category_axis(4).place(float(i)) for i in range(4)] == [0.125, 0.375, 0.625, 0.875]


@pytest.mark.parametrize("kind", [float, np.float64, np.float32])
def test_numbers_of_numpys_types_are_numbers(kind: Any) -> None:
    assert short_number(kind(0.25)) == "0.25"
    assert column([kind(0.25), kind(1.5)]) == ["0.250", "1.500"]
