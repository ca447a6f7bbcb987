"""check_between, check_decreasing, check_increasing."""

from typing import Any

import numpy as np
import pytest

from gradewright.checks import CheckFailed, check_between, check_decreasing, check_increasing


def failure(check, *args: Any, **kwargs: Any):
    with pytest.raises(CheckFailed) as caught:
        check(*args, **kwargs)
    return caught.value.failure


@pytest.mark.parametrize("got", [0.9, 1, np.float32(0.95), np.array(0.9), np.array([[0.9, 1.0]])])
def test_values_between_bounds_pass(got):
    assert np.array_equal(check_between(got, 0.9, 1.0), got)


def test_bounds_may_be_left_open():
    assert check_between(10**400, 0.0) == 10**400
    assert check_between(-5, high=0) == -5


def test_a_value_out_of_bounds_says_on_which_side():
    found = failure(check_between, 0.62, 0.9, 1.0, name="train accuracy")
    assert found.problem == "train accuracy is too small."
    assert found.rows == (("", "0.62", ">= 0.9, <= 1.0"),)
    assert failure(check_between, 2, 0, 1).problem == "The result is too large."
    assert "0.9" not in str(found.without_values())


def test_elements_out_of_bounds_are_listed():
    found = failure(check_between, np.array([[0.5, -0.1], [1.5, 0.2]]), 0.0, 1.0, name="A")
    assert found.problem == "A holds values that are too small."
    assert [row[0] for row in found.rows] == ["(0, 1)", "(1, 0)"]
    assert found.differing == "wrong in 2 of 4 places"


@pytest.mark.parametrize("got", [None, "0.95", 1j, [0.95], {}, float("nan")])
def test_what_is_no_number_is_not_between(got):
    failure(check_between, got, 0.0, 1.0)


@pytest.mark.parametrize(
    "costs", [[0.69, 0.5, 0.5], (3, 2), np.array([2.0, 1.0]), [np.array(2.0), np.float32(1)]]
)
def test_a_falling_sequence_passes(costs):
    falling = check_decreasing(costs)
    assert falling.dtype == np.float64
    assert len(falling) == len(costs)
    check_increasing(falling[::-1])


def test_a_rise_is_shown_with_what_came_before():
    found = failure(check_decreasing, [0.69, 0.5, 0.6, 0.4], name="costs")
    assert found.problem == "costs should go down from each value to the next, but does not."
    assert found.rows == (("2", "0.6", "<= 0.5"),)
    assert found.differing == "wrong in 1 of 3 places"


def test_slack_strictness_and_overall():
    check_decreasing([3.0, 3.0, 1.0])
    failure(check_decreasing, [3.0, 3.0, 1.0], strictly=True)
    check_decreasing([3.0, 3.05, 1.0], slack=0.1)
    check_decreasing([3.0, 5.0, 1.0], overall=True)
    found = failure(check_decreasing, [3.0, 1.0, 4.0], overall=True)
    assert found.rows == (("2", "4.0", "<= 3.0"),)
    assert failure(check_increasing, [1.0, 1.0], strictly=True).rows == (("1", "1.0", "> 1.0"),)
    assert "up from each value" in failure(check_increasing, [2.0, 1.0]).problem
    assert "higher than it starts" in failure(check_increasing, [2, 9, 1], overall=True).problem


@pytest.mark.parametrize(
    "costs", [[], [0.69], None, "abc", ["a", "b"], [1, [2]], np.ones((2, 2)), [2.0, 1j], 3.0]
)
def test_what_is_no_sequence_fails(costs):
    failure(check_decreasing, costs)


def test_nan_and_infinity_do_not_fall():
    found = failure(check_decreasing, [1.0, float("nan"), 0.5])
    assert "NaN" in found.problem
    assert found.rows == (("1", "NaN", ""),)
    assert "infinite" in failure(check_decreasing, [float("inf"), 1.0]).problem
