"""The five derivatives: what students can check for themselves."""

import numpy as np
import pytest
import relations

from gradewright.graders import check_close, read_numbers

pytestmark = pytest.mark.question("derivatives")


def check_slope(derivative, f, x):
    """Compare with the slope of the student's own function."""
    expected = relations.slope(f, x)
    check_close(derivative(x), expected, rtol=1e-3, atol=1e-4, shape="generous")


def check_rectifier(derivative, f, x):
    """The same, and the slope 1 of positive numbers, which does not rest on the function."""
    check_slope(derivative, f, x)
    check_close(
        derivative(np.abs(x)), np.ones(x.shape), name="the slope for positive x", shape="generous"
    )


def check_default(derivative, x):
    """The slope without alpha, against that with 0.01."""
    got, expected = derivative(x), read_numbers(derivative(x, 0.01), x.shape)
    name = "the slope without alpha"
    check_close(got, expected, name=name, rtol=1e-4, atol=1e-6, shape="generous")


@pytest.mark.points(0.1)
def test_slope_sigmoid(student, rng):
    """The slope of your own sigmoid, which is 1/4 at 0"""
    check_slope(student.sigmoid_derivative, student.sigmoid, relations.both_sides(rng))
    check_close(student.sigmoid_derivative(np.zeros(2)), [0.25, 0.25], shape="generous")


@pytest.mark.points(0.1)
def test_slope_tanh(student, rng):
    """The slope of your own tanh, which is 1 at 0"""
    check_slope(student.tanh_derivative, student.tanh, relations.both_sides(rng))
    check_close(student.tanh_derivative(np.zeros(2)), [1.0, 1.0], shape="generous")


@pytest.mark.points(0.15)
def test_slope_relu(student, rng):
    """The slope of your own ReLU"""
    check_rectifier(student.relu_derivative, student.relu, relations.both_sides(rng))


@pytest.mark.points(0.15)
def test_slope_leaky(student, rng):
    """The slope of your own leaky ReLU, with an alpha and without"""
    x, alpha = relations.both_sides(rng), rng.uniform(0.2, 0.8)
    check_rectifier(
        lambda v: student.leaky_relu_derivative(v, alpha), lambda v: student.leaky_relu(v, alpha), x
    )
    check_rectifier(student.leaky_relu_derivative, student.leaky_relu, x)
    check_default(student.leaky_relu_derivative, x)


@pytest.mark.points(0.15)
def test_slope_elu(student, rng):
    """The slope of your own ELU, with an alpha and without"""
    x, alpha = relations.both_sides(rng), rng.uniform(0.3, 2)
    check_rectifier(lambda v: student.elu_derivative(v, alpha), lambda v: student.elu(v, alpha), x)
    check_rectifier(student.elu_derivative, student.elu, x)
    check_default(student.elu_derivative, x)


@pytest.mark.points(0.1)
def test_alone(student, rng):
    """A number gives a number, and a matrix a matrix of the same values"""
    names = ("sigmoid", "tanh", "relu", "leaky_relu", "elu")
    functions = {f"{name}_derivative": getattr(student, f"{name}_derivative") for name in names}
    relations.check_alone(functions, rng)
