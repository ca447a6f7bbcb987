"""Say when a result is wrong only because an earlier function of the student's is.

The same as `suspects`, for the inputs at hand and on a fresh network.
"""

import numpy as np
from reading import CACHE_NAMES, NAMES, read_arrays, read_forward, shapes_of
from suspects import check_strictly, suspect

from gradewright.graders import check, check_close

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

    return suspect("forward_propagation", check_it)


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
        check_strictly(student.backward_propagation(parameters, cache, X, Y), grads)

    def update():
        found = student.update_parameters(parameters, grads)
        check_strictly(found, reference.update_parameters(parameters, grads))

    return (
        suspect("initialize_parameters", initialize),
        forward_of(student, reference, parameters, X),
        suspect("backward_propagation", backward),
        suspect("update_parameters", update),
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
