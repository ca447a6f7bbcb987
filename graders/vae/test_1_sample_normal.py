"""sample_normal: the formula with given noise, its gradient, and the statistics of fresh noise."""

import numpy as np
import pytest
from cases import check_independent, check_normal, fresh_codes, fresh_noise
from reading import check_numbers, read_numbers
from words import HALF

from gradewright.graders import check_close

pytestmark = [pytest.mark.question("sample_normal"), pytest.mark.visibility("hidden")]

_ROWS = 20_000
_STEP = 0.1


@pytest.mark.points(0.3)
def test_given_noise(student, rng):
    """Samples for fresh means, variances and noise."""
    for count, latent_dim in ((7, 20), (1, 4), (6, 1)):
        mean, log_var = fresh_codes(rng, count, latent_dim)
        noise = fresh_noise(rng, count, latent_dim)
        z = student.sample_normal(mean, log_var, noise)
        expected = mean + np.exp(log_var / 2) * noise
        check_numbers(z, expected, "the sample", _mistakes(mean, log_var, noise))


def _mistakes(mean, log_var, noise):
    """Return what common mistakes about the standard deviation make of a sample."""
    return (
        (mean + np.exp(log_var) * noise, "The noise is scaled by the variance.", HALF),
        (mean + log_var * noise, "The noise is scaled by log_var itself.", HALF),
        (mean + log_var / 2 * noise, "The noise is scaled by log_var / 2.", HALF),
        (mean + np.exp(-log_var / 2) * noise, "The noise is divided by sigma.", HALF),
        (mean + noise, "The noise is not scaled.", HALF),
        (mean, "The noise is left out.", "mean is returned."),
        (np.exp(log_var / 2) * noise, "The mean is left out.", "it is added to the noise."),
    )


@pytest.mark.points(0.2)
def test_gradient(student, rng):
    """A gradient passes through the sample: it moves with the mean and with the variance."""
    mean, log_var = fresh_codes(rng, 6, 5)
    noise = fresh_noise(rng, 6, 5)

    def slope(mean_step, log_var_step):
        ends = []
        for sign in (1, -1):
            moved = mean + np.float32(sign * mean_step), log_var + np.float32(sign * log_var_step)
            ends.append(read_numbers(student.sample_normal(*moved, noise), (6, 5), "the sample"))
        return (ends[0] - ends[1]) / (2 * _STEP)

    what = "the change of the sample with {}, by finite differences"
    check_close(slope(_STEP, 0), np.ones((6, 5)), rtol=0.01, name=what.format("mean"))
    expected = np.exp(log_var / 2) * noise / 2
    check_close(slope(0, _STEP), expected, rtol=0.01, atol=1e-3, name=what.format("log_var"))


@pytest.fixture
def standardised(student, kept, rng):
    """Give 20,000 samples of one distribution a column, brought to mean 0 and variance 1."""

    def draw():
        mean, log_var = fresh_codes(rng, 1, 6)
        repeated = (np.repeat(part, _ROWS, axis=0) for part in (mean, log_var))
        z = read_numbers(student.sample_normal(*repeated), (_ROWS, 6), "the sample")
        return (z - mean) / np.exp(log_var.astype(np.float64) / 2)

    return kept.once("standardised", draw)


@pytest.mark.points(0.25)
def test_statistics(standardised):
    """Many samples have the mean, the variance and the bell shape that were asked for."""
    check_normal(standardised, "20,000 samples")


@pytest.mark.points(0.15)
def test_independence(standardised):
    """Every row and every latent dimension has noise of its own."""
    check_independent(standardised, "The noise")
