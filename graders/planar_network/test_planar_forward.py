"""forward_propagation: tanh, then sigmoid, and the cache. The network has one output."""

import numpy as np
import planar_printed as printed
import pytest
from planar_cases import (
    CACHE_NAMES,
    check_values,
    fresh_inputs,
    fresh_parameters,
    read_forward,
)

from gradewright.graders import check_close, rule_out

pytestmark = pytest.mark.question("forward_propagation")


@pytest.mark.points(0.2)
def test_printed_shapes(student):
    """First A2, then the cache, and the shapes of A2 and of the four arrays of the cache."""
    forward = student.forward_propagation(printed.X, printed.INITIAL)
    read_forward(forward, n_h=4, m=3, strict=True)


@pytest.mark.points(0.2)
def test_printed_means(student, reference):
    """The printed means of Z1, A1, Z2 and A2."""
    _, cache = read_forward(student.forward_propagation(printed.X, printed.INITIAL), n_h=4, m=3)
    expected = reference.forward_propagation(printed.X, printed.INITIAL)[1]
    for name, mean in printed.CACHE_MEANS.items():
        mistakes = _mistakes(name, expected, printed.X, printed.INITIAL)
        rule_out(cache[name], expected[name], mistakes, name=name)
        check_close(float(cache[name].mean()), mean, rtol=1e-8, name=f"the mean of {name}")


@pytest.mark.points(0.6)
@pytest.mark.visibility("hidden")
def test_fresh_values(student, reference, rng):
    """Fresh inputs and parameters, biases not zero."""
    for n_x, n_h, m in ((2, 4, 30), (3, 6, 11)):
        X, parameters = fresh_inputs(rng, n_x, m), fresh_parameters(rng, n_x, n_h)
        _check_forward(student, reference, X, parameters)


@pytest.mark.points(0.25)
@pytest.mark.visibility("hidden")
def test_odd_sizes(student, reference, rng):
    """One example only, one hidden unit, and as many hidden units as examples."""
    for n_x, n_h, m in ((2, 4, 1), (5, 1, 6), (3, 7, 7)):
        X, parameters = fresh_inputs(rng, n_x, m), fresh_parameters(rng, n_x, n_h)
        _check_forward(student, reference, X, parameters)


@pytest.mark.points(0.25)
@pytest.mark.visibility("hidden")
def test_examples_are_independent(student, rng):
    """Each column of the output depends on its own example only."""
    X, parameters = fresh_inputs(rng, 2, 12), fresh_parameters(rng, 2, 5)
    together, _ = read_forward(student.forward_propagation(X, parameters), n_h=5, m=12)
    order = rng.permutation(12)[:7]
    some, _ = read_forward(student.forward_propagation(X[:, order], parameters), n_h=5, m=7)
    check_close(some, together[:, order], name="A2 of a few of the examples")


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
    if name[0] == "Z":
        return _mistakes_of_sum(name, Z, expected, X, parameters)
    right = "tanh" if layer == "1" else "the sigmoid"
    cause = f"the activation of layer {layer} is not {right}."
    return [(wrong, f"{name} is {words}.", cause) for words, wrong in _activations(f"Z{layer}", Z)]


def _mistakes_of_sum(name, Z, expected, X, parameters):
    """Return what common mistakes make of Z1 or Z2."""
    W, bias = parameters[f"W{name[1]}"], parameters[f"b{name[1]}"]
    cause = f"b{name[1]} is not added. NumPy adds a column to every column."
    told = f"{name} is computed without b{name[1]}."
    mistakes = [(Z - bias, told, cause), (Z - 2 * bias, told, f"b{name[1]} is subtracted.")]
    if name == "Z2":
        cause = "the activation of layer 1 is left out: Z2 is W2 times A1, plus b2."
        told = "Z2 is made from Z1, not from A1."
        mistakes.append((W @ expected["Z1"] + bias, told, cause))
        if W.shape[1] == len(X):
            told = "Z2 is made from X, not from A1."
            mistakes.append((W @ X + bias, told, "layer 1 is left out."))
    return mistakes


def _activations(name, Z):
    """Return activations of Z, each with its name."""
    return (
        (f"the sigmoid of {name}", 1 / (1 + np.exp(-Z))),
        (f"tanh of {name}", np.tanh(Z)),
        (f"{name} itself", Z),
        (f"the positive part of {name}", np.maximum(Z, 0)),
    )
