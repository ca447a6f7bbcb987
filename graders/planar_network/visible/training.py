"""Judge a training by its first step, whichever way the submission seeds.

With all inputs zero the first iteration leaves W1 and W2 as they were drawn, so one call tells the
initial parameters of a submission.
"""

import numpy as np
from reading import LEARNING_RATE, read_arrays, read_trained, same_network, shapes_of

from gradewright.graders import check, check_close, passes

UNUSED = "the argument num_iterations is not used, or every iteration starts anew."


def initial_parameters(student, rng, n_x, n_h, m):
    """Return the parameters that the student's training, from one seed, starts from.

    Raises:
        CheckFailed: one iteration on inputs that are all zero is not one step from zero biases.
    """

    def trained(Y, iterations=1):
        got = student.nn_model(np.zeros((n_x, m)), Y, n_h, num_iterations=iterations)
        return read_trained(got, n_x, n_h)

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
    check(not same_network(found, trained(Y, 3)), told, "the argument num_iterations is not used.")
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


def check_repeatable(student, initial, n_x, n_h, m):
    """Check that another run from the same seed starts from the same weights."""
    labels = np.zeros((1, m), dtype=np.int64)
    trained = student.nn_model(np.zeros((n_x, m)), labels, n_h, num_iterations=1)
    again = read_arrays(trained, shapes_of(n_x, n_h))
    check(
        all(np.array_equal(again[name], initial[name]) for name in ("W1", "W2")),
        "Two runs of nn_model from the same seed start from different weights.",
        "they do not come from np.random.randn, or something is kept from call to call.",
    )


def rule_out_unused_iterations(trained):
    """Fail where trainings of different lengths end at the same parameters."""
    first, *others = trained.values()
    lengths = ", ".join(map(str, trained))
    check(
        not all(same_network(first, other) for other in others),
        f"{lengths} iterations end at the same parameters.",
        why_unused(first),
    )


def why_unused(trained):
    """Return why the number of iterations makes no difference to these parameters."""
    started = not any(np.any(trained[name]) for name in ("b1", "b2"))
    return "the initial parameters are returned, not the trained ones." if started else UNUSED
