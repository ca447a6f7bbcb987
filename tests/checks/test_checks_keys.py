"""check_keys: dictionaries with the keys that were asked for."""

from typing import Any

import pytest

from gradewright.checks import CheckFailed, check_keys


def failure(*args: Any, **kwargs: Any):
    with pytest.raises(CheckFailed) as caught:
        check_keys(*args, **kwargs)
    return caught.value.failure


def test_extra_keys_are_fine():
    grads = {"dw": 1, "db": 2, "Z": 3, 4: 5}
    assert check_keys(grads, ["dw", "db"]) is grads


def test_missing_keys_are_named():
    found = failure({"dw": 1}, ["dw", "db", "cost"], name="grads", function="propagate")
    assert found.problem == "grads from propagate lacks the keys 'db', 'cost'."
    assert found.expected == "dict with keys 'dw', 'db', 'cost'"
    assert found.got == "dict with keys 'dw'"
    assert found.cause == ""


@pytest.mark.parametrize(
    ("key", "there"),
    [("dw", "dW"), ("learning_rate", "learningrate"), ("Y_prediction_test", "Y_predictions_test")],
)
def test_near_misses_are_named(key, there):
    assert failure({there: 1}, [key]).cause == f"'{there}' is there; '{key}' is asked for."


def test_short_names_are_not_near_each_other():
    assert failure({"W1": 1, "W3": 2}, ["W2"]).cause == ""


@pytest.mark.parametrize(
    ("got", "cause"),
    [(None, "return statement"), ((1, 2), "under their names"), ([1], ""), ("x", "")],
)
def test_what_is_no_dictionary_fails(got, cause):
    found = failure(got, ["dw", "db"])
    assert "instead of dictionary (dict)" in found.problem
    assert cause in found.cause


def test_hostile_keys_are_shown_harmlessly():
    with pytest.raises(CheckFailed) as caught:
        check_keys({"\x1b[31m": 1, "x" * 10**6: 2}, ["a"])
    text = str(caught.value)
    assert "\x1b" not in text
    assert max(map(len, text.splitlines())) <= 120


class History:
    """As Keras' `fit` returns one; its dictionary is an attribute."""


def test_an_object_of_keras_is_told_from_its_dictionary() -> None:
    with pytest.raises(CheckFailed) as caught:
        check_keys(History(), ["loss"])
    assert "history.history" in caught.value.failure.cause
    with pytest.raises(CheckFailed) as caught:
        check_keys(object(), ["loss"])
    assert caught.value.failure.cause == ""
