"""predict: classes from outputs, threshold 0.5."""

import numpy as np
import printed
import pytest
from suspects import forward_of

from gradewright.graders import check, check_close, check_labels, passes, read_numbers, resting_on

pytestmark = pytest.mark.question("predict")

INVERTED = (
    "The predictions are the wrong way round.",
    "1 is due where the output is above 0.5, 0 where it is below.",
)


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
    with resting_on(forward_of(student)):
        check(not _fits(predictions, [[0, 1, 0]]), *INVERTED, got=predictions)
        # Another threshold, or none: the next test tells them apart.
        check(not _fits(predictions, [[0, 0, 0]]), "All predictions are 0.", got=predictions)
        found = _check(predictions, [[1, 0, 1]], printed.OUTPUTS)
        check_close(found.mean(), printed.PREDICTIONS_MEAN, name="the mean of the predictions")


@pytest.mark.points(0.2)
def test_one_sided(student, rng):
    """Where all outputs lie on one side of 0.5, all labels are alike, however near some outputs."""
    low, high = (_one_sided(rng, b2) for b2 in (-2.0, 2.0))
    below, above = student.predict(*low), student.predict(*high)
    with resting_on(forward_of(student)):
        # Of either batch half of the outputs is larger than the rest, and than their mean.
        larger = low[1][:1] > 0, high[1][:1] > 0
        odd = _fits(below, larger[0]), _fits(above, larger[1])
        told = "The predictions depend on the other examples."
        check(odd != (True, True), told, "the threshold is the mean of the outputs, not 0.5.")
        inverted = _fits(below, np.ones((1, 8))) and _fits(above, np.zeros((1, 8)))
        check(not inverted, *INVERTED)
        told = "An output of 0.475 is labelled 1."
        check(not odd[0], told, "the threshold is smaller than 0.5.", got=below)
        told = "An output of 0.525 is labelled 0."
        check(not odd[1], told, "the threshold is larger than 0.5.", got=above)
        _check(below, np.zeros((1, 8)))
        _check(above, np.ones((1, 8)))


def _one_sided(rng, b2):
    """Return parameters and X (3, 8) with the sigmoids of b2 - 1.9 and b2 + 1.9 as outputs.

    One hidden unit gives the sign of the first input, and the others count nothing.
    """
    X = rng.normal(size=(3, 8))
    X[0] = rng.permutation(np.repeat([-1.0, 1.0], 4))
    W1, W2 = np.zeros((5, 3)), np.zeros((1, 5))
    W1[0, 0], W2[0, 0] = 40.0, 1.9
    return {"W1": W1, "b1": np.zeros((5, 1)), "W2": W2, "b2": np.array([[b2]])}, X


def _fits(predictions, labels):
    return passes(check_labels, predictions, labels, shape="generous")


def _check(predictions, expected, outputs=None):
    """Check predicted classes, and return them as a row."""
    return check_labels(
        predictions, expected, shape="generous", probabilities=outputs, name="the predictions"
    )
