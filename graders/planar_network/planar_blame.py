"""Say when a result is wrong only because an earlier function of the student's is.

What follows from a wrong forward pass looks like a wrong threshold, learning rate or number of
iterations. No cause is told from such an after-effect.
"""

import numpy as np
from planar_cases import CACHE_NAMES, NAMES, read_arrays, read_forward, shapes_of

from gradewright.graders import check, check_close, check_keys, passes

N_X, N_H, M = 3, 5, 8


def forward_of(student, reference, parameters, X):
    """Suspect `forward_propagation`, for these inputs."""

    def check_it():
        expected_A2, expected = reference.forward_propagation(X, parameters)
        n_h, m = expected["Z1"].shape
        A2, cache = read_forward(student.forward_propagation(X, parameters), n_h, m, strict=True)
        check_close(A2, expected_A2)
        for name in CACHE_NAMES:
            check_close(cache[name], expected[name])

    return _suspect("forward_propagation", check_it)


def parts_of_training(student, reference):
    """Suspect each function that `nn_model` builds on, on a small network."""
    X, Y, parameters = _network()
    cache = reference.forward_propagation(X, parameters)[1]
    grads = reference.backward_propagation(parameters, cache, X, Y)

    def initialize():
        shapes = shapes_of(N_X, N_H)
        found = read_arrays(student.initialize_parameters(N_X, N_H, 1), shapes, strict=True)
        for name in ("b1", "b2"):
            check_close(found[name], np.zeros_like(found[name]))
        check(np.ptp(found["W1"]) > 0, "All weights are equal.")

    def backward():
        found = student.backward_propagation(parameters, cache, X, Y)
        _check_strictly(found, grads)

    def update():
        found = student.update_parameters(parameters, grads)
        _check_strictly(found, reference.update_parameters(parameters, grads))

    return (
        _suspect("initialize_parameters", initialize),
        forward_of(student, reference, parameters, X),
        _suspect("backward_propagation", backward),
        _suspect("update_parameters", update),
    )


def _network():
    """Return X (3, 8), Y (1, 8) and parameters of a network with five hidden units."""
    X = np.sin(np.arange(N_X * M)).reshape(N_X, M)
    shapes = shapes_of(N_X, N_H)
    parameters = {
        name: np.cos(np.arange(np.prod(shapes[name])) + place).reshape(shapes[name])
        for place, name in enumerate(NAMES)
    }
    return X, np.arange(M).reshape(1, M) % 2, parameters


def _check_strictly(got, expected):
    """Check the values and shapes of every array: what builds on either is wrong as well."""
    found = check_keys(got, tuple(expected))
    for name, value in expected.items():
        check_close(found[name], value)


def _suspect(function, check_it):
    told = (
        f"{function} is not right for other inputs, and this may follow from it: "
        f"mend {function} first."
    )
    return lambda: "" if passes(check_it) else told
