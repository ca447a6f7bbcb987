"""linear_kernel: fresh rows."""

import pytest
from cases import fresh_rows
from kernels import name_faults

from gradewright.graders import as_asked, check_close

pytestmark = [pytest.mark.question("linear_kernel"), pytest.mark.visibility("hidden")]


@pytest.mark.points(0.3)
def test_fresh_rows(student, rng):
    """Fresh rows: more of X than of Z, fewer, one alone, one feature."""
    for X, Z in fresh_rows(rng):
        expected = X @ Z.T
        K = as_asked(student.linear_kernel(X, Z), expected)
        name_faults(K, expected)
        check_close(K, expected, name="K")
