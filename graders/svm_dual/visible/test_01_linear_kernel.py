"""linear_kernel: the printed kernel, where kind and shape count, and one by hand."""

import numpy as np
import printed
import pytest
from kernels import name_faults

from gradewright.graders import as_asked, check_close

pytestmark = pytest.mark.question("linear_kernel")


@pytest.mark.points(0.1)
def test_printed(student):
    """The printed linear kernel."""
    K = student.linear_kernel(printed.ROWS_X, printed.ROWS_Z)
    name_faults(K, printed.LINEAR)
    check_close(K, printed.LINEAR, name="K")


@pytest.mark.points(0.1)
def test_by_hand(student):
    """With unit vectors for Z it gives back X, and with X for both the lengths squared."""
    X = np.array([[3.0, 4.0, 0.0], [-1.0, 2.0, 2.0], [0.5, 0.0, 0.0], [0.0, -6.0, 8.0]])
    K = as_asked(student.linear_kernel(X, np.eye(3)), X)
    name_faults(K, X)
    check_close(K, X, name="K with unit vectors")
    K = as_asked(student.linear_kernel(X, X), np.eye(4))
    check_close(np.diagonal(K), [25.0, 9.0, 0.25, 100.0], name="the diagonal of K with X twice")
