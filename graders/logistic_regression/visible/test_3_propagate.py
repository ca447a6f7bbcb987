"""propagate: the printed example, shapes, and relations between results."""

import numpy as np
import printed
import pytest
from reading import check_values, read_gradients, read_propagate, rtol_of_cost
from sets import some_labels
from suspects import memory_of, sigmoid_of

from gradewright.graders import as_asked, check, check_shape, passes, read_numbers, resting_on

pytestmark = [pytest.mark.question("propagate"), pytest.mark.points(0.25)]

_PARTS = ("dw", "db", "cost")


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


def test_relations(student, rng):
    """Every example twice changes nothing; with classes, w and b swapped the gradients turn."""
    w, b, X, Y = rng.normal(size=(3, 1)), 0.6, rng.normal(size=(3, 5)), some_labels(rng, 5)

    def run(w, b, X, Y):
        grads, cost = read_propagate(student.propagate(w, b, X, Y))
        grads = read_gradients(grads, "dw", "db")
        return as_asked(grads["dw"], w), as_asked(grads["db"], 0.0), as_asked(cost, 0.0)

    with resting_on(sigmoid_of(student), memory_of(lambda: run(w, b, X, Y))):
        dw, db, cost = (
            read_numbers(part, np.shape(asked), name=name)
            for part, asked, name in zip(run(w, b, X, Y), (w, b, 0.0), _PARTS, strict=True)
        )
        told = "The cost is not above 0, though no activation is quite right."
        check(cost > 0, told, got=cost, name="cost")
        twice = run(w, b, np.hstack([X, X]), np.hstack([Y, Y]))
        for part, expected, name in zip(twice, (dw, db, cost), _PARTS, strict=True):
            told = f"{name} changes when every example comes twice."
            cause = "It is a mean over the examples: divide by m, the number of columns of X."
            check(passes(check_values, part, expected), told, cause, got=part, name=name)
        turned = run(-w, -b, X, 1 - Y)
        for part, before, sign, name in zip(
            turned, (dw, db, cost), (-1, -1, 1), _PARTS, strict=True
        ):
            told = f"{name} is not {'minus ' if sign < 0 else ''}what it was, for -w, -b and 1 - Y."
            kept = sign < 0 and passes(check_values, part, before)
            cause = "It is what the call before returned. Compute it afresh in every call."
            right = passes(check_values, part, sign * before)
            check(right, told, cause if kept else "", got=part, name=name)
