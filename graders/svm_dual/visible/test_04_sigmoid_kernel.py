"""sigmoid_kernel: the printed kernel, where kind and shape count, and one by hand."""

import numpy as np
import printed
import pytest
from kernels import name_faults

from gradewright.graders import as_asked, check_close

pytestmark = pytest.mark.question("sigmoid_kernel")

# What comes of inner products of 1 and of 0.
MISTAKES = [
    (np.where(np.eye(3, 4) == 1, one, zero), told, cause)
    for one, zero, told, cause in (
        (35 / 37, 0.0, "K does not depend on r.", "r is not used, or a number stands in."),
        (np.log(3), -np.log(2), "K is wrong.", "tanh is missing."),
        (0.75, 1 / 3, "K is wrong.", "the logistic function stands in for tanh."),
    )
]


@pytest.mark.points(0.1)
def test_printed(student):
    """The printed sigmoid kernel."""
    K = student.sigmoid_kernel(printed.ROWS_X, printed.ROWS_Z, **printed.SIGMOID)
    name_faults(K, printed.SIGMOID_K)
    check_close(K, printed.SIGMOID_K, name="K")


@pytest.mark.points(0.1)
def test_by_hand(student):
    """Unit vectors, gamma = log 6 and r = -log 2: tanh(log 3) = 0.8 and tanh(-log 2) = -0.6."""
    expected = np.where(np.eye(3, 4) == 1, 0.8, -0.6)
    K = as_asked(student.sigmoid_kernel(np.eye(3, 4), np.eye(4), np.log(6), -np.log(2)), expected)
    name_faults(K, expected)
    check_close(K, expected, mistakes=MISTAKES, name="K")
