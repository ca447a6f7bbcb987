"""softmax: fresh vectors and matrices."""

import cases
import numpy as np
import pytest

from gradewright.graders import as_numeric, check, check_close

pytestmark = [pytest.mark.question("softmax"), pytest.mark.visibility("hidden")]


def check_softmax(student, reference, x):
    """Compare the softmax of x."""
    expected = reference.softmax(x)
    mistakes = cases.softmax_mistakes(x, expected)
    got = student.softmax(x)
    check_close(got, expected, shape="generous", atol=1e-12, mistakes=mistakes)


@pytest.mark.points(0.4)
def test_fresh_vector(student, reference, rng):
    """The softmax of fresh vectors"""
    for k in (3, 8):
        check_softmax(student, reference, rng.normal(size=k) * 2)


@pytest.mark.points(0.5)
def test_fresh_matrix(student, reference, rng):
    """The softmax of every column, where rows and columns are as many and where they are not"""
    for shape in ((4, 4), (3, 6), (5, 2)):
        check_softmax(student, reference, rng.normal(size=shape) * 2)


@pytest.mark.points(0.3)
def test_far_apart(student, reference, rng):
    """Columns of which one is large and the next one small"""
    # Multiples of 1/64: single precision holds them.
    shifts = np.array([rng.integers(3000, 4500), 0, -rng.integers(3000, 4500)])
    x = rng.integers(-150, 150, (4, 3)) / 64 + rng.permutation(shifts)
    got = student.softmax(x)
    values = as_numeric(got, lists=True)
    if values is not None and values.shape == x.shape and not np.isfinite(values).all():
        finite = np.isfinite(values).all(axis=0)
        cause = "exp of elements as large as these is no float: the columns have to be shifted."
        if finite[np.argmax(x[0])]:
            cause = "no one number fits all columns: each has its own maximum."
        check(False, "Some columns are not finite.", cause, got=got)
    check_close(got, reference.softmax(x), shape="generous")
