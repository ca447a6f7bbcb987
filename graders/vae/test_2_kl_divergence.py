"""kl_divergence: the closed form, an estimate by sampling, zero and sign, sum and mean."""

import numpy as np
import pytest
from cases import divergences, fresh_codes
from reading import check_numbers, read_numbers
from words import KL_LOG_SIGMA, KL_ONE, KL_ROWS, KL_SIGN, KL_TWICE, SIGMA

from gradewright.graders import check

pytestmark = [pytest.mark.question("kl_divergence"), pytest.mark.visibility("hidden")]

_DRAWS = 40_000
_ERRORS = 6


@pytest.mark.points(0.35)
def test_closed_form(student, rng):
    """Divergences of fresh distributions, one a row."""
    for count, latent_dim in ((7, 20), (3, 5), (1, 2)):
        mean, log_var = fresh_codes(rng, count, latent_dim)
        expected = divergences(mean, log_var).sum(axis=1)
        got = student.kl_divergence(mean, log_var)
        check_numbers(got, expected, "the divergence", _mistakes(mean, log_var))


def _mistakes(mean, log_var):
    """Return what common mistakes make of the divergence."""
    mean, log_var = mean.astype(np.float64), log_var.astype(np.float64)
    right = divergences(mean, log_var)
    return (
        (right.mean(axis=1), "The mean is given where the sum is due.", 'reduction is "sum" here.'),
        (np.full(len(mean), right.sum(axis=1).mean()), "All rows have one number.", "np.mean."),
        (right.sum(axis=0), *KL_ROWS),
        (-right.sum(axis=1), *KL_SIGN),
        (2 * right.sum(axis=1), *KL_TWICE),
        ((right + 0.5).sum(axis=1), *KL_ONE),
        (divergences(mean, 2 * log_var).sum(axis=1), *KL_LOG_SIGMA),
        (
            (right + 0.5 * (np.exp(log_var / 2) - np.exp(log_var))).sum(axis=1),
            "exp(log_var / 2) is taken for the variance.",
            SIGMA,
        ),
        (
            (right + 0.5 * (log_var - np.log(np.abs(log_var)) + log_var - np.exp(log_var))).sum(1),
            "log_var is taken for the variance.",
            SIGMA,
        ),
        ((right - 0.5 * (mean**2 - mean)).sum(1), "mean is not squared.", ""),
    )


@pytest.mark.points(0.2)
def test_mean_and_sum(student, rng):
    """The mean over the latent dimensions is told apart from the sum."""
    for latent_dim in (1, 3, 16):
        mean, log_var = fresh_codes(rng, 4, latent_dim)
        right = divergences(mean, log_var)
        got = student.kl_divergence(mean, log_var, "mean")
        ignored = right.sum(axis=1), "The sum is given where the mean is due.", "see reduction."
        mistakes = [
            ignored,
            (right.mean(axis=0), *KL_ROWS),
            (-right.mean(axis=1), *KL_SIGN),
            (2 * right.mean(axis=1), *KL_TWICE),
            ((right + 0.5).mean(axis=1), *KL_ONE),
            (divergences(mean, 2 * log_var).mean(axis=1), *KL_LOG_SIGMA),
        ]
        check_numbers(got, right.mean(axis=1), "the mean over the dimensions", mistakes)
        got = student.kl_divergence(mean, log_var, reduction="sum")
        mistakes = _mistakes(mean, log_var)
        check_numbers(got, right.sum(axis=1), "the divergence", mistakes)


@pytest.mark.points(0.25)
def test_monte_carlo(student, rng):
    """The divergence is what its definition gives, estimated from random samples."""
    mean, log_var = fresh_codes(rng, 4, 3)
    got = read_numbers(student.kl_divergence(mean, log_var), (4,), "the divergence", columns=3)
    noise = rng.standard_normal((_DRAWS, 4, 3))
    z = mean + np.exp(log_var / 2) * noise
    # log of density over density; the constants cancel.
    ratios = 0.5 * (z**2 - noise**2 - log_var).sum(axis=2)
    error = ratios.std(axis=0) / np.sqrt(_DRAWS)
    check(
        np.abs(got - ratios.mean(axis=0)) <= _ERRORS * error + 1e-4,
        "The divergence is not the mean of log q(z) - log p(z) over 40,000 samples z from q.",
        "a minus is missing, or there is one too many."
        if np.abs(got + ratios.mean(axis=0)).max() <= _ERRORS * error.max()
        else "",
    )


@pytest.mark.points(0.15)
def test_zero(student):
    """The standard normal distribution has the divergence zero from itself."""
    zeros = np.zeros((3, 20), np.float32)
    for reduction in ("sum", "mean"):
        got = student.kl_divergence(zeros, zeros, reduction=reduction)
        kl = read_numbers(got, (3,), "the divergence", columns=20)
        check(np.abs(kl) <= 1e-5, "The divergence is not 0 for mean 0 and variance 1.", got=got)


@pytest.mark.points(0.2)
def test_never_negative(student, rng):
    """No distribution has a negative divergence, and none but the standard normal has zero."""
    mean = rng.normal(scale=0.3, size=(300, 2)).astype(np.float32)
    log_var = rng.normal(scale=0.5, size=(300, 2)).astype(np.float32)
    got = student.kl_divergence(mean, log_var)
    kl = read_numbers(got, (300,), "the divergence", columns=2)
    check(kl >= -1e-5, "Some divergences are negative.", "a sign is wrong.", got=got)
    distant = divergences(mean, log_var).sum(axis=1) > 1e-3
    check(kl[distant] > 0, "Some divergences are 0 that must not be.", got=got)
