"""initialize_with_zeros: zeros, and their shapes."""

import pytest
from reading import check_zeros, parts, rule_out_two_features

from gradewright.graders import check_shape

pytestmark = [pytest.mark.question("initialize_with_zeros"), pytest.mark.points(0.25)]


def test_printed_example(student):
    """Two features: w holds two zeros, b is zero."""
    check_zeros(student.initialize_with_zeros(2), 2)


def test_shapes(student):
    """A column w of shape (dim, 1) and a single number b, in this order."""
    for dim in (2, 5):
        got = student.initialize_with_zeros(dim)
        w, b = parts(got, ("w", "b"), "initialize_with_zeros", in_order=True)
        rule_out_two_features(w, dim)
        check_shape(w, (dim, 1), name="w")
        check_shape(b, (), name="b")
