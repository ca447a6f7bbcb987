"""predict: classes from outputs, threshold 0.5."""

import numpy as np
import printed
import pytest
from networks import fresh_inputs, fresh_parameters
from suspects import forward_of

from gradewright.graders import check_close, check_labels, read_numbers, resting_on

pytestmark = pytest.mark.question("predict")


@pytest.mark.points(0.15)
def test_printed_shape(student):
    """The predictions have shape (1, m)."""
    predictions = student.predict(printed.BEFORE_UPDATE, printed.X)
    with resting_on(forward_of(student)):
        read_numbers(predictions, (1, 3), strictly=True, name="the predictions")


@pytest.mark.points(0.15)
def test_printed_mean(student):
    """The printed example: two of three predictions are 1, their mean is 0.667."""
    predictions = student.predict(printed.BEFORE_UPDATE, printed.X)
    found = _check(student, predictions, [[1, 0, 1]], printed.OUTPUTS)
    check_close(float(found.mean()), printed.PREDICTIONS_MEAN, name="the mean of the predictions")


@pytest.mark.points(0.2)
def test_just_beyond(student, rng):
    """Where W2 is zero, the sign of b2 decides for all examples, however near to 0 it is."""
    X, parameters = fresh_inputs(rng, 3, 8), fresh_parameters(rng, 3, 5)
    for b2 in (0.04, -0.04, 3.0, -3.0):
        alone = {**parameters, "W2": np.zeros((1, 5)), "b2": np.array([[b2]])}
        expected = np.full((1, 8), int(b2 > 0))
        _check(student, student.predict(alone, X), expected)


def _check(student, predictions, expected, outputs=None):
    """Check predicted classes, and return them as a row."""
    with resting_on(forward_of(student)):
        return check_labels(
            predictions,
            expected,
            shape="generous",
            probabilities=outputs,
            name="the predictions",
        )
