"""optimize: the printed training, and how one training follows from another."""

import numpy as np
import printed
import pytest
from reading import check_grads, check_params, check_values, read_costs, read_optimize
from suspects import cost_of, memory_of, propagate_of, settings_of
from training import check_by_place, check_costs, check_trained

from gradewright.graders import check, check_shape, passes, read_numbers, resting_on

pytestmark = pytest.mark.question("optimize")


@pytest.mark.points(0.25)
def test_printed_parameters(student):
    """The parameters after the 100 iterations of the printed example."""
    params, _, _ = _run(student, printed.FLOATS)
    _check_trained(student, params)


@pytest.mark.points(0.2)
def test_whole_numbers(student):
    """The printed example again, with w of whole numbers as it is printed there."""
    params, _, _ = _run(student, printed.WHOLE)
    cut = isinstance(params["w"], np.ndarray) and params["w"].dtype.kind in "iu"
    if cut and not np.array_equal(params["w"], printed.WHOLE[0]):
        told = "w from optimize holds whole numbers only: its decimals are cut off."
        cause = "w is changed in place, and stays an array of integers. Use w = w - … instead."
        check(not cut, told, cause, got=params["w"], name="w")
    _check_trained(student, params)


@pytest.mark.points(0.2)
def test_printed_gradients(student):
    """The gradients that the last iteration of the printed example used."""
    _, grads, _ = _run(student, printed.FLOATS)
    with resting_on(*_suspects(student)):
        if not passes(check_grads, grads, printed.LAST_GRADS, atol=1e-6):
            cause = "They are those at the returned w and b: computed once more, after the end."
            told = "The returned gradients are not those of the last step."
            check(not passes(check_grads, grads, printed.GRADS_AFTER), told, cause, name="grads")
        check_grads(grads, printed.LAST_GRADS, atol=1e-6, sizes=printed.SIZES)


@pytest.mark.points(0.2)
def test_printed_costs(student):
    """First params, then grads, then costs; w is a column, and one cost is recorded."""
    params, _, costs = _run(student, printed.FLOATS, in_order=True)
    with resting_on(propagate_of(student)):
        check_shape(params["w"], (2, 1), name="w")
    with resting_on(cost_of(student)):
        again = lambda: _run(student, printed.FLOATS, print_cost=True)[2]  # noqa: E731
        check_costs(costs, [printed.COST], 100, printed.FAULTS_OF_COSTS, again)


@pytest.mark.points(0.15)
def test_trainings(student):
    """Twice the rate is twice the step, 60 and 60 iterations are 120, each call starts afresh."""
    start = dict(zip(("w", "b"), printed.FLOATS, strict=False))

    def train(begin, iterations, rate):
        settings = {"num_iterations": iterations, "learning_rate": rate}
        got = student.optimize(begin["w"], begin["b"], *printed.FLOATS[2:], **settings)
        params, _, costs = read_optimize(got)
        return {n: read_numbers(params[n], np.shape(start[n]), name=n) for n in start}, costs

    with resting_on(*_suspects(student)):
        once, twice = (train(start, 1, rate)[0] for rate in (0.2, 0.4))
        for name, value in start.items():
            told = f"One iteration leaves {name} as it was."
            check(np.any(once[name] != value), told, got=once[name], name=name)
            told = f"At twice the rate, the first step of {name} is not twice as long."
            step, long = once[name] - value, twice[name] - value
            check(passes(check_values, long, 2 * step, rtol=1e-4), told, got=long, name=name)
        whole, costs = train(start, 120, 0.02)
        parts, _ = train(train(start, 60, 0.02)[0], 60, 0.02)
        cause = (
            "is each of num_iterations made, and each at the rate learning_rate, from the w and b "
            "that were given?"
        )
        same = passes(check_params, whole, parts, rtol=1e-4, atol=1e-6)
        told = "120 iterations lead elsewhere than 60, and 60 more from there."
        check(same, told, cause, name="w and b")
    again = train(start, 120, 0.02)[1]
    told = "The same call records more costs the second time."
    cause = "the list is kept from call to call. Make it in the function: costs = []."
    check(len(read_costs(again)) <= len(read_costs(costs)), told, cause, got=again, name="costs")
    order = "w, b, X, Y, num_iterations, learning_rate, print_cost"
    by_place = (7, 0.3, False)
    check_by_place(
        lambda: train(start, *by_place[:2])[0],
        lambda: read_optimize(student.optimize(*printed.FLOATS, *by_place))[0],
        "optimize",
        order,
    )


def _run(student, case, *, in_order=False, print_cost=False):
    """Return what the student's function gives for the printed settings."""
    got = student.optimize(*case, **printed.SETTINGS, print_cost=print_cost)
    return read_optimize(got, in_order=in_order)


def _check_trained(student, params):
    """Check trained w and b, and name the fault where it is known."""
    with resting_on(*_suspects(student)):
        check_trained(params, printed.TRAINED, printed.FAULTS_OF_TRAINING)


def _suspects(student):
    """Return what may be wrong with the training itself: its gradients, or its settings."""

    def train(**settings):
        return read_optimize(student.optimize(*printed.FLOATS, **settings))[0]

    start = dict(zip(("w", "b"), printed.FLOATS, strict=False))
    memory = memory_of(lambda: train(num_iterations=5, learning_rate=0.1).values())
    return propagate_of(student), settings_of(train, start), memory
