"""nn_model: fresh data, and where each iteration leads.

From the initial parameters that `training` finds, the reference knows where each call ends.
"""

import math

import numpy as np
import pytest
from blame import parts_of_training
from cases import after_steps, cost_of
from networks import fresh_inputs, fresh_labels, two_clouds
from reading import LEARNING_RATE, check_parameters, read_trained, same_network
from training import (
    check_repeatable,
    initial_parameters,
    rule_out_unused_iterations,
    why_unused,
)

from gradewright.graders import check, check_between, passes, resting_on

pytestmark = [pytest.mark.question("nn_model"), pytest.mark.visibility("hidden")]

CLOSE = {"rtol": 1e-6, "atol": 1e-8}


@pytest.mark.points(0.05)
def test_other_sizes(student, reference, rng):
    """The hidden layer has as many units as asked, with print_cost too."""
    for n_x, n_h in ((2, 1), (3, 7)):
        X, Y = fresh_inputs(rng, n_x, 20), fresh_labels(rng, 20)
        trained = student.nn_model(X, Y, n_h, num_iterations=3, print_cost=True)
        with resting_on(*parts_of_training(student, reference)):
            read_trained(trained, n_x, n_h)


@pytest.mark.points(0.1)
def test_first_iteration(student, reference, rng):
    """One iteration takes exactly one step from zero biases."""
    seeded = student.seeded(int(rng.integers(2**31)))
    with resting_on(*parts_of_training(student, reference)):
        initial_parameters(seeded, rng, n_x=2, n_h=5, m=16)


@pytest.mark.points(0.3)
def test_iterations(student, reference, rng):
    """Each iteration is forward, backward and update with rate 1.2, as often as asked."""
    n_x, n_h, m = 3, 6, 16
    repeated = student.seeded(int(rng.integers(2**31)))
    with resting_on(*parts_of_training(student, reference)):
        initial = initial_parameters(repeated, rng, n_x, n_h, m)
        check_repeatable(repeated, initial, n_x, n_h, m)
    X, Y = fresh_inputs(rng, n_x, m), fresh_labels(rng, m)
    # With as many labels of either class the biases might not move at all.
    Y[0, : m // 2 + 2] = 1
    runs = {
        steps: repeated.nn_model(X, Y, n_h, num_iterations=steps, print_cost=False)
        for steps in (1, 2, 11)
    }
    with resting_on(*parts_of_training(student, reference)):
        trained = {steps: read_trained(run, n_x, n_h) for steps, run in runs.items()}
        rule_out_unused_iterations(trained)
        for steps, found in trained.items():
            _check_steps(reference, found, initial, X, Y, steps)


@pytest.mark.points(0.25)
def test_learns_fresh_data(student, reference, rng):
    """Two fresh, well separated clouds of points are learned."""
    X, Y = two_clouds(rng, 60)
    repeated = student.seeded(int(rng.integers(2**31)))
    opposite = repeated.nn_model(X, 1 - Y, 3, num_iterations=150)
    trained = repeated.nn_model(X, Y, 3, num_iterations=150)
    with resting_on(*parts_of_training(student, reference)):
        parameters = read_trained(trained, 2, 3)
        check(
            not same_network(parameters, read_trained(opposite, 2, 3)),
            "nn_model gives the same network for opposite labels: it does not use its arguments.",
            "it trains on variables of the notebook, or does not train.",
        )
        cost = cost_of(reference, parameters, X, Y)
        check_between(cost, high=0.25, name="the cost on the data that it was trained with")


@pytest.mark.points(0.1)
def test_default_iterations(student, reference, rng):
    """Without num_iterations it trains for 10000 iterations."""
    X, Y = np.zeros((2, 3)), np.ones((1, 3))
    seeded = student.seeded(int(rng.integers(2**31)))

    def trained(**settings):
        return read_trained(seeded.nn_model(X, Y, 1, **settings), 2, 1)

    with resting_on(*parts_of_training(student, reference)):
        short = trained(num_iterations=50)
        told = "Two runs of nn_model from the same seed end differently."
        check(same_network(short, trained(num_iterations=50)), told)
        usual = trained()
        told = "50 iterations end at the same parameters as a run without num_iterations."
        check(not same_network(short, usual), told, why_unused(usual))
        expected = _alone(short, 10000 - 50)
        if not passes(check_parameters, usual, expected, rtol=1e-5, atol=1e-6):
            # The same training with the number given: faults of other questions are in both.
            named = trained(num_iterations=10000)
            told = "nn_model without num_iterations trains otherwise than with 10000."
            check(same_network(usual, named), told, "the default of num_iterations is not 10000.")


def _alone(parameters, steps):
    """Return the parameters after further iterations, for labels of 1 and inputs of 0.

    There one hidden unit is a matter of three numbers, and the loop that of a moment.
    """
    b1, W2, b2 = (float(parameters[name][0, 0]) for name in ("b1", "W2", "b2"))
    for _ in range(steps):
        A1 = math.tanh(b1)
        dZ2 = -1 / (1 + math.exp(W2 * A1 + b2))
        dZ1 = W2 * dZ2 * (1 - A1**2)
        b1, W2 = b1 - LEARNING_RATE * dZ1, W2 - LEARNING_RATE * dZ2 * A1
        b2 -= LEARNING_RATE * dZ2
    moved = {"b1": b1, "W2": W2, "b2": b2}
    return {"W1": parameters["W1"]} | {name: np.array([[v]]) for name, v in moved.items()}


def _check_steps(reference, found, initial, X, Y, steps):
    """Check the parameters after so many iterations, and name a fault where it is known."""
    expected = after_steps(reference, initial, X, Y, steps)
    if not passes(check_parameters, found, expected, **CLOSE):
        lasted = "1 iteration leads" if steps == 1 else f"{steps} iterations lead"
        told = f"nn_model ends at other parameters than {lasted} to."
        for wrong, cause in _wrong_ends(reference, initial, X, Y, steps):
            check(not passes(check_parameters, found, wrong, **CLOSE), told, cause)
    check_parameters(found, expected, **CLOSE, after=" after training")


def _wrong_ends(reference, initial, X, Y, steps):
    """Yield where mistakes in the loop lead to."""
    yield initial, "the initial parameters are returned, not the trained ones."
    if steps > 1:
        short = after_steps(reference, initial, X, Y, steps - 1)
        yield short, "one update is missing: the last one, or an iteration of the loop."
    yield after_steps(reference, initial, X, Y, steps + 1), "it makes one iteration too many."
    if steps > 1:
        once = after_steps(reference, initial, X, Y, 1)
        cause = "every iteration starts anew. Is initialize_parameters called inside the loop?"
        yield once, cause
    cause = "layer 1 is given its gradient after W2 was updated. Take all gradients first."
    yield _after_steps_in_turn(reference, initial, X, Y, steps), cause


def _after_steps_in_turn(reference, parameters, X, Y, steps):
    """Return the parameters where the step of layer 2 is made before the gradient of layer 1."""
    for _ in range(steps):
        cache = reference.forward_propagation(X, parameters)[1]
        grads = reference.backward_propagation(parameters, cache, X, Y)
        moved = reference.update_parameters(parameters, grads, LEARNING_RATE)
        late = {**parameters, "W2": moved["W2"], "b2": moved["b2"]}
        grads = reference.backward_propagation(late, cache, X, Y)
        layer_1 = reference.update_parameters(parameters, grads, LEARNING_RATE)
        parameters = {**late, "W1": layer_1["W1"], "b1": layer_1["b1"]}
    return parameters
