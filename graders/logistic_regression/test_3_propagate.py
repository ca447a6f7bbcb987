"""propagate: fresh data, and slopes."""

from dataclasses import replace

import numpy as np
import pytest
from blame import sigmoid_of
from cases import fresh_case, several_cases
from faults import check_cost, check_gradient_part
from reading import read_gradients, read_propagate

from gradewright.graders import check_gradient, resting_on

pytestmark = [pytest.mark.question("propagate"), pytest.mark.visibility("hidden")]


@pytest.mark.points(0.5)
def test_fresh_cost(student, reference, rng):
    """The cost is right for other data, of other sizes."""
    for case in several_cases(rng):
        _, cost = read_propagate(student.propagate(*case.arguments))
        with resting_on(_sigmoid(student, reference, case)):
            check_cost(cost, case, reference.propagate(*case.arguments)[1])


@pytest.mark.points(0.25)
def test_cost_of_one_label(student, reference, rng):
    """The cost is right when all examples have the same label."""
    for label in (1, 0):
        case = replace(fresh_case(rng, 3, 6), Y=np.full((1, 6), label))
        _, cost = read_propagate(student.propagate(*case.arguments))
        with resting_on(_sigmoid(student, reference, case)):
            check_cost(cost, case, reference.propagate(*case.arguments)[1])


@pytest.mark.points(0.5)
def test_fresh_dw(student, reference, rng):
    """The gradient dw is right for other data, of other sizes."""
    for case in several_cases(rng):
        grads, _ = read_propagate(student.propagate(*case.arguments))
        with resting_on(_sigmoid(student, reference, case)):
            _check_part(grads, "dw", case, reference)


@pytest.mark.points(0.25)
def test_fresh_db(student, reference, rng):
    """The gradient db is right for other data, of other sizes."""
    for case in several_cases(rng):
        grads, _ = read_propagate(student.propagate(*case.arguments))
        with resting_on(_sigmoid(student, reference, case)):
            _check_part(grads, "db", case, reference)


@pytest.mark.points(0.5)
@pytest.mark.parametrize("name", ["dw", "db"])
def test_slopes(student, reference, rng, name):
    """The gradient matches the slope of the cost, measured with small steps."""
    case = fresh_case(rng, 4, 9)
    grads, _ = read_propagate(student.propagate(*case.arguments))

    def cost(value):
        moved = replace(case, w=value) if name == "dw" else replace(case, b=float(value))
        return reference.propagate(*moved.arguments)[1]

    with resting_on(_sigmoid(student, reference, case)):
        check_gradient(
            read_gradients(grads, name)[name],
            cost,
            case.w if name == "dw" else case.b,
            sizes=case.sizes,
            rng=rng,
            shape="generous",
            name=name,
        )


def _check_part(grads, name, case, reference):
    check_gradient_part(read_gradients(grads, name)[name], name, case, reference)


def _sigmoid(student, reference, case):
    return sigmoid_of(student, reference, case.w, case.b, case.X)
