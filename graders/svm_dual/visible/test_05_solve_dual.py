"""solve_dual: feasible, optimal, whatever solver and formulation; see `optimality`."""

import numpy as np
import printed
import pytest
from duals import solve_generously
from optimality import check_dual
from problem import Problem

pytestmark = pytest.mark.question("solve_dual")


@pytest.mark.points(0.2)
def test_printed_solution(student, rng):
    """The six printed points: alpha is feasible and optimal."""
    six = Problem(printed.X, printed.Y, printed.C, printed.X @ printed.X.T)
    optimum = lambda _problem: printed.OPTIMUM  # noqa: E731
    problem, alpha, _ = solve_generously(student, rng, six, optimum, strictly=True)
    check_dual(alpha, problem)


@pytest.mark.points(0.15)
def test_fresh_points(student, rng):
    """Fresh points that mix, and another kernel: alpha is feasible and optimal."""
    for n, C in ((24, 0.3), (17, 5.0)):
        problem, alpha, _ = solve_generously(student, rng, _mixed(rng, n, C))
        check_dual(alpha, problem)


def _mixed(rng, n, C):
    """Return a problem of points in a square, with the kernel of what two points have in common."""
    X = rng.uniform(0, 3, size=(n, 2))
    heights = X.sum(axis=1) + rng.normal(size=n)
    y = np.where(heights > np.median(heights), 1, -1)
    return Problem(X, y, C, np.minimum(X[:, None], X[None]).sum(axis=2))
