"""sigmoid and tanh: fresh numbers."""

import cases
import pytest

pytestmark = [pytest.mark.question("squash"), pytest.mark.visibility("hidden")]


@pytest.mark.points(0.3)
def test_fresh_sigmoid(student, reference, rng):
    """The sigmoid of fresh arrays, of several shapes"""
    cases.check_fresh(student.sigmoid, reference.sigmoid, rng, cases.sigmoid_mistakes)


@pytest.mark.points(0.3)
def test_fresh_tanh(student, reference, rng):
    """The tanh of fresh arrays, of several shapes"""
    cases.check_fresh(student.tanh, reference.tanh, rng, cases.tanh_mistakes)


@pytest.mark.points(0.2)
def test_numbers(student, rng):
    """A number gives a number, and a matrix a matrix"""
    cases.check_elementwise(student, rng, ("sigmoid", "tanh"))
