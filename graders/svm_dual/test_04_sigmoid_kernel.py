"""sigmoid_kernel: fresh rows."""

import numpy as np
import pytest
from cases import fresh_rows, ignores, swaps, wrong
from kernels import name_faults

from gradewright.graders import as_asked, check_close

pytestmark = [pytest.mark.question("sigmoid_kernel"), pytest.mark.visibility("hidden")]


@pytest.mark.points(0.3)
def test_fresh_rows(student, rng):
    """Fresh rows, gamma and r, given by position."""
    for X, Z in fresh_rows(rng):
        gamma, r = float(rng.uniform(0.1, 0.4)), float(rng.uniform(-0.9, -0.5))
        S = X @ Z.T
        expected = np.tanh(gamma * S + r)
        found = as_asked(student.sigmoid_kernel(X, Z, gamma, r), expected)
        name_faults(found, expected)
        logistic = "the logistic function 1 / (1 + exp(-z)) stands in for tanh."
        mistakes = (
            (np.tanh(S + r), *ignores("gamma")),
            (np.tanh(gamma * S), *ignores("r")),
            (np.tanh(S), *ignores("gamma", "r")),
            (np.tanh(r * S + gamma), *swaps("gamma", "r")),
            (np.tanh(gamma * (S + r)), *wrong("r is multiplied by gamma too.")),
            (1 / (1 + np.exp(-gamma * S - r)), *wrong(logistic)),
            (gamma * S + r, *wrong("tanh is missing.")),
        )
        check_close(found, expected, mistakes=mistakes, name="K")
