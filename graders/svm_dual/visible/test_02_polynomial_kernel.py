"""polynomial_kernel: the printed kernel, where kind and shape count, and one by hand."""

import numpy as np
import printed
import pytest
from kernels import name_faults

from gradewright.graders import as_asked, check_close

pytestmark = pytest.mark.question("polynomial_kernel")

IGNORED = "K does not depend on {}."
CAUSE = "{} is not used, or a number stands in."
# What comes of inner products of 1 and of 0, where one of the three arguments is not heeded.
MISTAKES = [
    (np.where(np.eye(3, 4) == 1, one, zero), IGNORED.format(name), CAUSE.format(name))
    for name, one, zero in (
        ("degree", 2.25, 0.25),
        ("gamma", 0.125, -0.125),
        ("r", 8.0, 0.0),
        ("r", 27.0, 1.0),
    )
]


@pytest.mark.points(0.1)
def test_printed(student):
    """The printed polynomial kernel."""
    K = student.polynomial_kernel(printed.ROWS_X, printed.ROWS_Z, **printed.POLYNOMIAL)
    name_faults(K, printed.POLYNOMIAL_K)
    check_close(K, printed.POLYNOMIAL_K, name="K")


@pytest.mark.points(0.1)
def test_by_hand(student):
    """Unit vectors, whose inner products are 1 and 0: (2 - 1/2)³ and (-1/2)³."""
    expected = np.where(np.eye(3, 4) == 1, 3.375, -0.125)
    K = as_asked(student.polynomial_kernel(np.eye(3, 4), np.eye(4), 3, 2.0, -0.5), expected)
    name_faults(K, expected)
    check_close(K, expected, mistakes=MISTAKES, name="K")
