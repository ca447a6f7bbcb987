"""compute_cost: fresh outputs and labels. Both published signatures will do."""

import numpy as np
import pytest
from mistakes import of_cost
from networks import fresh_labels, fresh_outputs, fresh_parameters
from reading import check_values

pytestmark = [pytest.mark.question("compute_cost"), pytest.mark.visibility("hidden")]


@pytest.mark.points(0.6)
def test_fresh_labels(student, reference, rng):
    """Fresh outputs, with labels 0 and 1."""
    for m in (9, 64):
        _check_fresh(student, reference, rng, fresh_outputs(rng, m), fresh_labels(rng, m))


@pytest.mark.points(0.15)
@pytest.mark.parametrize("label", [0, 1], ids=["class 0", "class 1"])
def test_one_class(student, reference, rng, label):
    """Examples of one class only: both terms of the cost count."""
    _check_fresh(student, reference, rng, fresh_outputs(rng, 15), np.full((1, 15), label))


@pytest.mark.points(0.1)
def test_average(student, reference, rng):
    """The cost is an average: one example alone, and every example twice."""
    A2, Y = fresh_outputs(rng, 8), fresh_labels(rng, 8)
    _check_fresh(student, reference, rng, A2[:, :1], Y[:, :1])
    _check_fresh(student, reference, rng, np.hstack((A2, A2)), np.hstack((Y, Y)))


def _check_fresh(student, reference, rng, A2, Y):
    """Check the value of a cost, and name a fault where it is known."""
    parameters = fresh_parameters(rng, 2, 4)
    cost = student.either("compute_cost", (A2, Y), (A2, Y, parameters))
    expected, m = reference.compute_cost(A2, Y), Y.shape[1]
    check_values(cost, expected, sizes={"m": m}, mistakes=_mistakes(A2, Y), name="the cost")


def _mistakes(A2, Y):
    """Return what common mistakes, alone and together, make of the cost."""
    log_a, log_rest = np.log(A2), np.log(1 - A2)
    return of_cost(
        Y.shape[1],
        ones=np.sum(Y * log_a),
        zeros=np.sum((1 - Y) * log_rest),
        outer=np.sum(Y.T @ log_a + (1 - Y).T @ log_rest),
        squares=np.mean((A2 - Y) ** 2),
        uniform=np.ptp(Y) == 0,
    )
