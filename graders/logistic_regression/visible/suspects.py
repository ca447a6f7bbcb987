"""Suspect earlier functions, by the printed examples, where a result is wrong.

What follows from a wrong sigmoid looks like a wrong threshold, and what follows from a wrong
gradient like a step the wrong way. No cause is told from such an after-effect.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import printed
from reading import (
    check_grads,
    check_params,
    check_values,
    parts,
    read_optimize,
    read_propagate,
)
from training import Train, unused_settings, unused_words

from gradewright.graders import CheckFailed, check_labels, passes

Suspect = Callable[[], str]


def sigmoid_of(student: Any) -> Suspect:
    """Suspect `sigmoid`, for the weighted sums of the printed example."""
    return suspect(
        "sigmoid",
        lambda: check_values(student.sigmoid(printed.SUMS), printed.ACTIVATIONS, shape="same"),
    )


def propagate_of(student: Any) -> Suspect:
    """Suspect the gradients of `propagate`."""

    def check_it() -> None:
        grads, _ = read_propagate(student.propagate(*printed.FLOATS))
        check_grads(grads, printed.GRADS, shape="same")

    return suspect("propagate", check_it)


def cost_of(student: Any) -> Suspect:
    """Suspect the cost of `propagate`."""
    return suspect(
        "propagate",
        lambda: check_values(read_propagate(student.propagate(*printed.FLOATS))[1], printed.COST),
    )


def optimize_of(student: Any) -> Suspect:
    """Suspect w, b and costs of `optimize`."""

    def check_it() -> None:
        params, _, costs = read_optimize(student.optimize(*printed.FLOATS, **printed.SETTINGS))
        check_params(params, printed.TRAINED, shape="same")
        check_values(costs, [printed.COST])

    return suspect("optimize", check_it)


def predict_of(student: Any) -> Suspect:
    """Suspect `predict`."""
    return suspect(
        "predict", lambda: check_labels(student.predict(*printed.FLOATS[:3]), printed.LABELS)
    )


def start_of(student: Any, features: int) -> Suspect:
    """Suspect `initialize_with_zeros`, for so many features."""

    def check_it() -> None:
        w, b = parts(student.initialize_with_zeros(features), ("w", "b"), "initialize_with_zeros")
        check_values(w, np.zeros((features, 1)), shape="same")
        check_values(b, 0.0, shape="same")

    return suspect("initialize_with_zeros", check_it)


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


def suspect(function: str, check_it: Callable[[], Any]) -> Suspect:
    """Return the suspicion that a function does not pass a check of its own."""
    told = (
        f"{function} is not right for these inputs, and this seems to follow from it: "
        f"mend {function} first."
    )
    return lambda: "" if passes(check_it) else told
