"""check_equal: plain values, exactly."""

from typing import Any

import numpy as np
import pytest

from gradewright.checks import CheckFailed, check_equal


def failure(*args: Any, **kwargs: Any):
    with pytest.raises(CheckFailed) as caught:
        check_equal(*args, **kwargs)
    return caught.value.failure


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        ((5, 4, 2), (5, 4, 2)),
        ((np.int64(5), 4.0, 2), (5, 4, 2)),
        ("relu", "relu"),
        (np.str_("relu"), "relu"),
        (b"x", b"x"),
        (None, None),
        (np.True_, True),
        (float("nan"), float("nan")),
        (10**400, 10**400),
        ({"a": [1, (2, None)], 3: "x"}, {3: "x", "a": [1, (2, None)]}),
        (np.array([1.0, np.nan]), np.array([1.0, np.nan])),
        (np.array([1, 2]), np.array([1.0, 2.0])),
        (np.array(["a"]), np.array(["a"])),
    ],
)
def test_equal_values_pass(got, expected):
    assert check_equal(got, expected) is got


def test_lists_for_tuples_need_leave():
    assert check_equal([5, [4, 2]], (5, (4, 2)), lists=True) == [5, [4, 2]]
    found = failure([5, 4, 2], (5, 4, 2), name="sizes")
    assert found.problem == (
        "sizes is of the wrong kind: list of length 3 instead of tuple of length 3."
    )


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        (True, 1),
        (1, True),
        (5, "5"),
        ("5", 5),
        (0, None),
        (None, 0),
        ("a", "b"),
        ("a", b"a"),
        (2**53 + 1, 2.0**53),
        ({"a": 1}, {"b": 1}),
        ({"a": 1}, [("a", 1)]),
        (np.array([1, 2]), np.array([1, 3])),
        (np.array([1, 2]), np.array([[1, 2]])),
        (np.array(["1"]), np.array([1])),
        (np.array([1]), [1]),
        (np.array(5), "5"),
        ([1], np.array([1])),
    ],
)
def test_other_values_fail(got, expected):
    failure(got, expected, lists=True)


def test_every_place_that_differs_is_named():
    found = failure({"a": (1, 2), "b": "x"}, {"a": (1, 3), "b": "y"})
    assert found.problem == "The result is not what was asked for."
    assert found.differing == "wrong at ['a'][1], ['b']"
    assert found.rows == (("['a'][1]", "2", "3"), ("['b']", "'x'", "'y'"))


def test_lengths_and_keys_are_told():
    assert failure((5, 4), (5, 4, 2)).cause == "it has 2 parts, where 3 are asked for."
    assert "other keys" in failure({"a": 1}, {"b": 1}).cause
    assert "return statement" in failure(None, (5, 4, 2)).cause
    assert failure((5, 4), (5, 4, 2)).rows == (("", "tuple (5, 4)", "tuple (5, 4, 2)"),)


def test_an_expected_value_of_another_kind_is_the_graders_mistake():
    with pytest.raises(TypeError, match="check_equal compares"):
        check_equal({1}, {1})
