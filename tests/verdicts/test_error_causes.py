"""What an exception most likely comes from: texts that the installed NumPy and Python write."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from gradewright.verdicts.error_causes import Raised, cause_of_error


def whole_numbers_in_place() -> None:
    counts = np.array([1, 2])
    counts -= 0.5 * np.ones(2)


def ragged() -> None:
    np.sum([np.ones((2, 3)), np.ones(2)])


def not_aligned() -> None:
    np.dot(np.ones((3, 4)), np.ones((3, 2)))


def of_one_shape() -> None:
    np.dot(np.ones((3, 4)), np.ones((3, 4)))


def mismatch() -> None:
    np.ones((3, 4)) @ np.ones((5, 2))


def cannot_broadcast() -> None:
    np.ones((3, 4)) + np.ones((4, 3))


def read_too_early() -> None:
    if not unset_so_far:  # noqa: F821
        unset_so_far = 1  # noqa: F841


def no_such_name() -> None:
    learning_rat  # noqa: B018, F821


def no_such_key() -> None:
    {"dW1": 1}["dw1"]


def size_is_a_float() -> None:
    range(6 / 2)


def shape_without_brackets() -> None:
    np.concatenate(np.ones(3), np.ones(3))


def stored_in_one_place() -> None:
    np.zeros(3)[0] = [1, 2]


def one_truth() -> None:
    if np.ones(3) > 0:
        pass


def none_is_no_array() -> None:
    parameters = None
    parameters["W1"]


def one_past_the_end() -> None:
    np.zeros(3)[3]


def called_array() -> None:
    np.ones(2)(1)


def number_for_a_dictionary() -> None:
    np.float64(0.5)["dw"]


def array_for_a_dictionary() -> None:
    np.ones(3)["dw"]


def for_one_number() -> None:
    float(np.ones(3))


def gone_from_numpy() -> None:
    np.int  # noqa: B018, NPY001


def endless() -> None:
    endless()


def cause(function: Callable[[], None], line: str = "", source: str = "") -> str:
    with pytest.raises(Exception) as caught:
        function()
    error, text = type(caught.value).__name__, str(caught.value)
    names = ("learning_rate", "model")
    return cause_of_error(Raised(error, text, "train", line, source, names))


@pytest.mark.parametrize(
    ("function", "line", "said"),
    [
        (whole_numbers_in_place, "counts -= rate * slope", "counts arrived as whole numbers"),
        (whole_numbers_in_place, "grads['w'] -= slope", "Write grads['w'] = grads['w'] - ..."),
        (whole_numbers_in_place, "np.subtract(a, b, out=a)", "with .astype(float)"),
        (ragged, "z = np.sum([A, bias])", "np.sum([A, bias]) puts things of different shapes"),
        (ragged, "z = np.sum([A, bias])", "Add them with + instead"),
        (ragged, "z = np.sum([np.dot(w, X), b])", "np.sum([np.dot(w, X), b])"),
        (ragged, "z = np.array([A, bias])", "np.array([A, bias]) puts things"),
        (ragged, "z = np.array(parts)", "things of different shapes are put into one list"),
        (not_aligned, "", "here a (3, 4) meets a (3, 2). Is a transpose (.T) of the left"),
        (of_one_shape, "", "a (3, 4) meets a (3, 4). Is * (element by element) meant"),
        (mismatch, "", "here 4 columns meet 5 rows"),
        (cannot_broadcast, "", "shapes (3, 4) and (4, 3)"),
        (cannot_broadcast, "", "Is a transpose (.T) missing"),
        (read_too_early, "", "unset_so_far is read before"),
        (no_such_name, "", "there is learning_rate: a typing slip?"),
        (size_is_a_float, "", "a float stands where a whole number is needed"),
        (shape_without_brackets, "", "np.concatenate a list"),
        (stored_in_one_place, "", "stored where one number belongs"),
        (one_truth, "", ".any() or .all()"),
        (none_is_no_array, "", "a value is None here"),
        (one_past_the_end, "", "with 3 elements the last one is 2"),
        (called_array, "", "no function but of type ndarray"),
        (number_for_a_dictionary, "", "a number is indexed"),
        (array_for_a_dictionary, "", "an array is indexed with a text"),
        (for_one_number, "", "take one number, and this is an array"),
        (gone_from_numpy, "", "Write int."),
        (endless, "", "calls itself without end"),
    ],
)
def test_an_error_is_put_into_words(function, line, said):
    assert said in cause(function, line)


@pytest.mark.parametrize(
    ("head", "line", "said"),
    [
        (
            "def train(speeds, rate=0.1):",
            "out[i] = 2 * speeds[i]",
            "speeds is a single number here",
        ),
        ("def train(rate):", "grads['dw'] * rate", "in another order than meant"),
        ("def other(grads):", "grads['dw']", "in another order than meant"),
    ],
)
def test_an_indexed_number_is_an_argument_or_came_in_another_order(head, line, said):
    assert said in cause(number_for_a_dictionary, line, f"{head}\n    {line}")


def test_a_typing_slip_is_only_told_where_a_near_name_exists():
    told = cause_of_error(Raised("NameError", "name 'gamma' is not defined", "f", names=("beta",)))
    assert "slip" not in told
    assert "there is no gamma" in told


def test_a_key_is_compared_with_those_in_the_code():
    assert "'dW1' is used elsewhere" in cause(no_such_key, source='return {"dW1": d, "dw1": 1}')
    assert cause(no_such_key, source="x = 1") == ""


def test_a_call_that_never_began_is_a_matter_of_its_parameters():
    text = "train() missing 1 required positional argument: 'rate'"
    raised = Raised("TypeError", text, "train", passed_own_lines=False)
    assert "parameters of train" in cause_of_error(raised)


def test_what_is_not_known_is_not_explained():
    assert cause_of_error(Raised("ValueError", "my own text", "train", "raise ValueError")) == ""
