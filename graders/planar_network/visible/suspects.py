"""Suspect earlier functions, by the printed examples, where a result is wrong.

What follows from a wrong forward pass looks like a wrong threshold, learning rate or number of
iterations. No cause is told from such an after-effect.
"""

import numpy as np
import printed
from reading import CACHE_NAMES, read_arrays, read_forward, shapes_of

from gradewright.graders import check, check_close, check_keys, passes

# Digits that are printed.
CLOSE = {"rtol": 1e-6, "atol": 1e-7}


def forward_of(student):
    """Suspect `forward_propagation`, for the printed example and one with biases."""

    def check_it():
        forward = student.forward_propagation(printed.X, printed.INITIAL)
        _, cache = read_forward(forward, 4, 3, strict=True)
        for name in CACHE_NAMES:
            check_close(cache[name], printed.CACHE[name], **CLOSE)
        _, cache = read_forward(student.forward_propagation(*printed.BY_HAND), 2, 2, strict=True)
        for name, expected in printed.BY_HAND_CACHE.items():
            check_close(cache[name], expected)

    return suspect("forward_propagation", check_it)


def cost_of(student):
    """Suspect `compute_cost`."""

    def check_it():
        arguments = printed.COST_A2, printed.COST_Y
        cost = student.either("compute_cost", arguments, (*arguments, printed.INITIAL))
        check_close(cost, printed.COST)

    return suspect("compute_cost", check_it)


def parts_of_training(student):
    """Suspect each function that `nn_model` builds on."""

    def initialize():
        shapes = shapes_of(3, 5)
        found = read_arrays(student.initialize_parameters(3, 5, 1), shapes, strict=True)
        for name in ("b1", "b2"):
            check_close(found[name], np.zeros_like(found[name]))
        check(np.ptp(found["W1"]) > 0, "All weights are equal.")

    def backward():
        found = student.backward_propagation(
            printed.INITIAL, printed.CACHE, printed.X, printed.BACKWARD_Y
        )
        check_strictly(found, printed.GRADS, **CLOSE)

    def update():
        found = student.update_parameters(printed.BEFORE_UPDATE, printed.UPDATE_GRADS)
        check_strictly(found, printed.AFTER_UPDATE, **CLOSE)

    return (
        suspect("initialize_parameters", initialize),
        forward_of(student),
        suspect("backward_propagation", backward),
        suspect("update_parameters", update),
    )


def check_strictly(got, expected, **tolerance):
    """Check the values and shapes of every array: what builds on either is wrong as well."""
    found = check_keys(got, tuple(expected))
    for name, value in expected.items():
        check_close(found[name], value, **tolerance)


def suspect(function, check_it):
    """Return the suspicion that a function does not pass a check of its own."""
    told = (
        f"{function} is not right for other inputs, and this may follow from it: "
        f"mend {function} first."
    )
    return lambda: "" if passes(check_it) else told
