"""Fresh inputs, the judge's own formulas in float64, and readers for what a submission returns.

What a submission gets is float32, so its results are compared with a relative tolerance of 1e-4.
Statistics of random numbers are compared with bounds of six standard errors. Each is an average
over a thousand or more numbers, nearly normal itself: a correct submission exceeds a bound with a
probability of about 1e-8, and any of the few hundred bounds of a grading with less than 1e-5.
"""

import contextlib

import numpy as np

from gradewright.graders import CallFailed, as_asked, check, check_close, check_shape

SIZE = 28
PIXELS = SIZE * SIZE
REDUCTIONS = {"sum": np.sum, "mean": np.mean}
CLOSE = {"rtol": 1e-4, "atol": 1e-4}

OVER_ROWS = "the sum goes over the rows, and axis=1 is due."
_REDUCTION = "reduction has no effect."
_ERRORS = 6
_WITHIN_ONE_SIGMA = 0.6826894921370859

# The printed examples of the statement.
MEAN = np.array([[0.0, 0.0], [1.0, 2.0]], dtype=np.float32)
LOG_VAR = np.log(np.array([[1.0, 1.0], [1.0, 4.0]])).astype(np.float32)
X = np.array([[1.0, 0.0, 0.5], [1.0, 1.0, 1.0]], dtype=np.float32)
X_DECODED = np.array([[0.8, 0.4, 0.5], [0.5, 0.5, 0.5]], dtype=np.float32)


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


def read_numbers(got, shape, name, *, strictly=False, columns=None):
    """Return a student's array as finite float64 numbers of that shape.

    A column or a row is read as the array that was asked for, unless `strictly`: that is the
    business of the tests of the printed examples alone. `columns` is how many columns the rows had
    that one number each is due for.

    Raises:
        CheckFailed: it is something else.
    """
    if not strictly:
        got = as_asked(got, np.zeros(shape))
    if columns and shape and getattr(got, "shape", None) == (columns,) != shape:
        problem = f"There are {columns} numbers, one a column: {shape[0]} are due, one a row."
        check(False, problem, OVER_ROWS, got=got)
    array = check_shape(got, shape, lists=True, name=name)
    check(array.dtype.kind in "biuf", f"There are other things than numbers in {name}.", got=got)
    numbers = array.astype(np.float64)
    finite = np.isfinite(numbers) & (np.abs(numbers) < 1e100)
    check(finite, f"There are NaN, infinite or enormous values in {name}.", got=got)
    return numbers


def read_number(got, name):
    """Return a student's one number, in whatever shape it came, as a float."""
    array = check_shape(got, (), allow=[(1,), (1, 1)], name=name)
    return float(read_numbers(array.reshape(1), (1,), name)[0])


def check_printed(call, expected, name, mistakes):
    """Check the printed example in one form of a loss.

    Args:
        call: returns the student's values for "sum" or "mean"; the one that is due by default.
        expected: the form that is due, and its values (n,).
        name: of the values, for the message.
        mistakes: as for `check_numbers`.
    """
    form, values = expected
    (other,) = set(REDUCTIONS) - {form}
    got = call(form)
    if not np.allclose(_plain(got, values), values, **CLOSE):
        # Where the other form raises, the values of this one are what is told.
        with contextlib.suppress(CallFailed):
            same = np.allclose(_plain(got, values), _plain(call(other), values), **CLOSE)
            problem = 'The values for "sum" and for "mean" are the same.'
            check(not same, problem, _REDUCTION, got=got)
    check_numbers(got, np.array(values), name, mistakes, strictly=form == "sum")


def _plain(got, values):
    """Return what a student returned as numbers of the values' shape, NaN where it is not that."""
    array = as_asked(got, np.zeros(np.shape(values)))
    fits = isinstance(array, (np.ndarray, np.generic, float, int))
    fits = fits and np.shape(array) == np.shape(values) and np.asarray(array).dtype.kind in "iuf"
    return np.asarray(array, dtype=np.float64) if fits else np.full(np.shape(values), np.nan)


def check_numbers(got, expected, name, mistakes=(), *, strictly=False):
    """Check a student's array; where it is just what a common mistake gives, name the mistake.

    Args:
        got: the student's value, of any type.
        expected: the right array.
        name: of the value, for the message.
        mistakes: tuples of a mistake's array, the problem in a sentence, and its likely cause.
        strictly: whether the shape is judged, too.
    """
    if not np.allclose(_plain(got, expected), expected, **CLOSE):
        for wrong, problem, cause in mistakes:
            told_apart = np.shape(wrong) != expected.shape
            told_apart = told_apart or not np.allclose(wrong, expected, **CLOSE)
            same = told_apart and np.allclose(_plain(got, wrong), wrong, **CLOSE)
            check(not same, problem, cause, got=got)
    read_numbers(got, expected.shape, name, strictly=strictly)
    shape = "same" if strictly else "generous"
    check_close(got, expected, shape=shape, lists=True, name=name, **CLOSE)


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
