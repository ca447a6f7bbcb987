"""nn_model: the loop around the student's own functions, whichever way it seeds.

With all inputs zero the first iteration leaves W1 and W2 as they were drawn, so one call tells the
initial parameters of a submission; from there the reference knows where each further call ends.
"""

import math

import numpy as np
import planar_printed as printed
import pytest
from planar_blame import parts_of_training
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

from gradewright.graders import check, check_between, check_close, check_keys, passes, resting_on

pytestmark = pytest.mark.question("nn_model")

UNUSED = "the argument num_iterations is not used, or every iteration starts anew."
CLOSE = {"rtol": 1e-6, "atol": 1e-8}


@pytest.mark.points(0.15)
def test_printed_shapes(student, reference):
    """The trained parameters have the right shapes."""
    Y = np.array([[1, 0, 1]])
    trained = student.nn_model(printed.X, Y, 4, num_iterations=2)
    with resting_on(*parts_of_training(student, reference)):
        read_arrays(trained, shapes_of(2, 4), strict=True)


@pytest.mark.points(0.15)
@pytest.mark.visibility("hidden")
def test_other_sizes(student, reference, rng):
    """The hidden layer has as many units as asked, with print_cost too."""
    for n_x, n_h in ((2, 1), (3, 7)):
        X, Y = fresh_inputs(rng, n_x, 20), fresh_labels(rng, 20)
        trained = student.nn_model(X, Y, n_h, num_iterations=3, print_cost=True)
        with resting_on(*parts_of_training(student, reference)):
            _read_trained(trained, n_x, n_h)


@pytest.mark.points(0.2)
@pytest.mark.visibility("hidden")
def test_first_iteration(student, reference, rng):
    """One iteration takes exactly one step from zero biases."""
    seeded = student.seeded(int(rng.integers(2**31)))
    with resting_on(*parts_of_training(student, reference)):
        _initial_parameters(seeded, rng, n_x=2, n_h=5, m=16)


@pytest.mark.points(0.35)
@pytest.mark.visibility("hidden")
def test_iterations(student, reference, rng):
    """Each iteration is forward, backward and update with rate 1.2, as often as asked."""
    n_x, n_h, m = 3, 6, 16
    repeated = student.seeded(int(rng.integers(2**31)))
    with resting_on(*parts_of_training(student, reference)):
        initial = _initial_parameters(repeated, rng, n_x, n_h, m)
        _check_repeatable(repeated, initial, n_x, n_h, m)
    X, Y = fresh_inputs(rng, n_x, m), fresh_labels(rng, m)
    # With as many labels of either class the biases might not move at all.
    Y[0, : m // 2 + 2] = 1
    runs = {
        steps: repeated.nn_model(X, Y, n_h, num_iterations=steps, print_cost=False)
        for steps in (1, 2, 11)
    }
    with resting_on(*parts_of_training(student, reference)):
        trained = {steps: _read_trained(run, n_x, n_h) for steps, run in runs.items()}
        _rule_out_unused_iterations(trained)
        for steps, found in trained.items():
            _check_steps(reference, found, initial, X, Y, steps)


@pytest.mark.points(0.25)
def test_flower(student, reference):
    """500 iterations on the flower bring the cost well below where it started."""
    X, Y = planar_utils().load_planar_dataset()
    # From the course's own seed, also where a submission never seeds: others may learn later.
    trained = student.seeded(2).nn_model(X, Y, 4, num_iterations=500)
    with resting_on(*parts_of_training(student, reference)):
        parameters = _read_trained(trained, 2, 4)
        cost = cost_of(reference, parameters, X, Y)
        check_between(cost, high=0.42, name="the cost on the flower")


@pytest.mark.points(0.3)
@pytest.mark.visibility("hidden")
def test_learns_fresh_data(student, reference, rng):
    """Two fresh, well separated clouds of points are learned."""
    X, Y = _two_clouds(rng, 60)
    repeated = student.seeded(int(rng.integers(2**31)))
    opposite = repeated.nn_model(X, 1 - Y, 3, num_iterations=150)
    trained = repeated.nn_model(X, Y, 3, num_iterations=150)
    with resting_on(*parts_of_training(student, reference)):
        parameters = _read_trained(trained, 2, 3)
        check(
            not _same(parameters, _read_trained(opposite, 2, 3)),
            "nn_model gives the same network for opposite labels: it does not use its arguments.",
            "it trains on variables of the notebook, or does not train.",
        )
        cost = cost_of(reference, parameters, X, Y)
        check_between(cost, high=0.25, name="the cost on the data that it was trained with")


@pytest.mark.points(0.1)
@pytest.mark.visibility("hidden")
def test_default_iterations(student, reference, rng):
    """Without num_iterations it trains for 10000 iterations."""
    X, Y = np.zeros((2, 3)), np.ones((1, 3))
    seeded = student.seeded(int(rng.integers(2**31)))

    def trained(**settings):
        return _read_trained(seeded.nn_model(X, Y, 1, **settings), 2, 1)

    with resting_on(*parts_of_training(student, reference)):
        short = trained(num_iterations=50)
        told = "Two runs of nn_model from the same seed end differently."
        check(_same(short, trained(num_iterations=50)), told)
        usual = trained()
        told = "50 iterations end at the same parameters as a run without num_iterations."
        check(not _same(short, usual), told, _why_unused(usual))
        expected = _alone(short, 10000 - 50)
        if not passes(check_parameters, usual, expected, rtol=1e-5, atol=1e-6):
            # The same training with the number given: faults of other questions are in both.
            named = trained(num_iterations=10000)
            told = "nn_model without num_iterations trains otherwise than with 10000."
            check(_same(usual, named), told, "the default of num_iterations is not 10000.")


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


def _read_trained(trained, n_x, n_h):
    """Return trained parameters; say so where their number of hidden units is another one."""
    shapes = shapes_of(n_x, n_h)
    found = check_keys(trained, NAMES)
    W1, W2 = found["W1"], found["W2"]
    if isinstance(W1, np.ndarray) and isinstance(W2, np.ndarray) and W1.ndim == W2.ndim == 2:
        units = len(W1)
        where = "with the 4 of layer_sizes" if units == 4 else "or built in"
        check(
            units == n_h or (W1.shape, W2.shape) != ((units, n_x), (1, units)),
            f"nn_model made {units} hidden units where n_h asks for {n_h}.",
            f"the argument n_h is not used: it is overwritten {where}.",
        )
    return read_arrays(found, shapes)


def _same(one, other):
    """Tell whether two networks have exactly the same parameters."""
    return all(np.array_equal(one[name], other[name]) for name in NAMES)


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


def _rule_out_unused_iterations(trained):
    """Fail where trainings of different lengths end at the same parameters."""
    first, *others = trained.values()
    lengths = ", ".join(map(str, trained))
    check(
        not all(_same(first, other) for other in others),
        f"{lengths} iterations end at the same parameters.",
        _why_unused(first),
    )


def _why_unused(trained):
    """Return why the number of iterations makes no difference to these parameters."""
    started = not any(np.any(trained[name]) for name in ("b1", "b2"))
    return "the initial parameters are returned, not the trained ones." if started else UNUSED


def _initial_parameters(student, rng, n_x, n_h, m):
    """Return the parameters that the student's training, from one seed, starts from.

    Raises:
        CheckFailed: one iteration on inputs that are all zero is not one step from zero biases.
    """

    def trained(Y, iterations=1):
        got = student.nn_model(np.zeros((n_x, m)), Y, n_h, num_iterations=iterations)
        return _read_trained(got, n_x, n_h)

    # Halves of the examples, the odd ones and the even ones have other shares of either class.
    Y = np.zeros((1, m), dtype=np.int64)
    Y[0, [0, 1, 3]] = 1
    Y = Y if rng.integers(2) else 1 - Y
    found, step = trained(Y), _first_step(Y)
    b2 = float(found["b2"][0, 0])
    if not np.isclose(b2, step, rtol=1e-6):
        _name_first_step(found, Y, trained)
    check(passes(check_close, b2, step), "One iteration is not one step from zero biases.")
    check_close(found["b1"], step * found["W2"].T, name="b1 after one iteration")
    return {**found, "b1": np.zeros((n_h, 1)), "b2": np.zeros((1, 1))}


def _first_step(Y):
    """Return what b2 is after one step: all outputs are sigmoid(0), and the biases move alone."""
    return -LEARNING_RATE * float(0.5 - Y.mean())


def _name_first_step(found, Y, trained):
    """Fail with what a wrong first step was, where it is known; `trained(Y, steps)` trains anew."""
    b2, step = float(found["b2"][0, 0]), _first_step(Y)
    before = "the parameters from before the update are returned, or the loop does not run."
    check(b2 != 0, "nn_model with num_iterations=1 changed nothing: b2 is zero.", before)
    told = "1 and 3 iterations end at the same parameters."
    check(not _same(found, trained(Y, 3)), told, "the argument num_iterations is not used.")
    # As long as one step only was made, b1 is b2 times the column of W2, however long the step.
    if np.allclose(found["b1"], b2 * found["W2"].T, rtol=1e-6, atol=1e-12):
        other = Y[:, ::-1]
        times = b2 / step
        steady = np.isclose(float(trained(other)["b2"][0, 0]) / _first_step(other), times)
        _name_length(times, Y.shape[1], steady=bool(steady))
    # Small weights hardly matter yet, so the second step is known well enough to tell it apart.
    second = step - LEARNING_RATE * float(1 / (1 + np.exp(-step)) - Y.mean())
    told = "nn_model with num_iterations=1 took two steps."
    check(abs(b2 - second) > 1e-3, told, "the loop does not run num_iterations times.")


def _name_length(times, m, *, steady):
    """Fail with the length of the first step, `times` the right one; steady: for other labels too.

    A step whose length depends on the labels was made with some of the examples.
    """
    told = "One iteration does not take a step along the gradient over all examples."
    check(steady, told, "some examples do not count. Is a part of X and Y left out?")
    up = "One iteration steps up the gradient, not down."
    check(times > 0, up, "the gradient is added, not subtracted.")
    size = f"{times:.3g} times too long" if times > 1 else f"{1 / times:.3g} times too short"
    told = f"The first step is {size}."
    summed = np.isclose(times, m, rtol=1e-6)
    check(not summed, told, f"the division by m = {m} is missing in a gradient.")
    rate = LEARNING_RATE * times
    check(False, told, f"is the learning rate {rate:.3g}? The statement asks for 1.2.")


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
