"""Graders of question `propagate`."""

from dataclasses import replace

import numpy as np
import pytest
from logistic_cases import (
    PRINTED_COST,
    PRINTED_DB,
    PRINTED_DW,
    RTOL,
    Case,
    check_grads,
    fresh_case,
    pair_of_propagate,
    printed_case,
    several_cases,
)
from logistic_faults import check_cost

from gradewright.checks import check_close, check_gradient, check_shape

pytestmark = pytest.mark.question("propagate")


@pytest.mark.points(0.25)
def test_printed_gradients(student):
    """The gradients of the printed example."""
    case = printed_case()
    grads, _ = pair_of_propagate(student.propagate(*case.arguments))
    check_grads(grads, {"dw": PRINTED_DW, "db": PRINTED_DB}, sizes=case.sizes)


@pytest.mark.points(0.25)
def test_printed_cost(student):
    """The cost of the printed example."""
    case = printed_case()
    _, cost = pair_of_propagate(student.propagate(*case.arguments))
    check_cost(cost, case, PRINTED_COST)


@pytest.mark.points(0.25)
def test_shapes(student):
    """Shapes: dw like w, db and cost single numbers."""
    w, X = np.array([[0.5], [-1.0], [0.25]]), np.linspace(-1, 1, 12).reshape(3, 4)
    grads, cost = pair_of_propagate(student.propagate(w, 0.1, X, np.array([[1, 0, 0, 1]])))
    check_shape(grads["dw"], (3, 1), name="dw")
    check_shape(grads["db"], (), name="db")
    check_shape(cost, (), name="cost")


@pytest.mark.points(0.5)
@pytest.mark.visibility("hidden")
def test_fresh_cost(student, reference, rng):
    """The cost is right for other data, of other sizes."""
    for case in several_cases(rng):
        _, cost = pair_of_propagate(student.propagate(*case.arguments))
        check_cost(cost, case, reference.propagate(*case.arguments)[1])


@pytest.mark.points(0.25)
@pytest.mark.visibility("hidden")
def test_cost_of_one_label(student, reference, rng):
    """The cost is right when all examples have the same label."""
    for label in (1, 0):
        case = replace(fresh_case(rng, 3, 6), Y=np.full((1, 6), label))
        _, cost = pair_of_propagate(student.propagate(*case.arguments))
        check_cost(cost, case, reference.propagate(*case.arguments)[1])


@pytest.mark.points(0.5)
@pytest.mark.visibility("hidden")
def test_fresh_dw(student, reference, rng):
    """The gradient dw is right for other data, of other sizes."""
    for case in several_cases(rng):
        grads, _ = pair_of_propagate(student.propagate(*case.arguments))
        expected, _ = reference.propagate(*case.arguments)
        check_close(grads["dw"], expected["dw"], rtol=RTOL, sizes=case.sizes, name="dw")


@pytest.mark.points(0.25)
@pytest.mark.visibility("hidden")
def test_fresh_db(student, reference, rng):
    """The gradient db is right for other data, of other sizes."""
    for case in several_cases(rng):
        grads, _ = pair_of_propagate(student.propagate(*case.arguments))
        expected, _ = reference.propagate(*case.arguments)
        check_close(grads["db"], expected["db"], rtol=RTOL, sizes=case.sizes, name="db")


@pytest.mark.points(0.5)
@pytest.mark.visibility("hidden")
def test_slopes(student, reference, rng):
    """Gradients match the slopes of the cost, measured with small steps."""
    case = fresh_case(rng, 4, 9)
    grads, _ = pair_of_propagate(student.propagate(*case.arguments))

    def cost(w, b):
        return reference.propagate(w, b, case.X, case.Y)[1]

    check_gradient(
        grads["dw"], lambda w: cost(w, case.b), case.w, sizes=case.sizes, rng=rng, name="dw"
    )
    check_gradient(
        grads["db"], lambda b: cost(case.w, float(b)), case.b, sizes=case.sizes, rng=rng, name="db"
    )


@pytest.mark.points(0.25)
@pytest.mark.visibility("hidden")
def test_repeated_examples(student, reference, rng):
    """Three copies of every example change neither cost nor gradients."""
    case = fresh_case(rng, 2, 5)
    copies = Case(case.w, case.b, np.tile(case.X, 3), np.tile(case.Y, 3))
    expected, expected_cost = reference.propagate(*case.arguments)
    grads, cost = pair_of_propagate(student.propagate(*copies.arguments))
    check_grads(grads, expected, sizes=copies.sizes)
    check_cost(cost, copies, expected_cost)
