"""relu, leaky_relu and elu: fresh numbers."""

import cases
import pytest

pytestmark = [pytest.mark.question("rectify"), pytest.mark.visibility("hidden")]


@pytest.mark.points(0.2)
def test_fresh_relu(student, reference, rng):
    """ReLU of fresh arrays, of several shapes"""
    cases.check_fresh(student.relu, reference.relu, rng, cases.relu_mistakes)


@pytest.mark.points(0.25)
def test_fresh_leaky(student, reference, rng):
    """Leaky ReLU of fresh arrays, with other alphas"""
    mistakes = cases.leaky_mistakes
    cases.check_fresh_alpha(student.leaky_relu, reference.leaky_relu, rng, mistakes, high=0.9)


@pytest.mark.points(0.25)
def test_fresh_elu(student, reference, rng):
    """ELU of fresh arrays, with other alphas"""
    cases.check_fresh_alpha(student.elu, reference.elu, rng, cases.elu_mistakes, high=2.5)


@pytest.mark.points(0.2)
def test_numbers(student, rng):
    """A number gives a number, and a matrix a matrix"""
    cases.check_elementwise(student, rng, ("relu", "leaky_relu", "elu"))
