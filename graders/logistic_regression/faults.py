"""Name the fault: wrong results that a common mistake gives to the last digit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
from cases import Case
from reading import RTOL, check_grads, check_values, rtol_of_cost
from training import Fault, named

from gradewright.graders import as_asked, check, passes

# Numbers of examples that a submission may have built in: of the printed example and the pictures.
_BUILT_IN_M = {2: "as in the printed example", 209: "as there are pictures to train on"}
_NO_BIAS = "The activations lack b: they are sigmoid of w.T X alone."


def check_cost(got: Any, case: Case, expected: float) -> None:
    """Check the value of a cost; say so where a common mistake gives just this one."""
    mistakes = named("The cost is wrong.", _faults_of_cost(case))
    rtol = rtol_of_cost(got)
    check_values(got, expected, rtol=rtol, sizes=case.sizes, mistakes=mistakes, name="cost")


def check_gradient_part(got: Any, name: str, case: Case, reference: Any) -> None:
    """Check the values of dw or db; say so where a common mistake gives just these."""
    expected = reference.propagate(*case.arguments)[0][name]
    mistakes = named(f"{name} is wrong.", _faults_of_gradient(name, case, reference))
    check_values(got, expected, sizes=case.sizes, mistakes=mistakes, name=name)


def check_last_gradients(
    got: Any, reference: Any, case: Case, iterations: int, learning_rate: float
) -> None:
    """Check the gradients that the last of so many iterations used."""
    params, expected, _ = reference.optimize(*case.arguments, iterations, learning_rate)
    if not passes(check_grads, got, expected, atol=1e-6):
        after, _ = reference.propagate(params["w"], params["b"], case.X, case.Y)
        cause = "They are those at the returned w and b: computed once more after the last step."
        told = "The returned gradients are not those of the last step."
        check(not passes(check_grads, got, after), told, cause, name="grads")
    # Trained well, the gradients are differences of nearly equal numbers.
    check_grads(got, expected, atol=1e-6, sizes=case.sizes)


def faults_of_costs(
    reference: Any, case: Case, num_iterations: int, learning_rate: float
) -> Iterator[Fault]:
    """Yield what mistakes in `optimize` make of the recorded costs."""
    ends = [
        reference.optimize(*case.arguments, i + 1, learning_rate)[0]
        for i in range(0, num_iterations, 100)
    ]
    late = [float(reference.propagate(p["w"], p["b"], case.X, case.Y)[1]) for p in ends]
    yield "Each is the cost after its iteration's update. Take it before.", late


def _faults_of_cost(case: Case) -> Iterator[Fault]:
    """Yield what mistakes make of the cost, alone and together."""
    m = case.X.shape[1]
    Z = case.w.T @ case.X + case.b
    log_a, log_rest = -np.logaddexp(0, -Z), -np.logaddexp(0, Z)
    ones, zeros = float(np.sum(case.Y * log_a)), float(np.sum((1 - case.Y) * log_rest))
    kept = {
        "": ones + zeros,
        "The term (1 - y) log(1 - a) is missing, for the examples with label 0.": ones,
        "The term y log(a) is missing, for the examples with label 1.": zeros,
    }
    summed = f"It is a sum: the division by m = {m} is missing."
    # Labels that are all alike leave open whether each was multiplied with every activation.
    summed = f"It is m = {m} times too large." if np.ptp(case.Y) == 0 else summed
    scaled = {
        "": 1 / m,
        summed: 1.0,
        f"It is divided by m = {m} twice.": 1 / m**2,
    }
    signs = {"": -1, "The sign is flipped: the cost is minus the mean of the logarithms.": 1}
    wrong = {
        " ".join(filter(None, (missing, factor_words, sign_words))): sign * total * factor
        for sign_words, sign in signs.items()
        for factor_words, factor in scaled.items()
        for missing, total in kept.items()
    }
    # One example has no m to leave out, and one label no second term.
    right = -(ones + zeros) / m
    yield from ((cause, cost) for cause, cost in wrong.items() if not np.isclose(cost, right))
    outer = float(np.sum(case.Y.T @ log_a + (1 - case.Y).T @ log_rest))
    cause = (
        "The labels of every example meet the activations of every other: np.dot(Y.T, …) is a "
        "table of m by m. Multiply element by element, or use np.dot(Y, ….T)."
    )
    yield from ((cause, -outer * factor) for factor in (1 / m, 1.0, 1 / m**2) if m > 1)
    squares = (np.exp(log_a) - case.Y) ** 2
    cause = "It is the squared error, not the cross-entropy, which has logarithms."
    yield from ((cause, float(np.mean(squares) * factor)) for factor in (1, 0.5, m))
    yield from _faults_of_size(right, case)
    A = 1 / (1 + np.exp(-case.w.T @ case.X))
    yield _NO_BIAS, -float(np.mean(case.Y * np.log(A) + (1 - case.Y) * np.log(1 - A)))


def _faults_of_gradient(name: str, case: Case, reference: Any) -> Iterator[Fault]:
    """Yield what mistakes make of dw or db."""
    yield from _faults_of_size(reference.propagate(*case.arguments)[0][name], case)
    without = reference.propagate(*replace(case, b=0.0).arguments)[0][name]
    yield _NO_BIAS, without


def _faults_of_size(right: Any, case: Case) -> Iterator[Fault]:
    """Yield what another divisor than m makes of a mean."""
    n, m = case.X.shape
    divisors = {size: f"It is divided by {size}, {words}." for size, words in _BUILT_IN_M.items()}
    divisors[n] = f"It is divided by {n}, the number of features, not of examples."
    yield from (
        (f"{words} Divide by m = {m}.", right * m / size)
        for size, words in divisors.items()
        if size not in (m, 1)
    )


def faults_of_optimize(
    reference: Any, case: Case, got: dict[str, Any], iterations: int, learning_rate: float
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
    if iterations == 1:
        yield from _faults_of_step(reference, case, got, learning_rate)


def _faults_of_step(
    reference: Any, case: Case, got: dict[str, Any], learning_rate: float
) -> Iterator[Fault]:
    """Yield what mistakes make of one step: b after w, or another length than was asked for."""
    dw = reference.propagate(*case.arguments)[0]["dw"]
    moved = reference.optimize(*case.arguments, 1, learning_rate)[0]["w"]
    late = reference.propagate(*replace(case, w=moved).arguments)[0]["db"]
    cause = "The gradient for b is taken with the new w. Take both from one call of `propagate`."
    yield cause, {"w": moved, "b": case.b - learning_rate * late}
    w = as_asked(got["w"], case.w)
    if isinstance(w, np.ndarray) and w.shape == case.w.shape and w.dtype.kind in "iuf":
        at = int(np.abs(dw).argmax())
        rate = float((case.w - w).flat[at] / dw.flat[at])
        if rate > 0 and not np.isclose(rate, learning_rate, rtol=RTOL):
            yield step_words(rate / learning_rate), reference.optimize(*case.arguments, 1, rate)[0]


def step_words(times: float) -> str:
    """Return the cause for a step that goes the right way and is so many times too long."""
    long = f"{times:.3g} times too long" if times > 1 else f"{1 / times:.3g} times too short"
    return f"The step is {long}. Is it learning_rate times the gradient, as `propagate` gave it?"


def faults_of_model(
    reference: Any, arguments: tuple[Any, ...], iterations: int, learning_rate: float
) -> Iterator[Fault]:
    """Yield what mistakes in `model` make of w and b; arguments are the two sets."""
    X_train, Y_train, X_test, Y_test = arguments
    swapped = reference.model(X_test, Y_test, X_train, Y_train, iterations, learning_rate)
    yield "They were trained on the test set.", swapped
    both = np.hstack([X_train, X_test]), np.hstack([Y_train, Y_test])
    together = reference.model(*both, X_test, Y_test, iterations, learning_rate)
    yield "They were trained on both sets. The test set has no part in the training.", together
    untrained = {"w": np.zeros((len(X_train), 1)), "b": 0.0}
    yield "They are still zero, as before the training.", untrained
