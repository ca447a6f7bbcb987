"""compute_cost: cross-entropy, averaged. Both published signatures will do."""

from itertools import product

import numpy as np
import planar_printed as printed
import pytest
from planar_cases import check_values, fresh_labels, fresh_parameters

from gradewright.graders import check, check_between, check_kind

pytestmark = pytest.mark.question("compute_cost")

# Numbers of examples that a submission may have built in: of the printed example and the flower.
BUILT_IN_M = (3, 400)


@pytest.mark.points(0.2)
def test_printed_cost(student):
    """The printed cost."""
    cost = _cost(student, printed.COST_A2, printed.COST_Y, printed.INITIAL)
    _check_cost(cost, printed.COST_A2, printed.COST_Y, printed.COST, rtol=1e-8)


@pytest.mark.points(0.2)
def test_one_number(student, rng):
    """The cost is one number, not an array, and another one for other outputs."""
    cost = _cost(student, printed.COST_A2, printed.COST_Y, printed.INITIAL)
    check_kind(cost, "float", integer_ok=True)
    check_between(cost, -1e6, 1e6)
    other = _cost(student, _fresh_outputs(rng, 3), printed.COST_Y, printed.INITIAL)
    same = np.array_equal(np.asarray(other), np.asarray(cost))
    check(not same, "The cost stays the same for other outputs.", "it is a fixed number.")


@pytest.mark.points(0.6)
@pytest.mark.visibility("hidden")
def test_fresh_labels(student, reference, rng):
    """Fresh outputs, with labels 0 and 1."""
    for m in (9, 64):
        _check_fresh(student, reference, rng, _fresh_outputs(rng, m), fresh_labels(rng, m))


@pytest.mark.points(0.3)
@pytest.mark.visibility("hidden")
@pytest.mark.parametrize("label", [0, 1], ids=["class 0", "class 1"])
def test_one_class(student, reference, rng, label):
    """Examples of one class only: both terms of the cost count."""
    _check_fresh(student, reference, rng, _fresh_outputs(rng, 15), np.full((1, 15), label))


@pytest.mark.points(0.2)
@pytest.mark.visibility("hidden")
def test_average(student, reference, rng):
    """The cost is an average: one example alone, and every example twice."""
    A2, Y = _fresh_outputs(rng, 8), fresh_labels(rng, 8)
    _check_fresh(student, reference, rng, A2[:, :1], Y[:, :1])
    _check_fresh(student, reference, rng, np.hstack((A2, A2)), np.hstack((Y, Y)))


def _fresh_outputs(rng, m):
    """Return outputs of a network (1, m), none so near 0 or 1 that a logarithm suffers."""
    return rng.uniform(0.02, 0.98, size=(1, m))


def _cost(student, A2, Y, parameters):
    return student.either("compute_cost", (A2, Y), (A2, Y, parameters))


def _check_fresh(student, reference, rng, A2, Y):
    cost = _cost(student, A2, Y, fresh_parameters(rng, 2, 4))
    _check_cost(cost, A2, Y, reference.compute_cost(A2, Y))


def _check_cost(cost, A2, Y, expected, rtol=1e-6):
    """Check the value of a cost, and name a fault where it is known."""
    sizes = {"m": Y.shape[1]}
    check_values(cost, expected, rtol=rtol, sizes=sizes, mistakes=_mistakes(A2, Y), name="the cost")


def _mistakes(A2, Y):
    """Yield what common mistakes, alone and together, make of the cost."""
    m = Y.shape[1]
    log_a, log_rest = np.log(A2), np.log(1 - A2)
    terms = (
        (np.sum(Y * log_a + (1 - Y) * log_rest), ""),
        (np.sum(Y * log_a), "the term (1 - Y) * log(1 - A2) is missing"),
        (np.sum((1 - Y) * log_rest), "the term Y * log(A2) is missing"),
    )
    signs = ((-1, ""), (1, "the minus in front is missing"))
    # Labels that are all alike leave open whether each was multiplied with every output.
    uniform = np.ptp(Y) == 0 and m > 1
    summed = f"the division by m = {m} is missing: it is a sum"
    divisors = [(m, ""), (1, f"it is m = {m} times too large" if uniform else summed)]
    divisors += [(m**2, f"it is divided by m = {m} twice")]
    divisors += [(k, f"it is divided by {k}, which is built in") for k in BUILT_IN_M if k != m]
    for (sign, flipped), (divisor, factor), (total, missing) in product(signs, divisors, terms):
        words = [text for text in (missing, factor, flipped) if text]
        if words:
            yield (
                sign * total / divisor,
                _PROBLEMS.get(missing, "The cost is wrong."),
                ("; ".join(words) + "."),
            )
    if m > 1:
        outer = np.sum(Y.T @ log_a + (1 - Y).T @ log_rest)
        cause = "np.dot(Y.T, …) makes an m by m table. Use Y * …, or np.dot(Y, ….T)."
        told = "The labels of every example meet the outputs of every other."
        yield from ((-outer / divisor, told, cause) for divisor in (m, 1))
    squares = (A2 - Y) ** 2
    cause = "another cost than cross-entropy, which has logarithms."
    for value, words in ((squares.mean(), "the mean"), (squares.mean() / 2, "half the mean")):
        yield value, f"The cost is {words} squared error.", cause


_PROBLEMS = {
    "the term (1 - Y) * log(1 - A2) is missing": "The cost leaves out the examples of class 0.",
    "the term Y * log(A2) is missing": "The cost leaves out the examples of class 1.",
}
