"""Graders of question `optimize`."""

import numpy as np
import pytest
from logistic_blame import cost_of, memory_of, propagate_of, settings_of
from logistic_cases import (
    PRINTED_COST,
    check_params,
    fresh_case,
    printed_case,
    printed_case_in_floats,
    read_costs,
    read_optimize,
)
from logistic_faults import (
    check_by_place,
    check_costs,
    check_last_gradients,
    check_trained,
    faults_of_costs,
    faults_of_optimize,
)

from gradewright.graders import check, check_shape, resting_on

pytestmark = [pytest.mark.question("optimize"), pytest.mark.points(0.25)]


@pytest.mark.visibility("hidden")
def test_one_iteration(student, reference, rng):
    """One iteration moves w and b once, against the gradients where it started."""
    case, rate = fresh_case(rng, 3, 6), float(rng.uniform(0.2, 0.9))
    _check_training(student, reference, case, 1, rate)


def test_printed_parameters(student, reference):
    """The parameters after the 100 iterations of the printed example."""
    case = printed_case_in_floats()
    params, _, _ = _printed_run(student, case)
    _check_trained(student, reference, case, params, 100, 0.009)


def test_whole_numbers(student, reference):
    """The printed example again, with w of whole numbers as it is printed there."""
    case = printed_case()
    params, _, _ = _printed_run(student, case)
    cut = isinstance(params["w"], np.ndarray) and params["w"].dtype.kind in "iu"
    if cut and not np.array_equal(params["w"], case.w):
        told = "w from optimize holds whole numbers only: its decimals are cut off."
        cause = "w is changed in place, and stays an array of integers. Use w = w - … instead."
        check(not cut, told, cause, got=params["w"], name="w")
    _check_trained(student, reference, case, params, 100, 0.009)


def test_printed_gradients(student, reference):
    """The gradients that the last iteration of the printed example used."""
    case = printed_case_in_floats()
    _, grads, _ = _printed_run(student, case)
    with resting_on(*_suspects(student, reference, case)):
        check_last_gradients(grads, reference, case, 100, 0.009)


def test_printed_costs(student, reference):
    """First params, then grads, then costs; w is a column, and one cost is recorded."""
    case = printed_case_in_floats()
    params, _, costs = _printed_run(student, case, in_order=True)
    with resting_on(propagate_of(student, reference, case)):
        check_shape(params["w"], (2, 1), name="w")
    with resting_on(cost_of(student, reference, case)):
        faults = faults_of_costs(reference, case, 100, 0.009)
        printed = lambda: _printed_run(student, case, print_cost=True)[2]  # noqa: E731
        check_costs(costs, [PRINTED_COST], 100, faults, printed)


@pytest.mark.visibility("hidden")
def test_fresh_training(student, reference, rng):
    """Parameters and gradients are right for other data, rates and numbers of iterations."""
    cases = [fresh_case(rng, 4, 9), fresh_case(rng, 1, 5), fresh_case(rng, 3, 6)]
    for case, iterations in zip(cases, (17, 128, 40), strict=True):
        _check_training(student, reference, case, iterations, float(rng.uniform(0.05, 0.6)))


@pytest.mark.visibility("hidden")
def test_recorded_costs(student, reference, rng):
    """The recorded costs are those of iterations 0, 100, 200, …, afresh in every call."""
    case = fresh_case(rng, 3, 8)
    for iterations in (250, 101, 100, 7):
        settings = {"num_iterations": iterations, "learning_rate": 0.1}

        def costs(*, print_cost=False, settings=settings):
            got = student.optimize(*case.arguments, **settings, print_cost=print_cost)
            return read_optimize(got)[2]

        got, expected = costs(), reference.optimize(*case.arguments, **settings)[2]
        faults = faults_of_costs(reference, case, **settings)
        memory = memory_of(lambda again=costs: [read_costs(again())])
        suspects = *_suspects(student, reference, case), cost_of(student, reference, case), memory
        with resting_on(*suspects):
            check_costs(
                got, expected, iterations, faults, lambda again=costs: again(print_cost=True)
            )


@pytest.mark.visibility("hidden")
def test_printing(student, reference, rng):
    """Printing the costs changes nothing else, and settings may be given without their names."""
    case = fresh_case(rng, 2, 6)
    settings = {"num_iterations": 120, "learning_rate": 0.3}
    params, _, costs = read_optimize(student.optimize(*case.arguments, **settings, print_cost=True))
    expected_params, _, expected_costs = reference.optimize(*case.arguments, **settings)
    with resting_on(*_suspects(student, reference, case), cost_of(student, reference, case)):
        check_params(params, expected_params)
        check_costs(costs, expected_costs, 120)
    check_by_place(
        lambda: read_optimize(student.optimize(*case.arguments, **settings))[0],
        lambda: read_optimize(student.optimize(*case.arguments, 120, 0.3, False))[0],
        "optimize",
        "w, b, X, Y, num_iterations, learning_rate, print_cost",
    )


def _printed_run(student, case, *, in_order=False, print_cost=False):
    """Return what the student's function gives for the printed settings."""
    settings = {"num_iterations": 100, "learning_rate": 0.009, "print_cost": print_cost}
    return read_optimize(student.optimize(*case.arguments, **settings), in_order=in_order)


def _check_training(student, reference, case, iterations, rate):
    """Check w, b and the last gradients of one training."""
    settings = {"num_iterations": iterations, "learning_rate": rate}
    params, grads, _ = read_optimize(student.optimize(*case.arguments, **settings))
    _check_trained(student, reference, case, params, iterations, rate)
    with resting_on(*_suspects(student, reference, case)):
        check_last_gradients(grads, reference, case, iterations, rate)


def _check_trained(student, reference, case, params, iterations, rate):
    """Check trained w and b, and name the fault where it is known."""
    with resting_on(*_suspects(student, reference, case)):
        expected = reference.optimize(*case.arguments, iterations, rate)[0]
        check_trained(
            params, expected, faults_of_optimize(reference, case, params, iterations, rate)
        )


def _suspects(student, reference, case):
    """Return what may be wrong with the training itself: its gradients, or its settings."""

    def train(**settings):
        return read_optimize(student.optimize(*case.arguments, **settings))[0]

    start = {"w": case.w, "b": case.b}
    memory = memory_of(lambda: train(num_iterations=5, learning_rate=0.1).values())
    return propagate_of(student, reference, case), settings_of(train, start), memory
