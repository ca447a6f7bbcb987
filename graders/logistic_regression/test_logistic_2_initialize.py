"""Graders of question `initialize_with_zeros`."""

import numpy as np
import pytest
from logistic_cases import check_values, parts

from gradewright.graders import check, check_shape

pytestmark = pytest.mark.question("initialize_with_zeros")

NAMES = ("w", "b")


@pytest.mark.points(0.25)
def test_printed_example(student):
    """Two features: w holds two zeros, b is zero."""
    _check_zeros(student.initialize_with_zeros(2), 2)


@pytest.mark.points(0.25)
def test_shapes(student):
    """A column w of shape (dim, 1) and a single number b, in this order."""
    for dim in (2, 5):
        got = student.initialize_with_zeros(dim)
        w, b = parts(got, NAMES, "initialize_with_zeros", in_order=True)
        _rule_out_built_in(w, dim)
        check_shape(w, (dim, 1), name="w")
        check_shape(b, (), name="b")


@pytest.mark.points(0.5)
@pytest.mark.visibility("hidden")
def test_other_sizes(student, rng):
    """Other numbers of features: w has a zero for each."""
    for dim in (int(rng.integers(4, 40)), 3, 1):
        _check_zeros(student.initialize_with_zeros(dim), dim)


def _check_zeros(got, dim):
    """Check the values of w and b for one number of features."""
    w, b = parts(got, NAMES, "initialize_with_zeros")
    _rule_out_built_in(w, dim)
    check_values(w, np.zeros((dim, 1)), atol=0, name="w")
    check_values(b, 0.0, atol=0, name="b")


def _rule_out_built_in(w, dim):
    """Fail where w has a row for each of two features, as in the printed example, and not more."""
    check(
        dim == 2 or not isinstance(w, np.ndarray) or w.shape != (2, 1),
        "w does not have a row for each of dim features.",
        "the 2 of the printed example is built in. Use the argument dim.",
        got=w,
        name="w",
    )
