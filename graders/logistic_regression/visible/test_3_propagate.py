"""propagate: the printed example, and the shapes of what comes."""

import numpy as np
import printed
import pytest
from reading import check_values, read_gradients, read_propagate, rtol_of_cost
from suspects import sigmoid_of

from gradewright.graders import check_shape, resting_on

pytestmark = [pytest.mark.question("propagate"), pytest.mark.points(0.25)]


def test_printed_gradients(student):
    """The gradients of the printed example."""
    grads, _ = read_propagate(student.propagate(*printed.WHOLE))
    with resting_on(sigmoid_of(student)):
        for name, expected in printed.GRADS.items():
            got, mistakes = read_gradients(grads, name)[name], printed.MISTAKES[name]
            check_values(got, expected, sizes=printed.SIZES, mistakes=mistakes, name=name)


def test_printed_cost(student):
    """The cost of the printed example."""
    _, cost = read_propagate(student.propagate(*printed.WHOLE))
    rtol, mistakes = rtol_of_cost(cost), printed.MISTAKES["cost"]
    with resting_on(sigmoid_of(student)):
        check_values(
            cost, printed.COST, rtol=rtol, sizes=printed.SIZES, mistakes=mistakes, name="cost"
        )


def test_shapes(student):
    """First grads, then cost; dw has the shape of w, db and cost are single numbers."""
    w, X = np.array([[0.5], [-1.0], [0.25]]), np.linspace(-1, 1, 12).reshape(3, 4)
    got = student.propagate(w, 0.1, X, np.array([[1, 0, 0, 1]]))
    grads, cost = read_propagate(got, in_order=True)
    grads = read_gradients(grads, "dw", "db")
    check_shape(grads["dw"], (3, 1), name="dw")
    check_shape(grads["db"], (), name="db")
    check_shape(cost, (), name="cost")
