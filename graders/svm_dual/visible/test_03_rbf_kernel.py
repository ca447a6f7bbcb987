"""rbf_kernel: the printed kernel, where kind and shape count, and one by hand."""

import numpy as np
import printed
import pytest
from kernels import name_faults

from gradewright.graders import as_asked, check_close

pytestmark = pytest.mark.question("rbf_kernel")

WRONG = "K is wrong."
# What comes of a point with itself and of two unit vectors.
MISTAKES = [
    (np.where(np.eye(3, 4) == 1, same, apart), told, cause)
    for same, apart, told, cause in (
        (1.0, np.exp(-2), "K does not depend on gamma.", "a number stands in for it."),
        (1.0, np.exp(-1), "K does not depend on gamma.", "a number stands in for it."),
        (1.0, np.exp(-np.log(3) / np.sqrt(2)), WRONG, "the distance is not squared."),
        (1.0, 3.0, WRONG, "the minus sign is missing."),
        (1.0, np.sqrt(1 / 3), WRONG, "a factor 1/2 too much."),
        (0.0, -np.log(3), WRONG, "the exponential function is missing."),
    )
]


@pytest.mark.points(0.1)
def test_printed(student):
    """The printed Gaussian kernel."""
    K = student.rbf_kernel(printed.ROWS_X, printed.ROWS_Z, **printed.RBF)
    name_faults(K, printed.RBF_K)
    mistakes = [(1 / np.asarray(printed.RBF_K), WRONG, "the minus sign is missing.")]
    check_close(K, printed.RBF_K, mistakes=mistakes, name="K")


@pytest.mark.points(0.1)
def test_by_hand(student):
    """Unit vectors lie √2 apart: with gamma = log √3 that makes 1/3, and 1 for a point itself."""
    expected = np.where(np.eye(3, 4) == 1, 1.0, 1 / 3)
    K = as_asked(student.rbf_kernel(np.eye(3, 4), np.eye(4), np.log(3) / 2), expected)
    name_faults(K, expected)
    check_close(K, expected, mistakes=MISTAKES, name="K")
