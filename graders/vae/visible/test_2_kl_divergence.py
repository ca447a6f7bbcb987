"""kl_divergence: the printed divergences, as sums and as means."""

import numpy as np
import pytest
from printed import LOG_VAR, MEAN
from reading import check_printed
from words import KL_LOG_SIGMA, KL_ONE, KL_ROWS, KL_SIGN, KL_TWICE

pytestmark = pytest.mark.question("kl_divergence")

# Of the sums; those of the means are half of them.
_PRINTED_MISTAKES = (
    (np.array([0, -3.3068528]), *KL_SIGN),
    (np.array([0, 6.6137056]), *KL_TWICE),
    (np.array([1, 4.3068528]), *KL_ONE),
    (np.array([0, 8.6137057]), *KL_LOG_SIGMA),
    (np.array([0.5, 2.8068528]), *KL_ROWS),
)


@pytest.mark.points(0.2)
def test_printed_sum(student):
    """The printed divergences, summed over the latent dimensions."""
    expected = "sum", (0, 3.3068528)
    check_printed(_printed(student), expected, "the divergence", _PRINTED_MISTAKES)


def _printed(student):
    """Return what gives a student's values for the printed example."""

    def call(form):
        # The sum is the default.
        other = {} if form == "sum" else {"reduction": form}
        return student.kl_divergence(MEAN, LOG_VAR, **other)

    return call


@pytest.mark.points(0.15)
def test_printed_mean(student):
    """The printed means over the latent dimensions."""
    mistakes = [(wrong / 2, problem, cause) for wrong, problem, cause in _PRINTED_MISTAKES]
    expected = "mean", (0, 1.6534264)
    check_printed(_printed(student), expected, "the mean over the dimensions", mistakes)
