"""Graders of question `optimize`."""

import pytest
from logistic_cases import (
    PRINTED_B_100,
    PRINTED_COST,
    PRINTED_DB_100,
    PRINTED_DW_100,
    PRINTED_W_100,
    check_costs,
    check_grads,
    check_params,
    fresh_case,
    integer_case,
    printed_case,
    triple_of_optimize,
)
from logistic_faults import check_trained, faults_of_optimize

from gradewright.checks import check_shape

pytestmark = [pytest.mark.question("optimize"), pytest.mark.points(0.25)]


def printed_run(student):
    """Return what the student's function gives for the printed example."""
    arguments = printed_case().arguments
    got = student.optimize(*arguments, num_iterations=100, learning_rate=0.009, print_cost=False)
    return triple_of_optimize(got)


def test_printed_parameters(student):
    """The parameters after the 100 iterations of the printed example."""
    params, _, _ = printed_run(student)
    check_params(params, {"w": PRINTED_W_100, "b": PRINTED_B_100})


def test_printed_gradients(student):
    """The gradients that the last iteration of the printed example used."""
    _, grads, _ = printed_run(student)
    check_grads(grads, {"dw": PRINTED_DW_100, "db": PRINTED_DB_100})


def test_printed_costs(student):
    """Shapes of all parts, and the one recorded cost of 100 iterations."""
    params, grads, costs = printed_run(student)
    for values, name, shape in (
        (params, "w", (2, 1)),
        (params, "b", ()),
        (grads, "dw", (2, 1)),
        (grads, "db", ()),
    ):
        check_shape(values[name], shape, name=name)
    check_costs(costs, [PRINTED_COST])


@pytest.mark.visibility("hidden")
def test_one_iteration(student, reference, rng):
    """One iteration moves w and b once, against the gradients where it started."""
    case, rate = fresh_case(rng, 3, 6), float(rng.uniform(0.2, 0.9))
    params, grads, _ = triple_of_optimize(student.optimize(*case.arguments, 1, rate))
    expected_params, expected_grads, _ = reference.optimize(*case.arguments, 1, rate)
    check_trained(params, expected_params, faults_of_optimize(reference, case, 1, rate))
    check_grads(grads, expected_grads, sizes=case.sizes)


@pytest.mark.points(0.5)
@pytest.mark.visibility("hidden")
def test_fresh_training(student, reference, rng):
    """Parameters and gradients are right for other data, rates and numbers of iterations."""
    cases = [fresh_case(rng, 4, 9), fresh_case(rng, 1, 5), integer_case(rng, 3, 6)]
    for case, iterations in zip(cases, (17, 128, 40), strict=True):
        rate = float(rng.uniform(0.05, 0.6))
        params, grads, _ = triple_of_optimize(student.optimize(*case.arguments, iterations, rate))
        expected_params, expected_grads, _ = reference.optimize(*case.arguments, iterations, rate)
        faults = faults_of_optimize(reference, case, iterations, rate)
        check_trained(params, expected_params, faults)
        check_grads(grads, expected_grads, sizes=case.sizes)


@pytest.mark.visibility("hidden")
def test_recorded_costs(student, reference, rng):
    """The recorded costs are those of iterations 0, 100, 200, …, afresh in every call."""
    case = fresh_case(rng, 3, 8)
    for iterations in (250, 101, 100, 7):
        _, _, costs = triple_of_optimize(student.optimize(*case.arguments, iterations, 0.1))
        check_costs(costs, reference.optimize(*case.arguments, iterations, 0.1)[2])


@pytest.mark.visibility("hidden")
def test_printing(student, reference, rng):
    """Printing the costs changes nothing else."""
    case = fresh_case(rng, 2, 6)
    settings = {"num_iterations": 120, "learning_rate": 0.3, "print_cost": True}
    params, _, costs = triple_of_optimize(student.optimize(*case.arguments, **settings))
    settings["print_cost"] = False
    expected_params, _, expected_costs = reference.optimize(*case.arguments, **settings)
    check_params(params, expected_params)
    check_costs(costs, expected_costs)
