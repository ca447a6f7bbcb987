"""backward_propagation: the gradient of the cost, its shapes and its average."""

import numpy as np
import planar_printed as printed
import pytest
from planar_cases import (
    NAMES,
    check_parameters,
    cost_of,
    fresh_inputs,
    fresh_labels,
    fresh_parameters,
    read_arrays,
    rule_out,
    shapes_of,
)

from gradewright.checks import check_gradient, check_keys

pytestmark = pytest.mark.question("backward_propagation")


@pytest.mark.points(0.2)
def test_printed_shapes(student):
    """Each gradient has the shape of its parameter."""
    grads = student.backward_propagation(
        printed.INITIAL, printed.CACHE, printed.X, printed.BACKWARD_Y
    )
    read_arrays(grads, _shapes(2, 4))


@pytest.mark.points(0.3)
def test_printed_gradients(student):
    """The printed gradients."""
    grads = student.backward_propagation(
        printed.INITIAL, printed.CACHE, printed.X, printed.BACKWARD_Y
    )
    check_parameters(grads, printed.GRADS, rtol=0, atol=1e-7, sizes={"m": 3})


@pytest.mark.points(0.7)
@pytest.mark.visibility("hidden")
def test_finite_differences(student, reference, rng):
    """Gradients match finite differences of the cost."""
    X, Y, parameters = _fresh(rng, n_x=3, n_h=5, m=7)
    grads = _gradients(student, reference, X, Y, parameters)
    for name in NAMES:

        def cost(value, name=name):
            return cost_of(reference, {**parameters, name: value}, X, Y)

        check_gradient(grads["d" + name], cost, parameters[name], sizes={"m": 7}, name="d" + name)


@pytest.mark.points(0.6)
@pytest.mark.visibility("hidden")
@pytest.mark.parametrize(
    "sizes", [((2, 4, 25), (2, 4, 1)), ((4, 7, 12), (3, 1, 9))], ids=["as printed", "other sizes"]
)
def test_fresh_gradients(student, reference, rng, sizes):
    """Gradients for fresh parameters and inputs."""
    for n_x, n_h, m in sizes:
        X, Y, parameters = _fresh(rng, n_x, n_h, m)
        grads = _gradients(student, reference, X, Y, parameters)
        expected = _gradients(reference, reference, X, Y, parameters)
        mistakes = _mistakes(reference, X, Y, parameters)
        rule_out(grads["dW1"], expected["dW1"], mistakes, name="dW1")
        check_parameters(grads, expected, sizes={"m": m})


@pytest.mark.points(0.2)
@pytest.mark.visibility("hidden")
def test_average(student, reference, rng):
    """Gradients are averages: every example twice changes nothing."""
    X, Y, parameters = _fresh(rng, n_x=2, n_h=4, m=10)
    twice = _gradients(student, reference, np.hstack((X, X)), np.hstack((Y, Y)), parameters)
    expected = _gradients(reference, reference, X, Y, parameters)
    check_parameters(twice, expected, sizes={"m": 20})


def _fresh(rng, n_x, n_h, m):
    return fresh_inputs(rng, n_x, m), fresh_labels(rng, m), fresh_parameters(rng, n_x, n_h)


def _shapes(n_x, n_h):
    return {"d" + name: shape for name, shape in shapes_of(n_x, n_h).items()}


def _gradients(who, reference, X, Y, parameters):
    """Return the gradients that `who` finds, from the reference's own cache."""
    _, cache = reference.forward_propagation(X, parameters)
    grads = who.backward_propagation(parameters, cache, X, Y)
    return check_keys(grads, tuple("d" + name for name in NAMES))


def _mistakes(reference, X, Y, parameters):
    """Return what common mistakes about the derivative of tanh make of dW1."""
    _, cache = reference.forward_propagation(X, parameters)
    A1, back = cache["A1"], parameters["W2"].T @ (cache["A2"] - Y)
    derivatives = (
        (1.0, "dW1 lacks the derivative of tanh."),
        (1 - A1, "dW1 takes 1 - A1 for the derivative of tanh."),
        (A1 * (1 - A1), "dW1 takes the derivative of the sigmoid for that of tanh."),
        (1 - cache["Z1"] ** 2, "dW1 takes 1 - Z1 ** 2 for the derivative of tanh."),
        (1 - np.tanh(A1) ** 2, "dW1 applies tanh to A1, which is a tanh already."),
    )
    cause = "another derivative than that of tanh at Z1, which is 1 - A1 ** 2."
    return [((back * slope) @ X.T / X.shape[1], text, cause) for slope, text in derivatives]
