"""check_close: what passes, what fails, and what a failure says."""

import timeit
from typing import Any

import numpy as np
import pytest

from gradewright.checks import CheckFailed, check_close

DW = np.array([[0.99993216], [1.99980262]])


def failure(*args: Any, **kwargs: Any):
    with pytest.raises(CheckFailed) as caught:
        check_close(*args, **kwargs)
    return caught.value.failure


@pytest.mark.parametrize("zero", [0, 0.0, np.float32(0), np.int64(0), np.array(0.0), np.array(0)])
@pytest.mark.parametrize("expected", [0, 0.0, np.float64(0), np.array(0.0)])
def test_every_scalar_form_equals_every_other(zero, expected):
    value = check_close(zero, expected)
    assert value == 0
    assert type(value) in {int, float}


def test_values_within_the_tolerance_pass():
    assert check_close(0.5 + 4e-7, 0.5) == 0.5 + 4e-7
    assert check_close(1e-10, 0.0) == 1e-10
    assert check_close(1.05, 1.0, rtol=0.1) == 1.05


def test_returns_the_array():
    assert np.array_equal(check_close(DW.astype(np.float32), DW, rtol=1e-5), DW.astype(np.float32))


def test_integers_are_compared_exactly_whatever_type_they_come_as():
    expected = np.array([0, 1, 2])
    check_close(np.array([0.0, 1.0, 2.0]), expected)
    check_close(np.array([0, 1, 2], dtype=np.uint8), expected)
    check_close(np.array([False, True]), np.array([0, 1]))
    check_close(np.array([0.0, 1.0]), np.array([False, True]))
    assert failure(np.array([0.0, 1.0, 2.0 + 1e-9]), expected).differing == (
        "1 of 3 elements differ"
    )


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        (2**53 + 1, 2**53),
        (float(2**53), 2**53 + 1),
        (np.uint64(2**63), np.int64(2**63 - 1)),
        (2.0**63, 2**63 - 1),
        (10**30 + 1, 10**30),
        (np.array([2.0**53, 1.0]), np.array([2**53 + 1, 1])),
        (np.array([2.0**64]), np.array([2**64 - 1], dtype=np.uint64)),
    ],
)
def test_large_integers_are_not_compared_as_floats(got, expected):
    failure(got, expected)
    check_close(expected, expected)


def test_the_difference_of_large_integers_is_exact():
    assert failure(2**53 + 1, 2**53).largest == "absolute 1"
    assert failure(float(2**53), 2**53 + 1).largest == "absolute 1"


def test_nan_and_infinity_equal_themselves():
    values = np.array([np.nan, np.inf, -np.inf, 1.0])
    check_close(values, values.copy())
    failure(np.array([np.inf]), np.array([-np.inf]))


@pytest.mark.parametrize(("got", "expected"), [(5.0, np.inf), (1e308, -1e308), (np.inf, 5.0)])
def test_an_infinite_tolerance_lets_nothing_through(got, expected):
    failure(got, expected)


def test_nan_and_infinity_are_named_and_counted():
    found = failure(np.array([np.nan, np.nan, np.inf, 1.0]), np.array([1.0, 2, 3, 4]), name="A2")
    assert found.problem == "A2 holds NaN (not a number) where a number should stand."
    assert found.differing == ("4 of 4 elements differ; 2 elements are NaN; 1 element is infinite")
    assert found.largest == "absolute 3.0 at 3; relative 0.75 at 3"
    assert found.rows[0] == ("0", "NaN", "1.0")
    assert "log(0)" in found.cause
    found = failure(np.array([np.inf, 1.0]), np.array([1.0, 1.0]))
    assert found.problem.startswith("The result holds an infinite value")


def test_a_wrong_value_says_how_many_where_and_by_how_much():
    got = DW.copy()
    got[1, 0] = 2.5
    found = failure(got, DW, name="dw", function="propagate", call="propagate(w, b, X, Y)")
    assert found.problem == "dw from propagate has wrong values."
    assert (found.function, found.call) == ("propagate", "propagate(w, b, X, Y)")
    assert found.expected == found.got == "float64 array of shape (2, 1)"
    assert found.differing == "1 of 2 elements differ"
    assert found.largest == "absolute 0.5 at (1, 0); relative 0.25 at (1, 0)"
    assert found.rows == (("(1, 0)", "2.5", "1.9998026"),)
    assert found.cause == ""


def test_a_wrong_scalar_stands_in_one_row_without_index():
    found = failure(0.7, 0.5, name="cost")
    assert found.problem == "cost has the wrong value."
    assert (found.expected, found.got, found.differing) == ("float", "float", "")
    assert found.rows == (("", "0.7", "0.5"),)


def test_the_five_worst_elements_are_shown_in_order():
    expected = np.zeros(100)
    got = np.zeros(100)
    got[[3, 10, 20, 40, 60, 80]] = [1, 6, 5, 0.5, 4, 9]
    assert [row[0] for row in failure(got, expected).rows] == ["3", "10", "20", "60", "80"]


def test_rows_show_as_many_digits_as_tell_the_two_apart():
    row = failure(np.array([0.1234567891, 1]), np.array([0.1234567892, 1]), rtol=0, atol=0).rows[0]
    assert row == ("0", "0.1234567891", "0.1234567892")


def test_shapes_come_first():
    found = failure(DW.T, DW, name="dw")
    assert found.problem == "dw has shape (1, 2) instead of (2, 1)."
    assert found.rows == ()
    assert "rows and columns are swapped" in found.cause


def test_one_element_for_a_scalar_needs_leave():
    assert check_close(np.array([[0.5]]), 0.5, shape="scalar") == 0.5
    assert check_close([[0.5]], 0.5, shape="scalar", lists=True) == 0.5
    found = failure(np.array([[0.5]]), 0.5)
    assert found.expected == "one number"
    assert "np.squeeze" in found.cause
    failure(np.array([0.5, 0.5]), 0.5, shape="scalar")


def test_a_scalar_for_an_array_is_of_the_wrong_kind():
    found = failure(0.5, DW)
    assert found.problem == (
        "The result is of the wrong kind: float instead of float64 array of shape (2, 1)."
    )
    assert "axis" in found.cause


def test_shape_any_takes_as_many_elements_in_any_shape():
    assert check_close(DW.ravel(), DW, shape="any").shape == (2, 1)
    failure(np.ones(3), DW, shape="any")


def test_shape_broadcast_takes_what_spreads_to_the_expected_shape():
    assert check_close(np.array(0.0), np.zeros((3, 2)), shape="broadcast").shape == (3, 2)
    check_close(np.zeros((1, 2)), np.zeros((3, 2)), shape="broadcast")
    failure(np.zeros((3, 2, 1)), np.zeros((3, 2)), shape="broadcast")
    failure(np.zeros(3), np.zeros((3, 2)), shape="broadcast")


def test_lists_need_leave():
    assert isinstance(
        check_close([[1, 2.0], (3, np.float32(4))], np.array([[1.0, 2], [3, 4]]), lists=True),
        np.ndarray,
    )
    check_close([np.array(0.5), np.float64(0.25), 1], [0.5, 0.25, 1.0], lists=True)
    check_close([np.ones(2), np.zeros(2)], np.array([[1.0, 1], [0, 0]]), lists=True)
    found = failure([1.0, 2.0], np.array([1.0, 2.0]))
    assert "np.array" in found.cause
    assert found.got == "list of length 2"


@pytest.mark.parametrize(
    "got", [[1, [2]], [[1], [2, 3]], ["a", "b"], [1, "2"], [None, 1], [np.ones(2), np.ones(3)], {}]
)
def test_ragged_and_foreign_lists_are_no_arrays(got):
    assert "of the wrong kind" in failure(got, np.array([1.0, 2.0]), lists=True).problem


def test_lists_of_huge_integers_keep_their_digits():
    check_close([2**63, -1, 10**40], [2**63, -1, 10**40], lists=True)
    failure([2**63, -1, 10**40], [2**63, -1, 10**40 + 1], lists=True)
    found = failure([np.uint64(2**63), np.int64(-1)], [2**63 + 1, -1], lists=True)
    assert found.differing == "1 of 2 elements differ"
    failure([10**400, 1.5], [1.0, 1.5], lists=True)


def test_signed_and_unsigned_arrays_in_a_list_keep_their_digits():
    got = [np.array([2**63 + 1], dtype=np.uint64), np.array([-1])]
    check_close(got, [[2**63 + 1], [-1]], lists=True)
    failure(got, [[2**63], [-1]], lists=True)


def test_complex_is_not_silently_real():
    found = failure(DW + 0j, DW)
    assert found.got == "complex128 array of shape (2, 1)"
    assert "complex" in found.cause
    check_close(DW, DW + 0j)
    assert failure(np.array([1 + 1j]), np.array([1 - 1j])).rows == (("0", "1.0+1.0j", "1.0-1.0j"),)


def test_kind_is_checked_besides():
    assert check_close(0.5, 0.5, kind="float") == 0.5
    assert "float" in failure(0, 0.0, kind="float", name="db").problem


def test_sizes_explain_a_factor():
    assert "m = 4 times too large" in failure(4 * DW, DW, sizes={"m": 4}).cause
    assert "m = 4 times too small" in failure(0.5 / 4, 0.5, sizes={"m": 4}).cause


def test_strings_are_no_numbers():
    assert failure("0.5", 0.5).got == "str"
    assert failure(np.array(["0.5"]), np.array([0.5])).got == "str array of shape (1,)"


def test_an_expected_value_that_is_no_number_is_the_graders_mistake():
    with pytest.raises(TypeError, match="use check_equal"):
        check_close(1.0, "one")


def test_a_check_that_passes_costs_microseconds():
    best = min(timeit.repeat(lambda: check_close(DW, DW), number=200, repeat=5)) / 200
    assert best < 200e-6
