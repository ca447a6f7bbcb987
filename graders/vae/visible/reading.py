"""Read what a submission returns, and check numbers.

What a submission gets is float32, so its results are compared with a relative tolerance of 1e-4.
"""

import numpy as np

from gradewright.graders import CheckFailed, as_asked, check, check_close, check_shape

CLOSE = {"rtol": 1e-4, "atol": 1e-4}

OVER_ROWS = "the sum goes over the rows, and axis=1 is due."
_REDUCTION = "reduction has no effect."


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
    other = {"sum": "mean", "mean": "sum"}[form]
    got = call(form)
    if not np.allclose(_plain(got, values), values, **CLOSE):
        same = np.allclose(_plain(got, values), _plain(_given(call, other), values), **CLOSE)
        problem = 'The values for "sum" and for "mean" are the same.'
        check(not same, problem, _REDUCTION, got=got)
    check_numbers(got, np.array(values), name, mistakes, strictly=form == "sum")


def _given(call, form):
    """Return a student's values for a form, None where they raise: then these are not told."""
    try:
        return call(form)
    except CheckFailed:
        return None


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
