"""polynomial_kernel: fresh rows."""

import pytest
from cases import fresh_rows, ignores, swaps, wrong
from kernels import name_faults

from gradewright.graders import as_asked, check_close

pytestmark = [pytest.mark.question("polynomial_kernel"), pytest.mark.visibility("hidden")]


@pytest.mark.points(0.3)
def test_fresh_rows(student, rng):
    """Fresh rows, degrees, gamma and r, given by position."""
    for degree, (X, Z) in zip((3, 1, 4, 2), fresh_rows(rng), strict=True):
        gamma, r = float(rng.uniform(1.5, 2.5)), float(rng.uniform(-0.8, -0.3))
        S = X @ Z.T
        expected = (gamma * S + r) ** degree
        found = as_asked(student.polynomial_kernel(X, Z, degree, gamma, r), expected)
        name_faults(found, expected)
        mistakes = (
            ((S + r) ** degree, *ignores("gamma")),
            ((gamma * S) ** degree, *ignores("r")),
            (S**degree, *ignores("gamma", "r")),
            ((gamma * S + r) ** 2, *ignores("degree")),
            ((gamma * S + r) ** 3, *ignores("degree")),
            ((r * S + gamma) ** degree, *swaps("gamma", "r")),
            ((degree * S + r) ** int(gamma), *swaps("degree", "gamma")),
            ((gamma * S) ** degree + r, *wrong("r is added after the power was taken.")),
            (gamma * (S + r) ** degree, *wrong("gamma stands outside the power.")),
            ((gamma * (S + r)) ** degree, *wrong("r is multiplied by gamma too.")),
        )
        check_close(found, expected, mistakes=mistakes, name="K")
