"""predict: fresh networks, threshold 0.5."""

import numpy as np
import pytest
from blame import forward_of
from networks import fresh_inputs, fresh_parameters

from gradewright.graders import check, check_labels, passes, resting_on

pytestmark = [pytest.mark.question("predict"), pytest.mark.visibility("hidden")]

GENEROUS = {"shape": "generous"}


@pytest.mark.points(0.2)
def test_fresh_predictions(student, reference, rng):
    """Fresh parameters and inputs: 1 above 0.5, 0 below."""
    for n_x, n_h in ((2, 4), (3, 7)):
        X, parameters = _clear_cases(reference, rng, n_x, n_h)
        _check(student, reference, parameters, X, student.predict(parameters, X))


@pytest.mark.points(0.3)
def test_one_example(student, reference, rng):
    """One example at a time, of either class."""
    X, parameters = _clear_cases(reference, rng, 2, 5)
    outputs = reference.forward_propagation(X, parameters)[0]
    for column in (int(outputs.argmax()), int(outputs.argmin()), 0, 1):
        one = X[:, column : column + 1]
        _check(student, reference, parameters, one, student.predict(parameters, one))


def _check(student, reference, parameters, X, predictions):
    """Check predicted classes."""
    outputs = reference.forward_propagation(X, parameters)[0]
    with resting_on(forward_of(student, reference, parameters, X)):
        if outputs.size > 9 and not passes(check_labels, predictions, outputs > 0.5, **GENEROUS):
            mean = passes(check_labels, predictions, outputs > outputs.mean(), **GENEROUS)
            told = "The predictions depend on the other examples."
            check(not mean, told, "the threshold is the mean of the outputs, not 0.5.")
        check_labels(
            predictions,
            outputs > 0.5,
            **GENEROUS,
            probabilities=outputs,
            name="the predictions",
        )


def _clear_cases(reference, rng, n_x, n_h):
    """Return 120 inputs and parameters: both classes are there, no output is near 0.5.

    At least a tenth of the outputs lies between 0.5 and 0.7.
    """
    while True:
        parameters = fresh_parameters(rng, n_x, n_h)
        X = 2 * fresh_inputs(rng, n_x, 240)
        outputs = reference.forward_propagation(X, parameters)[0]
        clear = np.flatnonzero(np.abs(outputs[0] - 0.5) > 1e-3)[:120]
        outputs = outputs[:, clear]
        between = np.mean((outputs > 0.5) & (outputs < 0.7))
        if 0.2 < np.mean(outputs > 0.5) < 0.8 and between > 0.1:
            return X[:, clear], parameters
