"""forward_propagation: fresh networks. There is one output."""

import pytest
from mistakes import of_activation, of_bias
from networks import fresh_inputs, fresh_parameters
from reading import CACHE_NAMES, check_values, read_forward

pytestmark = [pytest.mark.question("forward_propagation"), pytest.mark.visibility("hidden")]


@pytest.mark.points(0.4)
def test_fresh_values(student, reference, rng):
    """Fresh inputs and parameters, biases not zero."""
    for n_x, n_h, m in ((2, 4, 30), (3, 6, 11)):
        X, parameters = fresh_inputs(rng, n_x, m), fresh_parameters(rng, n_x, n_h)
        _check_forward(student, reference, X, parameters)


@pytest.mark.points(0.25)
def test_odd_sizes(student, reference, rng):
    """One example only, one hidden unit, and as many hidden units as examples."""
    for n_x, n_h, m in ((2, 4, 1), (5, 1, 6), (3, 7, 7)):
        X, parameters = fresh_inputs(rng, n_x, m), fresh_parameters(rng, n_x, n_h)
        _check_forward(student, reference, X, parameters)


def _check_forward(student, reference, X, parameters):
    """Check A2 and the cache against the reference's, and name a fault where it is known."""
    n_h = len(parameters["W1"])
    A2, cache = read_forward(student.forward_propagation(X, parameters), n_h, X.shape[1])
    expected_A2, expected = reference.forward_propagation(X, parameters)
    for name in CACHE_NAMES:
        mistakes = _mistakes(name, expected, X, parameters)
        check_values(cache[name], expected[name], mistakes=mistakes, name=f"{name} in the cache")
    check_values(A2, expected_A2, name="A2")


def _mistakes(name, expected, X, parameters):
    """Return what common mistakes make of an array of the cache."""
    layer = name[1]
    Z = expected[f"Z{layer}"]
    if name[0] == "A":
        return of_activation(name, Z)
    W, bias = parameters[f"W{layer}"], parameters[f"b{layer}"]
    mistakes = of_bias(name, Z, bias)
    if name == "Z2":
        cause = "the activation of layer 1 is left out: Z2 is W2 times A1, plus b2."
        told = "Z2 is made from Z1, not from A1."
        mistakes.append((W @ expected["Z1"] + bias, told, cause))
        if W.shape[1] == len(X):
            told = "Z2 is made from X, not from A1."
            mistakes.append((W @ X + bias, told, "layer 1 is left out."))
    return mistakes
