"""sample_normal: the formula with given noise, its gradient, and the statistics of fresh noise."""

import numpy as np
import pytest
from vae_cases import (
    check_independent,
    check_normal,
    check_numbers,
    fresh_codes,
    fresh_noise,
    read_numbers,
)

from gradewright.graders import check, check_close

pytestmark = pytest.mark.question("sample_normal")

_HALF = "the standard deviation is exp(log_var / 2)."
_PRINTED_MISTAKES = (
    (np.array([[13, -1.75]]), "The noise is scaled by the variance.", _HALF),
    (np.array([[5.158883, -3.386294]]), "The noise is scaled by log_var itself.", _HALF),
    (np.array([[3.079442, -2.693147]]), "The noise is scaled by log_var / 2.", _HALF),
    (np.array([[2.5, 0]]), "The noise is divided by sigma.", _HALF),
    (np.array([[4, -1]]), "The noise is not scaled.", _HALF),
    (np.array([[1, -2]]), "The noise is left out.", "mean is returned."),
    (np.array([[6, 0.5]]), "The mean is left out.", "it is added to the noise."),
)
_ROWS = 20_000
_STEP = 0.1


@pytest.mark.points(0.2)
def test_printed_sample(student):
    """The printed sample for given noise."""
    mean = np.array([[1.0, -2.0]], dtype=np.float32)
    log_var = np.log(np.array([[4.0, 0.25]], dtype=np.float32))
    z = student.sample_normal(mean, log_var, noise=np.array([[3.0, 1.0]], dtype=np.float32))
    check_numbers(z, np.array([[7.0, -1.5]]), "the sample", _PRINTED_MISTAKES, strictly=True)


@pytest.mark.points(0.15)
def test_shape_and_freshness(student):
    """A sample has the shape of the means, and is another one in each call."""
    mean, log_var = np.zeros((5, 3), np.float32), np.full((5, 3), 0.5, np.float32)
    one, other = (
        read_numbers(student.sample_normal(mean, log_var), (5, 3), "the sample") for _ in range(2)
    )
    check(
        np.abs(one - other).max() > 1e-6,
        "Two calls give the same sample.",
        "the noise is drawn once, or its seed is set in each call.",
    )


@pytest.mark.points(0.3)
@pytest.mark.visibility("hidden")
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
        (mean + np.exp(log_var) * noise, "The noise is scaled by the variance.", _HALF),
        (mean + log_var * noise, "The noise is scaled by log_var itself.", _HALF),
        (mean + log_var / 2 * noise, "The noise is scaled by log_var / 2.", _HALF),
        (mean + np.exp(-log_var / 2) * noise, "The noise is divided by sigma.", _HALF),
        (mean + noise, "The noise is not scaled.", _HALF),
        (mean, "The noise is left out.", "mean is returned."),
        (np.exp(log_var / 2) * noise, "The mean is left out.", "it is added to the noise."),
    )


@pytest.mark.points(0.2)
@pytest.mark.visibility("hidden")
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
@pytest.mark.visibility("hidden")
def test_statistics(standardised):
    """Many samples have the mean, the variance and the bell shape that were asked for."""
    check_normal(standardised, "20,000 samples")


@pytest.mark.points(0.15)
@pytest.mark.visibility("hidden")
def test_independence(standardised):
    """Every row and every latent dimension has noise of its own."""
    check_independent(standardised, "The noise")
