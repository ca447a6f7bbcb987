"""about: a check that is told no call uses the latest one. And check() for all else."""

import pickle
from typing import Any

import numpy as np
import pytest

from gradewright.checks import Call, CheckFailed, about, check, check_close, latest_call


@pytest.fixture(autouse=True)
def _forget():
    about()
    yield
    about()


def failure(*args: Any, **kwargs: Any):
    with pytest.raises(CheckFailed) as caught:
        check_close(*args, **kwargs)
    return caught.value.failure


def test_a_check_uses_the_latest_call():
    about("sigmoid", "sigmoid(z=0.0)")
    about("propagate", "propagate(w, b)")
    assert latest_call() == Call("propagate", "propagate(w, b)")
    found = failure(1.0, 3.0, name="cost")
    assert found.problem == "cost from propagate has the wrong value."
    assert (found.function, found.call) == ("propagate", "propagate(w, b)")
    assert failure(1.0, 3.0).problem == "The result of propagate has the wrong value."


def test_a_call_that_is_given_comes_first():
    about("propagate", "propagate(w, b)")
    found = failure(1.0, 3.0, function="sigmoid", call="sigmoid(z=0.0)")
    assert (found.function, found.call) == ("sigmoid", "sigmoid(z=0.0)")
    assert failure(1.0, 3.0, function="sigmoid").call == ""
    assert failure(1.0, 3.0, function="propagate").call == "propagate(w, b)"


def test_without_any_call_the_message_stands_alone():
    found = failure(1.0, 3.0)
    assert (found.problem, found.call) == ("The result has the wrong value.", "")


def test_a_condition_of_the_graders_own():
    about("predict", "predict(w)")
    assert check(True, "never said") is True
    with pytest.raises(CheckFailed) as caught:
        check(False, "The seed changes nothing.", "is a seed set inside?", got=np.ones(2))
    found = caught.value.failure
    assert found.problem == "The seed changes nothing."
    assert (found.cause, found.call) == ("is a seed set inside?", "predict(w)")
    assert found.got == "float64 array of shape (2,)"


def test_a_condition_on_an_array_holds_for_all_of_it():
    check(np.array([True, True]), "never said")
    for condition in (np.array([True, False]), np.empty(0, dtype=bool), [], None):
        with pytest.raises(CheckFailed, match="wrong"):
            check(condition, "It is wrong.")


def test_the_exception_survives_a_pipe():
    with pytest.raises(CheckFailed) as caught:
        check_close(1.0, 3.0)
    again = pickle.loads(pickle.dumps(caught.value))
    assert again.failure == caught.value.failure
    assert str(again) == str(caught.value)
