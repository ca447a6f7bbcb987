"""Fresh inputs, the judge's own formulas in float64, and the statistics of random numbers.

Statistics of random numbers are compared with bounds of six standard errors. Each is an average
over a thousand or more numbers, nearly normal itself: a correct submission exceeds a bound with a
probability of about 1e-8, and any of the few hundred bounds of a grading with less than 1e-5.
"""

import numpy as np

from gradewright.graders import check

REDUCTIONS = {"sum": np.sum, "mean": np.mean}

_ERRORS = 6
_WITHIN_ONE_SIGMA = 0.6826894921370859


def fresh_codes(rng, count, latent_dim):
    """Return means and log-variances, float32 (count, latent_dim), none of them near 0."""
    mean = rng.uniform(0.4, 2.0, (count, latent_dim)) * rng.choice([-1, 1], (count, latent_dim))
    log_var = rng.uniform(0.4, 1.6, (count, latent_dim)) * rng.choice([-1, 1], (count, latent_dim))
    return mean.astype(np.float32), log_var.astype(np.float32)


def fresh_noise(rng, count, latent_dim):
    """Return numbers of either sign that are not near 0, float32 (count, latent_dim)."""
    signs = rng.choice([-1, 1], (count, latent_dim))
    return (rng.uniform(0.3, 2.0, (count, latent_dim)) * signs).astype(np.float32)


def fresh_pairs(rng, count, pixels):
    """Return images from 0 to 1, and what a decoder may have made of them, float32."""
    x = rng.random((count, pixels))
    x[:, ::3] = x[:, ::3].round()
    return x.astype(np.float32), rng.uniform(0.03, 0.97, (count, pixels)).astype(np.float32)


def divergences(mean, log_var):
    """Return the divergence of each latent dimension from the standard normal distribution."""
    mean, log_var = mean.astype(np.float64), log_var.astype(np.float64)
    return 0.5 * (mean**2 + np.expm1(log_var) - log_var)


def crossentropies(x, x_decoded):
    """Return the binary cross-entropy of each pixel; outputs are kept 1e-7 away from 0 and 1."""
    x, y = x.astype(np.float64), np.clip(x_decoded.astype(np.float64), 1e-7, 1 - 1e-7)
    return -(x * np.log(y) + (1 - x) * np.log1p(-y))


def check_normal(numbers, name):
    """Check that numbers (n, columns) are standard normal, column by column.

    Checked are the mean, the variance and the share between -1 and 1.
    """
    count = len(numbers)
    cause = _cause_of_numbers(numbers)
    _within(numbers.mean(axis=0), 0, 1 / np.sqrt(count), f"The mean of {name}", cause)
    _within(numbers.var(axis=0), 1, np.sqrt(2 / count), f"The variance of {name}", cause)
    share = (np.abs(numbers) < 1).mean(axis=0)
    error = np.sqrt(_WITHIN_ONE_SIGMA * (1 - _WITHIN_ONE_SIGMA) / count)
    _within(share, _WITHIN_ONE_SIGMA, error, f"The share within one sigma of {name}", cause)


def _cause_of_numbers(numbers):
    """Return which other random numbers these are, where that is plain, else "".

    Uniform ones are told by their hard ends and by the flat way between: a quarter of them lies in
    each quarter of the range, whatever it is.
    """
    low, high = numbers.min(), numbers.max()
    shares = np.histogram(numbers, bins=4, range=(low, high))[0] / numbers.size
    if high - low > 1e-6 and (np.abs(shares - 0.25) < 0.05).all():
        return f"the numbers are uniform, from about {low:.2g} to {high:.2g}, not normal."
    if numbers.std() < 1e-6:
        return "there is no noise at all."
    return ""


def check_independent(numbers, name):
    """Check that the columns, and neighbouring rows, of standard normal numbers are unrelated."""
    count, columns = numbers.shape
    spread = numbers.std(axis=0)
    cause = "one row of noise is drawn and added to all rows."
    check(spread > 1e-3, f"{name} is the same in every row.", cause)
    # How large the numbers are is the business of `check_normal`.
    numbers = (numbers - numbers.mean(axis=0)) / spread
    if columns > 1:
        products = (numbers.T @ numbers / count)[np.triu_indices(columns, 1)]
        cause = "the same noise is used for several dimensions."
        _within(products, 0, 1 / np.sqrt(count), f"The correlation of two columns of {name}", cause)
    products = (numbers[1:] * numbers[:-1]).mean(axis=0)
    error = 1 / np.sqrt(count - 1)
    _within(products, 0, error, f"The correlation of neighbouring rows of {name}", "")


def _within(found, expected, error, what, cause):
    """Check statistics of random numbers against what they are on average."""
    far = np.abs(found - expected).max() / error
    check(far < _ERRORS, f"{what} is {far:.0f} standard errors from what it must be.", cause)
