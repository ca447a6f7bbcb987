"""optimize: fresh data and settings."""

import pytest
from blame import cost_of, propagate_of
from cases import fresh_case
from faults import check_last_gradients, faults_of_costs, faults_of_optimize
from reading import check_params, read_costs, read_optimize
from suspects import memory_of, settings_of
from training import check_by_place, check_costs, check_trained

from gradewright.graders import resting_on

pytestmark = [
    pytest.mark.question("optimize"),
    pytest.mark.visibility("hidden"),
    pytest.mark.points(0.25),
]


def test_one_iteration(student, reference, rng):
    """One iteration moves w and b once, against the gradients where it started."""
    case, rate = fresh_case(rng, 3, 6), float(rng.uniform(0.2, 0.9))
    _check_training(student, reference, case, 1, rate)


def test_fresh_training(student, reference, rng):
    """Parameters and gradients are right for other data, rates and numbers of iterations."""
    cases = [fresh_case(rng, 4, 9), fresh_case(rng, 1, 5), fresh_case(rng, 3, 6)]
    for case, iterations in zip(cases, (17, 128, 40), strict=True):
        _check_training(student, reference, case, iterations, float(rng.uniform(0.05, 0.6)))


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
