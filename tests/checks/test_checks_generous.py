"""Values read generously: only axes of length 1 come and go."""

import numpy as np
import pytest

from gradewright.checks import CheckFailed, as_asked, check_close, check_gradient, check_labels

ROW = np.array([[0.25, -1.5, 3.0]])


@pytest.mark.parametrize("got", [0.75, np.float64(0.75), np.array([0.75]), np.array([[0.75]])])
@pytest.mark.parametrize("expected", [0.75, np.array([0.75]), np.array([[0.75]])])
def test_one_number_is_read_in_any_shape_with_one_element(got, expected):
    read = as_asked(got, expected)
    assert read.shape == np.shape(expected)
    assert read.reshape(()) == 0.75
    check_close(got, expected, shape="generous")


@pytest.mark.parametrize("got", [ROW, ROW[0], ROW.T, ROW.tolist(), tuple(ROW[0]), ROW[None]])
@pytest.mark.parametrize("expected", [ROW, ROW.T, ROW[0]])
def test_flat_row_and_column_are_read_as_each_other(got, expected):
    assert np.array_equal(as_asked(got, expected), expected)
    check_close(got, expected, shape="generous")


def test_a_list_of_arrays_with_one_element_each_is_a_list_of_numbers():
    costs = [np.array([[0.5]]), np.array([[0.25]])]
    assert check_close(costs, [0.5, 0.25], shape="generous").tolist() == [0.5, 0.25]


@pytest.mark.parametrize("got", [np.eye(2, 3).T, np.ones(6), np.ones((2, 1, 3, 2)), "abc", None])
def test_what_can_be_read_otherwise_stays_as_it_came(got):
    assert as_asked(got, np.eye(2, 3)) is got
    with pytest.raises(CheckFailed):
        check_close(got, np.eye(2, 3), shape="generous")


def test_a_square_matrix_is_never_turned():
    square = np.array([[1.0, 2.0], [3.0, 4.0]])
    with pytest.raises(CheckFailed):
        check_close(square.T, square, shape="generous")


def test_wrong_values_stay_wrong_and_are_told_with_the_kind_that_came():
    with pytest.raises(CheckFailed) as caught:
        check_close(ROW[0] + [0, 0, 1], ROW, shape="generous")
    assert caught.value.failure.got == "float64 array of shape (3,)"
    assert caught.value.failure.differing == "1 of 3 elements differ"


def test_strict_checks_stay_strict():
    with pytest.raises(CheckFailed):
        check_close(ROW[0], ROW)
    with pytest.raises(CheckFailed):
        check_labels(np.array([0, 1]), np.array([[0, 1]]))


def test_labels_and_gradients_are_read_generously_on_request():
    assert check_labels([0, 1, 1], np.array([[0, 1, 1]]), shape="generous").shape == (1, 3)
    with pytest.raises(CheckFailed):
        check_labels(np.array([0, 1]), np.array([[0, 1, 1]]), shape="generous")
    x = np.array([[1.0], [2.0]])
    slopes = check_gradient([2.0, 4.0], lambda x: (x**2).sum(), x, shape="generous")
    assert slopes.shape == (2, 1)
    with pytest.raises(CheckFailed):
        check_gradient(np.array([2.0, 4.0]), lambda x: (x**2).sum(), x)
