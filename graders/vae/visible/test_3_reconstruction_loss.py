"""reconstruction_loss: the printed losses, as sums and as means."""

import numpy as np
import pytest
from printed import X_DECODED, X
from reading import check_printed
from words import PIXEL_FIRST, PIXEL_ROWS, PIXEL_SIGN, PIXEL_SQUARES

pytestmark = pytest.mark.question("reconstruction_loss")

# Of the sums; those of the means are a third of them, but for the last.
_PRINTED_MISTAKES = (
    (np.array([-1.4271164, -2.0794415]), *PIXEL_SIGN),
    (np.array([0.2, 0.75]), *PIXEL_SQUARES),
    (np.array([0.5697171, 2.0794415]), *PIXEL_FIRST),
    (np.array([0.9162907, 1.2039728, 1.3862944]), *PIXEL_ROWS),
)


@pytest.mark.points(0.15)
def test_printed_sum(student):
    """The printed losses, summed over the pixels."""
    expected = "sum", (1.4271164, 2.0794415)
    check_printed(_printed(student), expected, "the loss", _PRINTED_MISTAKES)


def _printed(student):
    """Return what gives a student's values for the printed example."""

    def call(form):
        # The sum is the default.
        other = {} if form == "sum" else {"reduction": form}
        return student.reconstruction_loss(X, X_DECODED, **other)

    return call


@pytest.mark.points(0.15)
def test_printed_mean(student):
    """The printed means over the pixels."""
    mistakes = [(wrong / 3, problem, cause) for wrong, problem, cause in _PRINTED_MISTAKES[:-1]]
    mistakes.append((np.array([0.4581454, 0.6019864, 0.6931472]), *PIXEL_ROWS))
    expected = "mean", (0.4757055, 0.6931472)
    check_printed(_printed(student), expected, "the mean over the pixels", mistakes)
