"""Say when a result is wrong only because an earlier function of the student's is.

What follows from a wrong sigmoid looks like a wrong threshold, and what follows from a wrong
gradient like a step the wrong way. No cause is told from such an after-effect.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from logistic_cases import (
    Case,
    check_grads,
    check_params,
    check_values,
    parts,
    read_optimize,
    read_propagate,
)
from logistic_faults import Train, unused_settings, unused_words

from gradewright.graders import CheckFailed, check_labels, passes

Suspect = Callable[[], str]


def sigmoid_of(student: Any, reference: Any, w: Any, b: Any, X: Any) -> Suspect:
    """Suspect `sigmoid`, for the weighted sums of these inputs."""

    def check_it() -> None:
        z = w.T @ X + b
        _check(student.sigmoid(z), reference.sigmoid(z))

    return _suspect("sigmoid", check_it)


def propagate_of(student: Any, reference: Any, case: Case) -> Suspect:
    """Suspect the gradients of `propagate`, for these inputs."""

    def check_it() -> None:
        grads, _ = read_propagate(student.propagate(*case.arguments))
        check_grads(grads, reference.propagate(*case.arguments)[0], shape="same")

    return _suspect("propagate", check_it)


def cost_of(student: Any, reference: Any, case: Case) -> Suspect:
    """Suspect the cost of `propagate`, for these inputs."""

    def check_it() -> None:
        _, cost = read_propagate(student.propagate(*case.arguments))
        check_values(cost, reference.propagate(*case.arguments)[1])

    return _suspect("propagate", check_it)


def start_of(student: Any, features: int) -> Suspect:
    """Suspect `initialize_with_zeros`, for so many features."""

    def check_it() -> None:
        w, b = parts(student.initialize_with_zeros(features), ("w", "b"), "initialize_with_zeros")
        _check(w, np.zeros((features, 1)))
        _check(b, 0.0)

    return _suspect("initialize_with_zeros", check_it)


def optimize_of(student: Any, reference: Any, X: Any, Y: Any, **settings: Any) -> Suspect:
    """Suspect w, b and costs of `optimize`, from zeros on these examples."""

    def check_it() -> None:
        start = np.zeros((len(X), 1)), 0.0, X, Y
        params, _, costs = read_optimize(student.optimize(*start, **settings))
        expected, _, expected_costs = reference.optimize(*start, **settings)
        check_params(params, expected, shape="same")
        check_values(costs, expected_costs)

    return _suspect("optimize", check_it)


def predict_of(student: Any, reference: Any, w: Any, b: Any, X: Any) -> Suspect:
    """Suspect `predict`, for these parameters and examples."""

    def check_it() -> None:
        check_labels(student.predict(w, b, X), reference.predict(w, b, X))

    return _suspect("predict", check_it)


def settings_of(train: Train, start: Any) -> Suspect:
    """Suspect a training of having its settings built in; see `unused_settings`."""

    def suspect() -> str:
        try:
            return unused_words(unused_settings(train, start))
        except CheckFailed:
            return ""

    return suspect


def memory_of(call: Callable[[], Any]) -> Suspect:
    """Suspect a function of remembering its last call; `call` returns arrays or numbers."""

    def suspect() -> str:
        try:
            first, second = call(), call()
        except CheckFailed:
            return ""
        if all(map(np.array_equal, first, second)):
            return ""
        return (
            "the same call gives another result the second time. Something is kept from call to "
            "call: a global variable, or a default argument that is changed."
        )

    return suspect


def _check(got: Any, expected: Any) -> None:
    """Check values and shape: what builds on a wrong shape is wrong as well."""
    check_values(got, expected, shape="same")


def _suspect(function: str, check_it: Callable[[], None]) -> Suspect:
    told = (
        f"{function} is not right for these inputs, and this seems to follow from it: "
        f"mend {function} first."
    )
    return lambda: "" if passes(check_it) else told
