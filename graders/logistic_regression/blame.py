"""Say when a result is wrong only because an earlier function of the student's is.

What follows from a wrong sigmoid looks like a wrong threshold, and what follows from a wrong
gradient like a step the wrong way. No cause is told from such an after-effect.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from cases import Case
from reading import check_grads, check_params, check_values, read_optimize, read_propagate
from suspects import suspect

from gradewright.graders import check_labels

Suspect = Callable[[], str]


def sigmoid_of(student: Any, reference: Any, w: Any, b: Any, X: Any) -> Suspect:
    """Suspect `sigmoid`, for the weighted sums of these inputs."""

    def check_it() -> None:
        z = w.T @ X + b
        _check(student.sigmoid(z), reference.sigmoid(z))

    return suspect("sigmoid", check_it)


def propagate_of(student: Any, reference: Any, case: Case) -> Suspect:
    """Suspect the gradients of `propagate`, for these inputs."""

    def check_it() -> None:
        grads, _ = read_propagate(student.propagate(*case.arguments))
        check_grads(grads, reference.propagate(*case.arguments)[0], shape="same")

    return suspect("propagate", check_it)


def cost_of(student: Any, reference: Any, case: Case) -> Suspect:
    """Suspect the cost of `propagate`, for these inputs."""

    def check_it() -> None:
        _, cost = read_propagate(student.propagate(*case.arguments))
        check_values(cost, reference.propagate(*case.arguments)[1])

    return suspect("propagate", check_it)


def optimize_of(student: Any, reference: Any, X: Any, Y: Any, **settings: Any) -> Suspect:
    """Suspect w, b and costs of `optimize`, from zeros on these examples."""

    def check_it() -> None:
        start = np.zeros((len(X), 1)), 0.0, X, Y
        params, _, costs = read_optimize(student.optimize(*start, **settings))
        expected, _, expected_costs = reference.optimize(*start, **settings)
        check_params(params, expected, shape="same")
        check_values(costs, expected_costs)

    return suspect("optimize", check_it)


def predict_of(student: Any, reference: Any, w: Any, b: Any, X: Any) -> Suspect:
    """Suspect `predict`, for these parameters and examples."""

    def check_it() -> None:
        check_labels(student.predict(w, b, X), reference.predict(w, b, X))

    return suspect("predict", check_it)


def _check(got: Any, expected: Any) -> None:
    """Check values and shape: what builds on a wrong shape is wrong as well."""
    check_values(got, expected, shape="same")
