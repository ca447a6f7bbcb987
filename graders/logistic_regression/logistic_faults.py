"""Name the fault: wrong results that a common mistake gives to the last digit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np
from logistic_cases import RTOL, Case, check_params

from gradewright.checks import CheckFailed, check, check_close

Fault = tuple[str, dict[str, Any]]

# Settings that the course prints, and that a submission may have built in.
PRINTED_RATES = (0.009, 0.5, 0.005, 0.01)
PRINTED_ITERATIONS = (100, 2000)


def check_cost(got: Any, case: Case, expected: float) -> None:
    """Check a cost; say so where one of its two terms is missing."""
    if not _agrees(check_close, got, expected, rtol=RTOL):
        for cause, cost in _faults_of_cost(case):
            guilty = _agrees(check_close, got, cost, rtol=RTOL, atol=1e-12)
            check(not guilty, "The cost is wrong.", cause, got=got, name="cost")
    check_close(got, expected, rtol=RTOL, sizes=case.sizes, name="cost")


def check_trained(got: Any, expected: dict[str, Any], faults: Iterable[Fault]) -> None:
    """Check trained w and b; where they are wrong, say which of the faults gives just these."""
    if not _agrees(check_params, got, expected):
        for cause, params in faults:
            guilty = _agrees(check_params, got, params)
            check(not guilty, "The trained w and b are wrong.", cause, name="w and b")
    check_params(got, expected)


def _faults_of_cost(case: Case) -> Iterator[tuple[str, float]]:
    """Yield what a missing term makes of the cost."""
    Z = case.w.T @ case.X + case.b
    ones = float(np.mean(case.Y * np.logaddexp(0, -Z)))
    zeros = float(np.mean((1 - case.Y) * np.logaddexp(0, Z)))
    yield "The term (1 - y) log(1 - a) is missing, for the examples with label 0.", ones
    yield "The term y log(a) is missing, for the examples with label 1.", zeros
    yield "The sign is flipped: the cost is minus the mean of the logarithms.", -ones - zeros


def faults_of_optimize(
    reference: Any, case: Case, iterations: int, learning_rate: float
) -> Iterator[Fault]:
    """Yield what mistakes in `optimize` make of w and b."""

    def trained(iterations: int, learning_rate: float) -> dict[str, Any]:
        return reference.optimize(*case.arguments, iterations, learning_rate)[0]

    yield "They are the ones that training started from.", {"w": case.w, "b": case.b}
    if iterations > 1:
        short = "One update is missing: the last one, or an iteration of the loop."
        yield short, trained(iterations - 1, learning_rate)
    yield "One iteration too many was made.", trained(iterations + 1, learning_rate)
    yield (
        "They moved along the gradient. They must move against it.",
        trained(iterations, -learning_rate),
    )
    yield from _built_in_settings(trained, iterations, learning_rate)


def faults_of_model(
    reference: Any, arguments: tuple[Any, ...], iterations: int, learning_rate: float
) -> Iterator[Fault]:
    """Yield what mistakes in `model` make of w and b; arguments are the two sets."""
    X_train, Y_train, X_test, Y_test = arguments

    def trained(iterations: int, learning_rate: float) -> dict[str, Any]:
        return reference.model(*arguments, iterations, learning_rate)

    swapped = reference.model(X_test, Y_test, X_train, Y_train, iterations, learning_rate)
    yield "They were trained on the test set.", swapped
    both = np.hstack([X_train, X_test]), np.hstack([Y_train, Y_test])
    together = reference.model(*both, X_test, Y_test, iterations, learning_rate)
    yield "They were trained on both sets. The test set has no part in the training.", together
    untrained = {"w": np.zeros((len(X_train), 1)), "b": 0.0}
    yield "They are still zero, as before the training.", untrained
    yield from _built_in_settings(trained, iterations, learning_rate)


def _built_in_settings(
    trained: Callable[[int, float], dict[str, Any]], iterations: int, learning_rate: float
) -> Iterator[Fault]:
    """Yield what printed settings give where others were asked for."""
    for rate in PRINTED_RATES:
        cause = f"A learning rate of {rate} was used. Use the argument learning_rate."
        yield cause, trained(iterations, rate)
    for number in PRINTED_ITERATIONS:
        cause = f"{number} iterations were made. Use the argument num_iterations."
        yield cause, trained(number, learning_rate)


def _agrees(compare: Callable[..., Any], *arguments: Any, **keywords: Any) -> bool:
    """Tell whether a check passes."""
    try:
        compare(*arguments, **keywords)
    except CheckFailed:
        return False
    return True
