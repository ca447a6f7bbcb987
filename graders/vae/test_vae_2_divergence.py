"""kl_divergence: the closed form, an estimate by sampling, zero and sign, sum and mean."""

import numpy as np
import pytest
from vae_cases import (
    LOG_VAR,
    MEAN,
    OVER_ROWS,
    check_numbers,
    check_printed,
    divergences,
    fresh_codes,
    read_numbers,
)

from gradewright.graders import check

pytestmark = pytest.mark.question("kl_divergence")

_SIGN = "The divergence has the wrong sign.", "a minus is missing, or there is one too many."
_TWICE = "The divergence is twice too large.", "the factor 1/2 is missing."
_ONE = "The 1 is missing.", "each dimension has -1 / 2."
_SIGMA = "log_var is the logarithm of the variance, not of sigma."
_LOG_SIGMA = "log_var is taken for log(sigma).", _SIGMA
_ROWS = "The sums go over the rows.", OVER_ROWS
# Of the sums; those of the means are half of them.
_PRINTED_MISTAKES = (
    (np.array([0, -3.3068528]), *_SIGN),
    (np.array([0, 6.6137056]), *_TWICE),
    (np.array([1, 4.3068528]), *_ONE),
    (np.array([0, 8.6137057]), *_LOG_SIGMA),
    (np.array([0.5, 2.8068528]), *_ROWS),
)
_DRAWS = 40_000
_ERRORS = 6


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


@pytest.mark.points(0.35)
@pytest.mark.visibility("hidden")
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
        (right.sum(axis=0), *_ROWS),
        (-right.sum(axis=1), *_SIGN),
        (2 * right.sum(axis=1), *_TWICE),
        ((right + 0.5).sum(axis=1), *_ONE),
        (divergences(mean, 2 * log_var).sum(axis=1), *_LOG_SIGMA),
        (
            (right + 0.5 * (np.exp(log_var / 2) - np.exp(log_var))).sum(axis=1),
            "exp(log_var / 2) is taken for the variance.",
            _SIGMA,
        ),
        (
            (right + 0.5 * (log_var - np.log(np.abs(log_var)) + log_var - np.exp(log_var))).sum(1),
            "log_var is taken for the variance.",
            _SIGMA,
        ),
        ((right - 0.5 * (mean**2 - mean)).sum(1), "mean is not squared.", ""),
    )


@pytest.mark.points(0.2)
@pytest.mark.visibility("hidden")
def test_mean_and_sum(student, rng):
    """The mean over the latent dimensions is told apart from the sum."""
    for latent_dim in (1, 3, 16):
        mean, log_var = fresh_codes(rng, 4, latent_dim)
        right = divergences(mean, log_var)
        got = student.kl_divergence(mean, log_var, "mean")
        ignored = right.sum(axis=1), "The sum is given where the mean is due.", "see reduction."
        mistakes = [
            ignored,
            (right.mean(axis=0), *_ROWS),
            (-right.mean(axis=1), *_SIGN),
            (2 * right.mean(axis=1), *_TWICE),
            ((right + 0.5).mean(axis=1), *_ONE),
            (divergences(mean, 2 * log_var).mean(axis=1), *_LOG_SIGMA),
        ]
        check_numbers(got, right.mean(axis=1), "the mean over the dimensions", mistakes)
        got = student.kl_divergence(mean, log_var, reduction="sum")
        mistakes = _mistakes(mean, log_var)
        check_numbers(got, right.sum(axis=1), "the divergence", mistakes)


@pytest.mark.points(0.25)
@pytest.mark.visibility("hidden")
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
@pytest.mark.visibility("hidden")
def test_zero(student):
    """The standard normal distribution has the divergence zero from itself."""
    zeros = np.zeros((3, 20), np.float32)
    for reduction in ("sum", "mean"):
        got = student.kl_divergence(zeros, zeros, reduction=reduction)
        kl = read_numbers(got, (3,), "the divergence", columns=20)
        check(np.abs(kl) <= 1e-5, "The divergence is not 0 for mean 0 and variance 1.", got=got)


@pytest.mark.points(0.2)
@pytest.mark.visibility("hidden")
def test_never_negative(student, rng):
    """No distribution has a negative divergence, and none but the standard normal has zero."""
    mean = rng.normal(scale=0.3, size=(300, 2)).astype(np.float32)
    log_var = rng.normal(scale=0.5, size=(300, 2)).astype(np.float32)
    got = student.kl_divergence(mean, log_var)
    kl = read_numbers(got, (300,), "the divergence", columns=2)
    check(kl >= -1e-5, "Some divergences are negative.", "a sign is wrong.", got=got)
    distant = divergences(mean, log_var).sum(axis=1) > 1e-3
    check(kl[distant] > 0, "Some divergences are 0 that must not be.", got=got)
