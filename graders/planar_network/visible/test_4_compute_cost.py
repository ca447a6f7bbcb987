"""compute_cost: cross-entropy, averaged. Both published signatures will do."""

import numpy as np
import printed
import pytest
from mistakes import COST_OUTER, COST_SQUARES, COST_SUMS, of_cost
from networks import fresh_labels, fresh_outputs
from reading import check_values

from gradewright.graders import check, check_between, check_kind, read_numbers

pytestmark = pytest.mark.question("compute_cost")


@pytest.mark.points(0.2)
def test_printed_cost(student):
    """The printed cost."""
    cost = _cost(student, printed.COST_A2, printed.COST_Y)
    mistakes = of_cost(3, *COST_SUMS, COST_OUTER, COST_SQUARES)
    close = {"rtol": 1e-8, "sizes": {"m": 3}}
    check_values(cost, printed.COST, mistakes=mistakes, name="the cost", **close)


@pytest.mark.points(0.2)
def test_one_number(student, rng):
    """The cost is one number, not an array, and another one for other outputs."""
    cost = _cost(student, printed.COST_A2, printed.COST_Y)
    check_kind(cost, "float", integer_ok=True)
    check_between(cost, -1e6, 1e6)
    other = _cost(student, fresh_outputs(rng, 3), printed.COST_Y)
    same = np.array_equal(np.asarray(other), np.asarray(cost))
    check(not same, "The cost stays the same for other outputs.", "it is a fixed number.")


@pytest.mark.points(0.15)
@pytest.mark.parametrize("label", [0, 1], ids=["class 0", "class 1"])
def test_one_class(student, label):
    """An output of 1/e² costs 2 where the label is 1, and so does 1 - 1/e² where it is 0."""
    for expected in (2.0, 0.5):
        output = np.exp(-expected) if label else 1 - np.exp(-expected)
        cost = _cost(student, np.full((1, 4), output), np.full((1, 4), label))
        total, squares = -4 * expected, (label - output) ** 2
        ones, zeros = total * label, total * (1 - label)
        mistakes = of_cost(4, ones, zeros, 4 * total, squares, uniform=True)
        check_values(cost, expected, sizes={"m": 4}, mistakes=mistakes, name="the cost")


@pytest.mark.points(0.1)
def test_average(student, rng):
    """The cost is an average: every example twice changes nothing, and 1/2 costs log 2."""
    A2, Y = fresh_outputs(rng, 8), fresh_labels(rng, 8)
    once = read_numbers(_cost(student, A2, Y), (), name="the cost")
    twice = _cost(student, np.hstack((A2, A2)), np.hstack((Y, Y)))
    check_values(twice, once, sizes={"m": 16}, name="the cost of every example twice")
    halves = _cost(student, np.full((1, 8), 0.5), Y)
    check_values(halves, np.log(2), sizes={"m": 8}, name="the cost where all outputs are 1/2")


def _cost(student, A2, Y):
    return student.either("compute_cost", (A2, Y), (A2, Y, printed.INITIAL))
