"""solve_primal: the printed solution, and one with slack that is worked by hand."""

import numpy as np
import printed
import pytest
from optimality import check_primal, check_slack, read_primal
from problem import Problem
from solved import solved

from gradewright.graders import check_close, rule_out

pytestmark = pytest.mark.question("solve_primal")

# The weights that mistakes lead to, for two points on a line.
MISTAKES = [
    (np.array([first, 0.0]), "w solves another problem.", cause)
    for first, cause in (
        (0.2, "the factor 1/2 is missing, or the slacks are averaged: they are summed."),
        (1.0, "C is not used, or no slack is allowed."),
        (0.34, "b is penalised, too."),
        (4 / 9, "the slacks are squared."),
    )
]


@pytest.fixture
def solve(student):
    """Give a function that has a problem solved: it returns w, b and zeta."""

    def solve_one(problem, *, strictly=False):
        value = solved(student.solve_primal, problem.X, problem.y, problem.C)
        return read_primal(value, problem, strictly=strictly)

    return solve_one


@pytest.mark.points(0.2)
def test_printed_solution(solve):
    """The six printed points: w = (2/3, 2/3), b = -5/3, no slack."""
    problem = Problem(printed.X, printed.Y, printed.C, printed.X @ printed.X.T)
    w, b, zeta = solve(problem, strictly=True)
    check_close(w, printed.W, rtol=0, atol=5e-3, name="w")
    check_close(b, printed.B, rtol=0, atol=5e-3, name="b")
    check_close(zeta, np.zeros(6), atol=5e-3, name="zeta")


@pytest.mark.points(0.1)
def test_slack_by_hand(solve):
    """Two points and a price so low that both get some slack: w = (0.4, 0)."""
    line = Problem(printed.LINE_X, printed.LINE_Y, printed.LINE_C, np.eye(2))
    w, b, zeta = solve(line)
    rule_out(w, printed.LINE_W, MISTAKES, rtol=0, atol=5e-3, name="w")
    check_slack(w, b, zeta, line)
    check_primal(w, zeta, line, printed.LINE_OBJECTIVE)
    check_close(w, printed.LINE_W, rtol=0, atol=0.012, name="w")
