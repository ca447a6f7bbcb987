"""vae_loss: the printed losses, in both forms."""

import numpy as np
import pytest
from printed import LOG_VAR, MEAN, X_DECODED, X
from reading import check_numbers, read_number
from words import ADDED, APART, NO_DIVERGENCE, NO_RECONSTRUCTION, SUBTRACTED

pytestmark = pytest.mark.question("vae_loss")


@pytest.mark.points(0.15)
def test_printed_sum(student):
    """The printed loss in the summed form."""
    got = student.vae_loss(X, X_DECODED, MEAN, LOG_VAR)
    value = np.array(read_number(got, "the loss"))
    mistakes = (
        (1.7532789, *NO_DIVERGENCE),
        (1.6534264, *NO_RECONSTRUCTION),
        (6.8134107, *ADDED),
        (0.0998525, *SUBTRACTED),
        (1.4111395, 'The form is "mean".', "see reduction."),
        (2.5799922, *APART),
        (2.2378527, *APART),
    )
    check_numbers(value, np.array(3.4067054), "the loss", mistakes)


@pytest.mark.points(0.15)
def test_printed_mean(student):
    """The printed loss in the form with means."""
    got = student.vae_loss(X, X_DECODED, MEAN, LOG_VAR, reduction="mean")
    value = np.array(read_number(got, "the loss"))
    mistakes = (
        (0.5844263, *NO_DIVERGENCE),
        (0.8267132, *NO_RECONSTRUCTION),
        (2.8222790, *ADDED),
        (-0.2422869, *SUBTRACTED),
        (3.4067054, 'The form is "sum".', "see reduction."),
        (2.5799922, *APART),
        (2.2378527, *APART),
    )
    check_numbers(value, np.array(1.4111395), "the loss", mistakes)
