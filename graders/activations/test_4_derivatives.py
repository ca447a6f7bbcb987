"""The five derivatives: fresh numbers."""

import cases
import pytest

pytestmark = [pytest.mark.question("derivatives"), pytest.mark.visibility("hidden")]


@pytest.mark.points(0.2)
def test_fresh_sigmoid(student, reference, rng):
    """The derivative of the sigmoid, of fresh arrays"""
    mistakes = cases.sigmoid_derivative_mistakes
    cases.check_fresh(student.sigmoid_derivative, reference.sigmoid_derivative, rng, mistakes)


@pytest.mark.points(0.2)
def test_fresh_tanh(student, reference, rng):
    """The derivative of tanh, of fresh arrays"""
    mistakes = cases.tanh_derivative_mistakes
    cases.check_fresh(student.tanh_derivative, reference.tanh_derivative, rng, mistakes)


@pytest.mark.points(0.2)
def test_fresh_relu(student, reference, rng):
    """The derivative of ReLU, of fresh arrays"""
    mistakes = cases.relu_derivative_mistakes
    cases.check_fresh(student.relu_derivative, reference.relu_derivative, rng, mistakes)


@pytest.mark.points(0.2)
def test_fresh_leaky(student, reference, rng):
    """The derivative of leaky ReLU, with other alphas and without one"""
    call, truth = student.leaky_relu_derivative, reference.leaky_relu_derivative
    cases.check_fresh_alpha(call, truth, rng, cases.leaky_derivative_mistakes, high=0.9)
    cases.check_without_alpha(call, truth, rng)


@pytest.mark.points(0.2)
def test_fresh_elu(student, reference, rng):
    """The derivative of ELU, with other alphas and without one"""
    call, truth = student.elu_derivative, reference.elu_derivative
    cases.check_fresh_alpha(call, truth, rng, cases.elu_derivative_mistakes, high=2.5)
    cases.check_without_alpha(call, truth, rng)


@pytest.mark.points(0.25)
def test_numbers(student, rng):
    """A number gives a number, and a matrix a matrix"""
    names = ("sigmoid", "tanh", "relu", "leaky_relu", "elu")
    cases.check_elementwise(student, rng, [f"{name}_derivative" for name in names])
