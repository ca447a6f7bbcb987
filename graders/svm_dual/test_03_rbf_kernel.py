"""rbf_kernel: fresh rows."""

import numpy as np
import pytest
from cases import fresh_rows, ignores, wrong
from kernels import name_faults

from gradewright.graders import as_asked, check_close

pytestmark = [pytest.mark.question("rbf_kernel"), pytest.mark.visibility("hidden")]


@pytest.mark.points(0.3)
def test_fresh_rows(student, rng):
    """Fresh rows and gamma, rows that X and Z share among them."""
    for X, Z in fresh_rows(rng):
        Z[0] = X[-1]
        gamma = float(rng.uniform(0.1, 0.4) if rng.integers(2) else rng.uniform(1.6, 2.5))
        squares = ((X[:, None, :] - Z[None, :, :]) ** 2).sum(axis=2)
        expected = np.exp(-gamma * squares)
        found = as_asked(student.rbf_kernel(X, Z, gamma), expected)
        name_faults(found, expected)
        mistakes = (
            (np.exp(-gamma * np.sqrt(squares)), *wrong("the distance is not squared.")),
            (np.exp(-squares), *ignores("gamma")),
            (np.exp(-squares / gamma), *wrong("the distance is divided by gamma.")),
            (np.exp(-squares / (2 * gamma**2)), *wrong("gamma is used as a width, 1/(2 gamma²).")),
            (np.exp(-gamma * squares / 2), *wrong("a factor 1/2 too much.")),
            (np.exp(gamma * squares), *wrong("the minus sign is missing.")),
            (-gamma * squares, *wrong("the exponential function is missing.")),
        )
        check_close(found, expected, mistakes=mistakes, name="K")
