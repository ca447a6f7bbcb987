"""softmax: what students can check for themselves."""

import numpy as np
import printed
import pytest

from gradewright.graders import as_asked, check, check_close, passes, read_numbers

pytestmark = pytest.mark.question("softmax")


@pytest.mark.points(0.3)
def test_printed(student):
    """The printed values"""
    got = student.softmax(printed.SOFTMAX_X)
    mistakes = [
        (10 * printed.SOFTMAX, "The values add up to 10, not to 1.", "a mean stands in for a sum."),
        (
            printed.SOFTMAX / printed.SOFTMAX.max(),
            "The largest value is 1.",
            "the maximum stands in for the sum.",
        ),
    ]
    check_close(got, printed.SOFTMAX, rtol=1e-6, shape="generous", mistakes=mistakes)


@pytest.mark.points(0.2)
def test_columns(student, rng):
    """Every column of a matrix adds up to 1, and is the softmax of that column alone"""
    x = rng.normal(size=(3, 5))
    values = read_numbers(student.softmax(x), (3, 5))
    by_rows = passes(check_close, values.sum(axis=1), np.ones(3), rtol=1e-5)
    cause = "the sum runs along the rows. A column is summed along axis 0."
    check(not by_rows, "Rows add up to 1, not columns.", cause, got=values)
    ordered = (values.argsort(axis=0) == x.argsort(axis=0)).all()
    check(ordered, "Larger elements of a column do not get larger values.")
    sums = values.sum(axis=0)
    check_close(sums, np.ones(5), rtol=1e-5, name="the sum of every column")
    for column in range(5):
        alone = student.softmax(x[:, column])
        name = "the softmax of one column alone"
        check_close(alone, values[:, column], rtol=1e-4, atol=1e-6, shape="generous", name=name)


@pytest.mark.points(0.3)
def test_shift(student, rng):
    """A number that is added to all elements changes nothing, however large it is"""
    # Multiples of 1/64: single precision holds them, shifted, too.
    x = rng.integers(-150, 150, 6) / 64
    x[1] = x[0] + 1.5
    quotient = np.exp(x[0] - x[1])
    for shift in (0.0, 7.0, -4000.0, 4000.0):
        name = f"the result, {shift:g} added to x,"
        got = student.softmax(x + shift)
        seen = as_asked(got, x)
        finite = not isinstance(seen, np.ndarray) or np.isfinite(seen).all()
        told = f"Some values are infinite or not a number, {shift:g} added to x."
        cause = "np.exp overflows, or all of its values are 0. Subtract the maximum from x first."
        check(finite, told, cause, got=got)
        values = read_numbers(got, (6,), name=name)
        told = f"All elements of the softmax are alike, {shift:g} added to x."
        cause = "large numbers are cut off. Subtract one number from all of them instead."
        check(not shift or np.ptp(values) > 0, told, cause, got=values)
        check_close(values.sum(), 1.0, rtol=1e-5, name=f"the sum, {shift:g} added to x,")
        check_close(
            values[0],
            quotient * values[1],
            rtol=1e-4,
            name=f"the first element, {shift:g} added to x,",
        )
    shifts = np.array([0.0, 4000.0, -4000.0])
    got = student.softmax(x[:, None] + shifts)
    values = as_asked(got, np.empty((6, 3)))
    told = "Columns that differ by one number have another softmax."
    cause = "No one number can be subtracted from all columns: each has its own maximum."
    cause = "" if isinstance(values, np.ndarray) and np.isfinite(values).all() else cause
    once = np.repeat(read_numbers(student.softmax(x), (6, 1)), 3, axis=1)
    check(passes(check_close, values, once, rtol=1e-4, atol=1e-6), told, cause, got=got)
