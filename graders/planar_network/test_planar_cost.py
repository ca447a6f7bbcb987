"""compute_cost: cross-entropy, averaged. Both published signatures will do."""

import numpy as np
import planar_printed as printed
import pytest
from planar_cases import fresh_labels, fresh_parameters, rule_out

from gradewright.checks import check_between, check_close, check_kind

pytestmark = pytest.mark.question("compute_cost")


@pytest.mark.points(0.2)
def test_printed_cost(student):
    """The printed cost."""
    cost = _cost(student, printed.COST_A2, printed.COST_Y, printed.INITIAL)
    check_close(cost, printed.COST, rtol=1e-8, shape="scalar")


@pytest.mark.points(0.2)
def test_one_number(student):
    """The cost is one number, not an array."""
    cost = _cost(student, printed.COST_A2, printed.COST_Y, printed.INITIAL)
    check_kind(cost, "float", integer_ok=True)
    check_between(cost, -1e6, 1e6)


@pytest.mark.points(0.6)
@pytest.mark.visibility("hidden")
def test_fresh_labels(student, reference, rng):
    """Fresh outputs, with labels 0 and 1."""
    for m in (9, 64):
        A2, Y = _fresh_outputs(rng, m), fresh_labels(rng, m)
        _check_cost(student, reference, rng, A2, Y)


@pytest.mark.points(0.3)
@pytest.mark.visibility("hidden")
@pytest.mark.parametrize("label", [0, 1], ids=["class 0", "class 1"])
def test_one_class(student, reference, rng, label):
    """Examples of one class only: both terms of the cost count."""
    A2 = _fresh_outputs(rng, 15)
    _check_cost(student, reference, rng, A2, np.full((1, 15), label))


@pytest.mark.points(0.2)
@pytest.mark.visibility("hidden")
def test_average(student, reference, rng):
    """The cost is an average: one example alone, and every example twice."""
    A2, Y = _fresh_outputs(rng, 8), fresh_labels(rng, 8)
    _check_cost(student, reference, rng, A2[:, :1], Y[:, :1])
    _check_cost(student, reference, rng, np.hstack((A2, A2)), np.hstack((Y, Y)))


def _fresh_outputs(rng, m):
    """Return outputs of a network (1, m), none so near 0 or 1 that a logarithm suffers."""
    return rng.uniform(0.02, 0.98, size=(1, m))


def _cost(student, A2, Y, parameters):
    return student.either("compute_cost", (A2, Y), (A2, Y, parameters))


def _check_cost(student, reference, rng, A2, Y):
    cost = _cost(student, A2, Y, fresh_parameters(rng, 2, 4))
    expected = reference.compute_cost(A2, Y)
    rule_out(cost, expected, _mistakes(A2, Y), name="the cost")
    check_close(cost, expected, shape="scalar", sizes={"m": Y.shape[1]}, name="the cost")


def _mistakes(A2, Y):
    """Return what common mistakes make of the cost."""
    return (
        (
            -np.mean(Y * np.log(A2)),
            "The cost leaves out the examples of class 0.",
            "the term (1 - Y) * log(1 - A2) is missing.",
        ),
        (
            -np.mean((1 - Y) * np.log(1 - A2)),
            "The cost leaves out the examples of class 1.",
            "the term Y * log(A2) is missing.",
        ),
        (
            np.mean((A2 - Y) ** 2),
            "The cost is the mean squared error.",
            "another cost than cross-entropy, which has logarithms.",
        ),
    )
