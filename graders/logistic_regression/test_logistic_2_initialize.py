"""Graders of question `initialize_with_zeros`."""

import numpy as np
import pytest
from logistic_cases import parts

from gradewright.checks import check_close

pytestmark = pytest.mark.question("initialize_with_zeros")


def check_zeros(got, dim):
    """Check w and b for one number of features."""
    w, b = parts(got, ("w", "b"), "initialize_with_zeros")
    check_close(w, np.zeros((dim, 1)), atol=0, name="w")
    check_close(b, 0.0, atol=0, name="b")


@pytest.mark.points(0.25)
def test_printed_example(student):
    """Two features: w is a column of two zeros, b the number 0."""
    check_zeros(student.initialize_with_zeros(2), 2)


@pytest.mark.points(0.75)
@pytest.mark.visibility("hidden")
def test_other_sizes(student, rng):
    """Other numbers of features: w has a row for each."""
    for dim in (1, 3, int(rng.integers(4, 40))):
        check_zeros(student.initialize_with_zeros(dim), dim)
