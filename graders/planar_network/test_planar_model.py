"""nn_model: the loop around the student's own functions, whichever way it seeds.

With all inputs zero the first iteration leaves W1 and W2 as they were drawn, so one call tells the
initial parameters of a submission; from there the reference knows where each further call ends.
"""

import numpy as np
import planar_printed as printed
import pytest
from planar_cases import (
    LEARNING_RATE,
    NAMES,
    after_steps,
    check_parameters,
    cost_of,
    fresh_inputs,
    fresh_labels,
    planar_utils,
    read_arrays,
    shapes_of,
)

from gradewright.checks import check, check_between, check_close

pytestmark = pytest.mark.question("nn_model")


@pytest.mark.points(0.15)
def test_printed_shapes(student):
    """The trained parameters have the right shapes."""
    Y = np.array([[1, 0, 1]])
    read_arrays(student.nn_model(printed.X, Y, 4, num_iterations=2), shapes_of(2, 4))


@pytest.mark.points(0.25)
def test_flower(student, reference):
    """500 iterations on the flower bring the cost well below where it started."""
    X, Y = planar_utils().load_planar_dataset()
    # From the course's own seed, also where a submission never seeds: others may learn later.
    trained = student.seeded(2).nn_model(X, Y, 4, num_iterations=500)
    parameters = read_arrays(trained, shapes_of(2, 4))
    check_between(cost_of(reference, parameters, X, Y), high=0.42, name="the cost on the flower")


@pytest.mark.points(0.15)
@pytest.mark.visibility("hidden")
def test_other_sizes(student, rng):
    """The hidden layer has as many units as asked, with print_cost too."""
    for n_x, n_h in ((2, 1), (3, 7)):
        X, Y = fresh_inputs(rng, n_x, 20), fresh_labels(rng, 20)
        parameters = student.nn_model(X, Y, n_h, num_iterations=3, print_cost=True)
        read_arrays(parameters, shapes_of(n_x, n_h))


@pytest.mark.points(0.2)
@pytest.mark.visibility("hidden")
def test_first_iteration(student, rng):
    """One iteration takes exactly one step from zero biases."""
    _initial_parameters(student, rng, n_x=2, n_h=5, m=16)


@pytest.mark.points(0.35)
@pytest.mark.visibility("hidden")
def test_iterations(student, reference, rng):
    """Each iteration is forward, backward and update with rate 1.2, as often as asked."""
    n_x, n_h, m = 3, 6, 16
    repeated = student.seeded(int(rng.integers(2**31)))
    initial = _initial_parameters(repeated, rng, n_x, n_h, m)
    _check_repeatable(repeated, initial, n_x, n_h, m)
    X, Y = fresh_inputs(rng, n_x, m), fresh_labels(rng, m)
    for steps in (1, 2, 11):
        trained = repeated.nn_model(X, Y, n_h, num_iterations=steps)
        expected = after_steps(reference, initial, X, Y, steps)
        check_parameters(trained, expected, rtol=1e-6, atol=1e-8, after=" after training")


@pytest.mark.points(0.1)
@pytest.mark.visibility("hidden")
def test_default_iterations(student, reference):
    """Without num_iterations it trains for 10000 iterations."""
    # With inputs zero and all labels 1, 1 / (1 - A2) grows by 1.2 to 2.4 an iteration.
    X, Y = np.zeros((2, 3)), np.ones((1, 3))
    parameters = read_arrays(student.nn_model(X, Y, 1), shapes_of(2, 1))
    growth = reference.forward_propagation(X, parameters)[1]["Z2"].max()
    default = "the default of num_iterations is not 10000."
    check(growth > np.log(9000), "Without num_iterations nn_model stopped early.", default)
    check(growth < np.log(50000), "Without num_iterations nn_model ran on too long.", default)


@pytest.mark.points(0.3)
@pytest.mark.visibility("hidden")
def test_learns_fresh_data(student, reference, rng):
    """Two fresh, well separated clouds of points are learned."""
    X, Y = _two_clouds(rng, 60)
    repeated = student.seeded(int(rng.integers(2**31)))
    opposite = read_arrays(repeated.nn_model(X, 1 - Y, 3, num_iterations=150), shapes_of(2, 3))
    parameters = read_arrays(repeated.nn_model(X, Y, 3, num_iterations=150), shapes_of(2, 3))
    check(
        any((parameters[name] != opposite[name]).any() for name in NAMES),
        "nn_model gives the same network for opposite labels: it does not use its arguments.",
        "it trains on variables of the notebook, or does not train.",
    )
    cost = cost_of(reference, parameters, X, Y)
    check_between(cost, high=0.25, name="the cost on the data that it was trained with")


def _initial_parameters(student, rng, n_x, n_h, m):
    """Return the parameters that the student's training starts from.

    Raises:
        CheckFailed: one iteration on inputs that are all zero is not one step from zero biases.
    """
    Y = np.zeros((1, m), dtype=np.int64)
    Y[0, : int(rng.integers(1, m // 3))] = 1
    trained = student.nn_model(np.zeros((n_x, m)), Y, n_h, num_iterations=1)
    found = read_arrays(trained, shapes_of(n_x, n_h))
    # The first outputs are all sigmoid(0) = 0.5, and only the biases have a gradient.
    step = -LEARNING_RATE * (0.5 - Y.mean())
    _check_one_step(float(found["b2"][0, 0]), step, Y.mean())
    check_close(found["b1"], found["W2"].T * step, name="b1 after one iteration")
    return {**found, "b1": np.zeros((n_h, 1)), "b2": np.zeros((1, 1))}


def _check_one_step(b2, step, share):
    """Check b2 after one iteration on inputs that are all zero."""
    # Small weights hardly matter yet, so the second step is known well enough to tell it apart.
    second = step - LEARNING_RATE * (1 / (1 + np.exp(-step)) - share)
    loop = "the loop does not run num_iterations times."
    check(b2 != 0, "nn_model with num_iterations=1 changed nothing: b2 is zero.", loop)
    check(abs(b2 - second) > 1e-3, "nn_model with num_iterations=1 took two steps.", loop)
    check(
        np.isclose(b2, step, rtol=1e-6),
        "One iteration from zero biases does not move b2 by one step.",
        "a fault in nn_model or in a function that it calls: see the earlier questions first.",
    )


def _check_repeatable(student, initial, n_x, n_h, m):
    """Check that another run from the same seed starts from the same weights."""
    labels = np.zeros((1, m), dtype=np.int64)
    trained = student.nn_model(np.zeros((n_x, m)), labels, n_h, num_iterations=1)
    again = read_arrays(trained, shapes_of(n_x, n_h))
    check(
        all(np.array_equal(again[name], initial[name]) for name in ("W1", "W2")),
        "Two runs of nn_model from the same seed start from different weights.",
        "they do not come from np.random.randn, or something is kept from call to call.",
    )


def _two_clouds(rng, m):
    """Return X (2, m) and Y (1, m): two clouds on opposite sides of a point near the origin."""
    Y = np.arange(m).reshape(1, m) % 2
    angle = rng.uniform(0, 2 * np.pi)
    axis = np.array([[np.cos(angle)], [np.sin(angle)]])
    return 2 * axis * (2 * Y - 1) + 0.4 * rng.normal(size=(2, m)), Y
