"""hinge_loss: fresh labels and scores."""

import numpy as np
import pytest

from gradewright.graders import check_close

pytestmark = [pytest.mark.question("hinge_loss"), pytest.mark.visibility("hidden")]


@pytest.mark.points(0.4)
def test_fresh_losses(student, rng):
    """Fresh labels and scores, one point alone and points without loss among them."""
    for n in (50, 1, 7):
        y = rng.choice([-1, 1], size=n)
        scores = 2 * rng.normal(size=n)
        _check(student.hinge_loss(y, scores), y, scores)
    y = rng.choice([-1, 1], size=20)
    scores = y * rng.uniform(1.1, 3, size=20)
    _check(student.hinge_loss(y, scores), y, scores)


def _check(found, y, scores):
    losses = np.maximum(0, 1 - y * scores)
    expected = float(losses.mean())
    mistakes = (
        (losses.sum(), "the losses are summed, not averaged."),
        ((1 - y * scores).mean(), "max(0, ...) is missing."),
        (np.maximum(0, -y * scores).mean(), "the 1 is missing: this is the perceptron's loss."),
        (np.maximum(0, 1 + y * scores).mean(), "the sign of y * score is wrong."),
        ((losses**2).mean(), "the losses are squared."),
        (np.mean(y * scores < 1), "points are counted: the loss must grow with their distance."),
        (np.maximum(0, 1 - scores).mean(), "the labels are not used."),
    )
    named = [(wrong, "The loss is wrong.", cause) for wrong, cause in mistakes]
    check_close(found, expected, shape="generous", mistakes=named, name="the loss")
