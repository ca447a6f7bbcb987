"""describe, describe_kind, describe_call and numbers as text."""

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradewright.checks import describe, describe_call, describe_kind
from gradewright.checks.number_text import number, two_numbers
from gradewright.wire import ObjectArray


@dataclass(frozen=True)
class Stayed:
    id: int
    type_name: str
    summary: str


@pytest.mark.parametrize(
    ("value", "whole", "kind"),
    [
        (None, "None", "None"),
        (True, "bool True", "bool"),
        (3, "int 3", "int"),
        (0.5, "float 0.5", "float"),
        (2.0, "float 2.0", "float"),
        (1 + 2j, "complex 1.0+2.0j", "complex"),
        (np.float32(0.5), "float32 0.5", "float32"),
        (np.int64(3), "int64 3", "int64"),
        ("relu", "str 'relu'", "str"),
        (b"x", "bytes b'x'", "bytes"),
        (np.ones((2, 1)), "float64 array of shape (2, 1)", "float64 array of shape (2, 1)"),
        (np.array(["abc"]), "str array of shape (1,)", "str array of shape (1,)"),
        ((5, 4, 2), "tuple (5, 4, 2)", "tuple of length 3"),
        ([1, [2]], "list of length 2", "list of length 2"),
        (
            ObjectArray([[1], [2]], (2, 1)),
            "object array of shape (2, 1)",
            "object array of shape (2, 1)",
        ),
        ({"W1": 1, "b1": 2}, "dict with keys 'W1', 'b1'", "dict of length 2"),
        ({}, "dict of length 0", "dict of length 0"),
        (Stayed(1, "Sequential", "<…>"), "object of type Sequential", "object of type Sequential"),
        ({1, 2}, "object of type set", "object of type set"),
    ],
)
def test_values_in_words(value, whole, kind):
    assert describe(value) == whole
    assert describe_kind(value) == kind


def test_long_values_are_cut():
    assert describe("x" * 1000) == "str '" + "x" * 40 + "'…"
    assert len(describe("\0" * 1000)) < 200
    assert describe({i: i for i in range(100)}) == "dict with keys 0, 1, 2, 3, 4, 5, 6, 7, …"
    assert describe(Stayed(1, "x\x1b" * 100, "")).isprintable()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.4999352306247057, "0.49993523"),
        (1e-12, "1e-12"),
        (float("nan"), "NaN"),
        (float("-inf"), "-inf"),
        (10**29, "1" + "0" * 29),
        (10**400, "1.00000e+400"),
        (np.float16(0.5), "0.5"),
        (np.longdouble(0.25), "0.25"),
        (np.clongdouble(1j), "0.0+1.0j"),
        (1 - 2j, "1.0-2.0j"),
        (np.True_, "True"),
    ],
)
def test_numbers_in_words(value, text):
    assert number(value) == text


def test_an_integer_that_python_refuses_to_write_has_words():
    assert number(-(10**5000)) == "-1.00000e+5000"


def test_two_numbers_differ_in_words():
    assert two_numbers(0.1 + 0.2, 0.3) == ("0.30000000000000004", "0.29999999999999999")
    assert two_numbers(1, 2.0) == ("1", "2.0")


def test_a_call_in_words():
    w, X = np.array([[1.0], [2.0]]), np.ones((2, 30))
    text = describe_call("propagate", (w, 2.0, X), {"print_cost": False}, ("w", "b", "X", "Y"))
    assert text == ("propagate(w=[[1.0], [2.0]], b=2.0, X=float64 (2, 30), print_cost=False)")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("relu", "'relu'"),
        ("x" * 50, "'" + "x" * 30 + "'…"),
        ({"W1": np.ones((4, 2)), "b": 0.5, 3: None}, "{'W1': float64 (4, 2), 'b': 0.5, 3: None}"),
        ({}, "{}"),
        ([1, 2.5, "a"], "[1, 2.5, 'a']"),
        ((1,), "(1,)"),
        ((np.ones(2), np.ones(9)), "(float64 (2,), float64 (9,))"),
        (list(range(100)), "list of length 100"),
        (np.array([True, False]), "[True, False]"),
        (np.array(1.5), "1.5"),
        (np.empty((0, 2)), "float64 (0, 2)"),
        (np.array(["a"]), "str (1,)"),
        (Stayed(1, "Sequential", ""), "<Sequential>"),
        (None, "None"),
    ],
)
def test_an_argument_in_words(value, text):
    assert describe_call("f", (value,), {}) == f"f({text})"


def test_a_call_with_hidden_inputs_shows_no_value():
    args = (np.array([1.5]), 2.5, {"a": 3.5, "b": np.ones(2)}, [4.5], "five", None)
    assert describe_call("f", args, {"k": True}, ("w",), values=False) == (
        "f(w=float64 (1,), float, {'a': float, 'b': float64 array of shape (2,)}, "
        "list of length 1, str, None, k=bool)"
    )


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.integers(), inner),
    max_leaves=10,
)


@given(st.lists(PLAIN, max_size=12), st.dictionaries(st.text(), PLAIN, max_size=3))
def test_a_call_is_short_whatever_its_arguments(args, kwargs):
    assert len(describe_call("f", args, kwargs, ("a", "b"))) <= 200
