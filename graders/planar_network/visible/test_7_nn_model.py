"""nn_model: shapes, the first step, settings, and that it learns the flower."""

import numpy as np
import planar_utils
import printed
import pytest
from networks import fresh_inputs, fresh_labels, two_clouds
from reading import (
    LEARNING_RATE,
    check_parameters,
    read_arrays,
    read_forward,
    read_trained,
    same_network,
    shapes_of,
)
from suspects import cost_of, parts_of_training
from training import initial_parameters, rule_out_unused_iterations

from gradewright.graders import check, check_between, passes, read_numbers, resting_on

pytestmark = pytest.mark.question("nn_model")

_IN_TURN = "are all gradients taken from the same parameters, before any of these is updated?"


@pytest.mark.points(0.15)
def test_printed_shapes(student):
    """The trained parameters have the right shapes."""
    Y = np.array([[1, 0, 1]])
    trained = student.nn_model(printed.X, Y, 4, num_iterations=2)
    with resting_on(*parts_of_training(student)):
        read_arrays(trained, shapes_of(2, 4), strict=True)


@pytest.mark.points(0.1)
def test_more_units(student, rng):
    """The hidden layer has as many units as asked, with print_cost too."""
    X, Y = fresh_inputs(rng, 3, 20), fresh_labels(rng, 20)
    trained = student.nn_model(X, Y, 7, num_iterations=3, print_cost=True)
    with resting_on(*parts_of_training(student)):
        read_trained(trained, 3, 7)


@pytest.mark.points(0.1)
def test_first_step(student, rng):
    """Where X is zero, one iteration moves b2 by 1.2 times how far the mean label is from 1/2."""
    with resting_on(*parts_of_training(student)):
        initial_parameters(student.seeded(2), rng, n_x=2, n_h=4, m=8)


@pytest.mark.points(0.05)
def test_iterations(student, rng):
    """1, 2, 11 iterations end apart, the second is your own step, and the same call ends alike."""
    X, Y = fresh_inputs(rng, 2, 9), np.array([[1, 1, 0, 1, 1, 1, 0, 1, 1]])
    seeded = student.seeded(2)
    with resting_on(*parts_of_training(student)):
        trained = {
            steps: read_trained(seeded.nn_model(X, Y, 5, num_iterations=steps), 2, 5)
            for steps in (1, 2, 11)
        }
        rule_out_unused_iterations(trained)
        again = read_trained(seeded.nn_model(X, Y, 5, num_iterations=11), 2, 5)
        told = "Two runs of nn_model from the same seed end differently."
        check(same_network(trained[11], again), told, "something is kept from call to call.")
        second = _own_step(student, trained[1], X, Y, n_h=5)
        told = "The second iteration is not your own forward and backward pass, and update."
        close = {"rtol": 1e-3, "atol": 1e-5}
        same = second is None or passes(check_parameters, trained[2], second, **close)
        check(same, told, _IN_TURN)


@pytest.mark.points(0.05)
def test_labels(student, rng):
    """Opposite labels lead to another network."""
    X, Y = two_clouds(rng, 20)
    seeded = student.seeded(2)
    trained, opposite = (seeded.nn_model(X, labels, 3, num_iterations=20) for labels in (Y, 1 - Y))
    with resting_on(*parts_of_training(student)):
        check(
            not same_network(read_trained(trained, 2, 3), read_trained(opposite, 2, 3)),
            "nn_model gives the same network for opposite labels: it does not use its arguments.",
            "it trains on variables of the notebook, or does not train.",
        )


@pytest.mark.points(0.25)
def test_flower(student):
    """500 iterations on the flower bring your own cost well below where it started."""
    X, Y = planar_utils.load_planar_dataset()
    # From the course's own seed, also where a submission never seeds: others may learn later.
    trained = student.seeded(2).nn_model(X, Y, 4, num_iterations=500)
    with resting_on(*parts_of_training(student), cost_of(student)):
        parameters = read_trained(trained, 2, 4)
        A2, _ = read_forward(student.forward_propagation(X, parameters), 4, 400)
        cost = student.either("compute_cost", (A2, Y), (A2, Y, parameters))
        cost = read_numbers(cost, (), name="the cost on the flower")
        check_between(cost, high=0.42, name="the cost on the flower")


def _own_step(student, parameters, X, Y, n_h):
    """Return where one iteration of the student's own functions leads, None where they do not."""
    _, cache = read_forward(student.forward_propagation(X, parameters), n_h, X.shape[1])
    grads = student.backward_propagation(parameters, cache, X, Y)
    moved = student.update_parameters(parameters, grads, LEARNING_RATE)
    shapes = shapes_of(len(X), n_h)
    # What update_parameters returns is its own question's business.
    return read_arrays(moved, shapes) if passes(read_arrays, moved, shapes) else None
