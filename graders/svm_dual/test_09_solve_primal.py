"""solve_primal: fresh problems: slack, objective, and the classifier that results."""

import cvxpy as cp
import numpy as np
import pytest
from cases import (
    DECISIONS,
    alpha_of,
    check_decisions,
    linear_problem,
    optimum_of,
    pair_problem,
    primal_task,
    svc,
)
from optimality import check_primal, check_slack, read_primal
from solved import solved

pytestmark = [pytest.mark.question("solve_primal"), pytest.mark.visibility("hidden")]


@pytest.fixture
def solve(student, note):
    """Give a function that has a problem solved: it returns w, b and zeta."""

    def solve_one(problem):
        value = solved(student.solve_primal, problem.X, problem.y, problem.C, note=note)
        return read_primal(value, problem)

    return solve_one


@pytest.mark.points(0.25)
def test_slack(solve, rng):
    """Fresh problems: zeta >= 0 and y (X w + b) >= 1 - zeta."""
    for problem in _fresh(rng):
        check_slack(*solve(problem), problem)


@pytest.mark.points(0.25)
def test_objective(solve, rng):
    """Fresh problems: the objective is the smallest possible one."""
    for problem in _fresh(rng):
        w, b, zeta = solve(problem)
        check_slack(w, b, zeta, problem)
        check_primal(w, zeta, problem, optimum_of(problem))


@pytest.mark.points(0.25)
def test_against_scikit_learn(solve, rng):
    """Fresh problems: w is scikit-learn's, also where C is small."""
    for problem in _fresh(rng):
        w, _b, _zeta = solve(problem)
        check_decisions(problem.X @ w, _values(problem), "The values X w")


@pytest.mark.points(0.2)
def test_extremes(solve, rng):
    """Two points alone, C as small as 0.001 and as large as 1000, 200 points."""
    problems = [
        pair_problem(rng, 10 ** rng.uniform(-2, 3)),
        linear_problem(rng, 40, 3, 1e-3, scale=10.0, primal=True),
        linear_problem(rng, 40, 3, 1e3, scale=0.05, primal=True),
        linear_problem(rng, 200, 5, 1.0, primal=True),
    ]
    for problem in problems:
        w, b, zeta = solve(problem)
        check_slack(w, b, zeta, problem)
        check_primal(w, zeta, problem, optimum_of(problem))


def _fresh(rng):
    """Return overlapping problems in which C matters: the classes hold each other in balance.

    In the first, b matters too: w would be another if b were penalised.
    """
    small = {"n": 40, "d": 3, "noise": 1.0, "primal": True}
    usual = {"n": 30, "d": 2, "noise": 0.8, "kind": np.float64, "primal": True}
    return [
        _drawn(lambda: linear_problem(rng, C=rng.uniform(0.02, 0.06), **small), _b_matters),
        _drawn(lambda: linear_problem(rng, C=rng.uniform(0.3, 3), **usual)),
    ]


def _drawn(draw, tells=lambda _problem: True):
    """Return a problem whose weights are not nearly zero, and that tells what it has to."""
    while True:
        problem = draw()
        if np.abs(_values(problem)).max() > 0.3 and tells(problem):
            return problem


def _b_matters(problem):
    """Return whether penalising b leads to an X w that is clearly another."""
    task = primal_task(problem, penalised=True)
    task.solve(solver=cp.CLARABEL)
    expected = _values(problem)
    away = np.abs(problem.X @ task.var_dict["w"].value - expected).max()
    return away > 4 * DECISIONS * np.abs(expected).max()


def _values(problem):
    """Return scikit-learn's X w."""
    return problem.K @ (alpha_of(svc(problem), problem.y) * problem.y)
