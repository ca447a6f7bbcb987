"""check_labels: predictions of 0 and 1."""

from typing import Any

import numpy as np
import pytest

from gradewright.checks import CheckFailed, check_labels

A = np.array([[0.1, 0.9, 0.4, 0.6, 0.8, 0.2]])
Y = A > 0.5


def failure(*args: Any, **kwargs: Any):
    with pytest.raises(CheckFailed) as caught:
        check_labels(*args, **kwargs)
    return caught.value.failure


@pytest.mark.parametrize("dtype", [bool, int, np.uint8, np.float32, float])
def test_labels_of_any_type_pass(dtype):
    labels = check_labels(Y.astype(dtype), Y)
    assert labels.dtype == np.int64
    assert np.array_equal(labels, Y)


def test_shape_and_lists_need_leave():
    assert check_labels(Y[0], Y, shape="any").shape == (1, 6)
    assert check_labels(Y.tolist(), Y, lists=True).shape == (1, 6)
    assert "keepdims" in failure(Y[0], Y).cause
    assert "np.array" in failure(Y.tolist(), Y).cause
    failure(Y[:, :3], Y, shape="any")


def test_wrong_labels_are_counted_and_listed():
    wrong = Y.astype(int)
    wrong[0, 0] = 1
    found = failure(wrong, Y, name="Y_prediction")
    assert found.problem == "Y_prediction labels some examples wrongly."
    assert found.differing == "1 of 6 labels are wrong"
    assert found.rows == (("(0, 0)", "1", "0"),)


@pytest.mark.parametrize(
    ("got", "cause"),
    [
        (~Y, "inverted"),
        (np.zeros((1, 6)), "every label is 0"),
        (np.ones((1, 6), dtype=bool), "every label is 1"),
        (A > 0.7, "above 0.5"),
        (A > 0.3, "below 0.5"),
        (A, "probabilities, and the right ones"),
        (1 - A, "look like probabilities"),
        (np.where(Y, 1, -1), "-1 and 1"),
        (np.where(Y, np.nan, 0), "NaN"),
        (A * 30, ""),
    ],
)
def test_a_likely_cause_is_named(got, cause):
    said = failure(got, Y, probabilities=A).cause
    assert cause in said if cause else said == ""


def test_a_tie_at_the_threshold_is_named():
    probabilities = np.array([[0.5, 0.9, 0.1]])
    found = failure(probabilities >= 0.5, probabilities > 0.5, probabilities=probabilities)
    assert ">= where >" in found.cause


def test_values_other_than_0_and_1_are_counted():
    found = failure(np.array([[0, 2, 1.0, 3, 0, 0]]), Y)
    assert found.differing == "2 of 6 elements are neither 0 nor 1"


@pytest.mark.parametrize("got", [None, "010", 1, Y + 0j, np.array(["0"] * 6), {}])
def test_what_is_no_array_of_labels_fails(got):
    assert failure(got, Y).problem


def test_classes_other_than_0_and_1_are_the_graders_mistake() -> None:
    with pytest.raises(TypeError, match="check_close compares any integers"):
        check_labels(np.array([0, 2]), np.array([0, 2]))
