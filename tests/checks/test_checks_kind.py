"""check_kind: what counts as which kind."""

from typing import Any

import numpy as np
import pytest

from gradewright.checks import CheckFailed, check_kind


def failure(*args: Any, **kwargs: Any):
    with pytest.raises(CheckFailed) as caught:
        check_kind(*args, **kwargs)
    return caught.value.failure


@pytest.mark.parametrize(
    ("value", "kind", "converted"),
    [
        (0.5, "float", 0.5),
        (np.float32(0.5), "float", 0.5),
        (np.array(0.5), "float", 0.5),
        (3, "int", 3),
        (10**30, "int", 10**30),
        (np.int8(3), "int", 3),
        (np.array(3), "int", 3),
        (np.True_, "bool", True),
        (False, "bool", False),
        ({"a": 1}, "dict", {"a": 1}),
        ((1, 2), "tuple", (1, 2)),
        ([1, 2], "list", [1, 2]),
        ("relu", "str", "relu"),
    ],
)
def test_a_value_of_the_kind_comes_back_plain(value, kind, converted):
    assert check_kind(value, kind) == converted
    assert type(check_kind(value, kind)) is type(converted)


@pytest.mark.parametrize("dtype", [bool, int, np.uint8, np.float32, float])
def test_labels_are_of_any_real_type(dtype):
    labels = np.array([[0, 1, 1]]).astype(dtype)
    assert check_kind(labels, "labels") is labels


def test_arrays_are_arrays_of_numbers():
    assert check_kind(np.ones(3), "array").shape == (3,)
    assert failure(np.array(["a"]), "array").got == "str array of shape (1,)"


def test_an_integer_is_a_float_only_with_leave():
    assert check_kind(2, "float", integer_ok=True) == 2.0
    assert check_kind(np.uint8(2), "float", integer_ok=True) == 2.0
    failure(2, "float")
    failure(True, "float", integer_ok=True)
    failure(10**400, "float", integer_ok=True)


@pytest.mark.parametrize(
    ("value", "kind", "cause"),
    [
        (None, "dict", "return statement"),
        ([1.0], "array", "np.array"),
        ((1.0, 2.0), "array", "comma"),
        (1.0, "array", "axis"),
        ([["yes", "no"]], "labels", "holds text"),
        (np.array(["up"]), "array", "holds text"),
        ([0, 1], "labels", "np.array"),
        (np.array([[1.0]]), "float", "np.squeeze"),
        (np.ones(3), "float", "sum or mean"),
        (1j, "float", "complex"),
        (2.0, "int", "int("),
        ((1.0, 2.0), "float", "comma"),
    ],
)
def test_a_likely_cause_is_named(value, kind, cause):
    assert cause in failure(value, kind).cause


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (1, "bool"),
        (True, "int"),
        (np.array([0.5]), "labels"),
        (np.array([1 + 0j]), "labels"),
        ([0, 1], "labels"),
        ((1,), "list"),
        ([1], "tuple"),
        (b"x", "str"),
        ([("a", 1)], "dict"),
    ],
)
def test_other_kinds_fail(value, kind):
    assert "of the wrong kind" in failure(value, kind).problem


def test_the_message_says_what_came_and_what_was_asked_for():
    found = failure({"a": 1}, "float", name="cost", function="propagate")
    assert found.problem == (
        "cost from propagate is of the wrong kind: dict of length 1 instead of one real number "
        "(float)."
    )
