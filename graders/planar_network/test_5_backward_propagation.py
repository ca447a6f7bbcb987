"""backward_propagation: fresh networks, and the gradient of the cost."""

import numpy as np
import pytest
from cases import cost_of
from mistakes import rule_out_built_in_m
from networks import fresh_inputs, fresh_labels, fresh_parameters
from reading import NAMES, check_parameters

from gradewright.graders import check_gradient, check_keys, rule_out

pytestmark = [pytest.mark.question("backward_propagation"), pytest.mark.visibility("hidden")]

PRINTED_UNITS = 4


@pytest.mark.points(0.35)
def test_finite_differences(student, reference, rng):
    """Gradients match finite differences of the cost."""
    X, Y, parameters = _fresh(rng, n_x=3, n_h=5, m=7)
    grads = _gradients(student, reference, X, Y, parameters)
    for name in NAMES:

        def cost(value, name=name):
            return cost_of(reference, {**parameters, name: value}, X, Y)

        check_gradient(
            grads["d" + name],
            cost,
            parameters[name],
            sizes={"m": 7},
            shape="generous",
            name="d" + name,
        )


@pytest.mark.points(0.6)
@pytest.mark.parametrize(
    "sizes",
    [((2, 4, 25), (2, 4, 1)), ((3, 6, 6), (4, 7, 12), (3, 1, 9))],
    ids=["as printed", "other sizes"],
)
def test_fresh_gradients(student, reference, rng, sizes):
    """Gradients for fresh parameters and inputs."""
    for n_x, n_h, m in sizes:
        X, Y, parameters = _fresh(rng, n_x, n_h, m)
        grads = _gradients(student, reference, X, Y, parameters)
        expected = _gradients(reference, reference, X, Y, parameters)
        cache = reference.forward_propagation(X, parameters)[1]
        _rule_out_known(grads, expected, X, Y, parameters, cache)
        check_parameters(grads, expected, sizes={"m": m})


@pytest.mark.points(0.1)
def test_average(student, reference, rng):
    """Gradients are averages: every example twice changes nothing."""
    X, Y, parameters = _fresh(rng, n_x=2, n_h=4, m=10)
    twice = _gradients(student, reference, np.hstack((X, X)), np.hstack((Y, Y)), parameters)
    expected = _gradients(reference, reference, X, Y, parameters)
    check_parameters(twice, expected, sizes={"m": 20})


def _fresh(rng, n_x, n_h, m):
    return fresh_inputs(rng, n_x, m), fresh_labels(rng, m), fresh_parameters(rng, n_x, n_h)


def _gradients(who, reference, X, Y, parameters):
    """Return the gradients that `who` finds, from the reference's own cache."""
    _, cache = reference.forward_propagation(X, parameters)
    grads = who.backward_propagation(parameters, cache, X, Y)
    return check_keys(grads, tuple("d" + name for name in NAMES))


def _rule_out_known(grads, expected, X, Y, parameters, cache):
    """Fail with the fault's name where a gradient shows a common one."""
    rule_out_built_in_m(grads, expected, X.shape[1])
    mistakes = _mistakes(X, Y, parameters, cache)
    rule_out(grads["dW1"], expected["dW1"], mistakes, name="dW1")
    cause = "Z1 in place of A1, the output of layer 1."
    raw = [((cache["A2"] - Y) @ cache["Z1"].T / X.shape[1], "dW2 is made from Z1.", cause)]
    rule_out(grads["dW2"], expected["dW2"], raw, name="dW2")


def _mistakes(X, Y, parameters, cache):
    """Return what common mistakes about dZ1 make of dW1."""
    m, A1 = X.shape[1], cache["A1"]
    dZ2 = cache["A2"] - Y
    back, right = parameters["W2"].T @ dZ2, 1 - A1**2
    derivatives = (
        (1.0, "dW1 lacks the derivative of tanh."),
        (1 - A1, "dW1 takes 1 - A1 for the derivative of tanh."),
        (A1 * (1 - A1), "dW1 takes the derivative of the sigmoid for that of tanh."),
        (1 - cache["Z1"] ** 2, "dW1 takes 1 - Z1 ** 2 for the derivative of tanh."),
        (1 - np.tanh(A1) ** 2, "dW1 applies tanh to A1, which is a tanh already."),
        (cache["Z1"] > 0, "dW1 takes the derivative of ReLU for that of tanh."),
    )
    cause = "another derivative than that of tanh at Z1, which is 1 - A1 ** 2."
    layers = [(back * slope, text, cause) for slope, text in derivatives]
    gradient = dZ2 @ A1.T / m
    cause = "dW2 in place of W2 in dZ1."
    layers.append((gradient.T @ dZ2 * right, "dW1 is made from the gradient of W2.", cause))
    if len(A1) > PRINTED_UNITS:
        cut = back * right * (np.arange(len(A1)) < PRINTED_UNITS)[:, np.newaxis]
        told = "dW1 has a gradient for the first four hidden units only."
        layers.append((cut, told, "the 4 of the printed example is built in. Use the shape of W1."))
    if len(A1) == m:
        cause = "np.dot or @ in place of *, which only works where n_h equals m."
        told = "dZ1 is a matrix product where a product element by element is due."
        layers.append((back @ right, told, cause))
    return [(dZ1 @ X.T / m, text, cause) for dZ1, text, cause in layers]
