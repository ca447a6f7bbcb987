"""Fresh rows and problems for the support vector machine, and their solutions by scikit-learn.

The problems are such that OSQP, Clarabel and SCS all solve them at their default accuracy. OSQP,
which cvxpy takes by default, stops before it is done on some others, so C = 1000 comes with a small
linear kernel (what counts is the product of the two), and two points never lie nearly in one place.
Of the linear ones, whose kernel matrix is singular, one in some hundred still takes it ten times
the usual number of steps, or more than it makes: those are drawn again.
"""

import warnings
from collections.abc import Callable
from dataclasses import dataclass

import cvxpy as cp
import numpy as np
from optimality import facts_of
from problem import Problem
from sklearn.svm import SVC

from gradewright.graders import check

DECISIONS = 0.03
# OSQP gives up after 10,000 steps: a quarter leaves room for other formulations of a problem.
_STEPS = 2500
_DRAWS = 20


@dataclass(frozen=True, slots=True)
class Drawn(Problem):
    """A problem with the linear kernel, or with the Gaussian one where gamma is given."""

    gamma: float | None = None

    def kernel(self, points):
        """Return the kernel of other points with the training points, (number of points, n)."""
        return _linear(points, self.X) if self.gamma is None else _rbf(points, self.X, self.gamma)


def fresh_rows(rng):
    """Yield X (n, d) and Z (m, d), no two sizes equal."""
    for n, m, d in ((7, 4, 3), (2, 9, 5), (1, 3, 2), (4, 2, 1)):
        yield rng.uniform(-1.5, 1.5, size=(n, d)), rng.uniform(-1.5, 1.5, size=(m, d))


def ignores(*names):
    """Return problem and cause of a kernel that does not heed some arguments."""
    text = f"{names[0]} is" if len(names) == 1 else f"{' and '.join(names)} are"
    problem = f"K does not depend on {' and '.join(names)}."
    return problem, f"{text} not used, or a number stands in."


def swaps(one, other):
    """Return problem and cause of a kernel whose arguments have changed places."""
    return f"K has {one} and {other} swapped.", "look at the order of the arguments."


def wrong(cause):
    """Return problem and cause of a kernel with another formula."""
    return "K is wrong.", cause


def linear_problem(rng, n, d, C, *, scale=1.0, noise=0.5, kind=np.int64, primal=False):
    """Return a problem with overlapping classes and the linear kernel, to be solved in one form."""

    def draw():
        X, y = _labelled(rng, n, d, noise)
        X = scale * X
        return Drawn(X, y.astype(kind), float(C), _linear(X, X))

    return _soon_solved(draw, primal_task if primal else dual_task)


def rbf_problem(rng, n, d, C, gamma, *, noise=0.5, kind=np.int64):
    """Return a problem with overlapping classes and the Gaussian kernel."""
    X, y = _labelled(rng, n, d, noise)
    return Drawn(X, y.astype(kind), float(C), _rbf(X, X, gamma), gamma)


def pair_problem(rng, C):
    """Return a problem of two points on opposite sides of a place near the origin."""
    direction = rng.normal(size=3)
    direction /= np.linalg.norm(direction)
    centre = 0.3 * rng.normal(size=3)
    steps = np.array([[1.0], [-1.0]]) * rng.uniform(0.5, 1.5, size=(2, 1))
    X = centre + steps * direction
    return Drawn(X, np.array([1, -1]), float(C), _linear(X, X))


def repeated_problem(rng, C, gamma=None):
    """Return a problem in which every point stands twice, so that alpha is not unique."""

    def draw():
        X, y = _labelled(rng, 20, 2, 0.5)
        order = rng.permutation(40)
        X, y = np.repeat(X, 2, axis=0)[order], np.repeat(y, 2)[order]
        K = _linear(X, X) if gamma is None else _rbf(X, X, gamma)
        return Drawn(X, y, float(C), K, gamma)

    return _soon_solved(draw, dual_task)


def _soon_solved(draw: Callable[[], Problem], task: Callable[[Problem], cp.Problem]) -> Problem:
    """Return the first problem that OSQP needs few steps for.

    Raises:
        ValueError: hardly any of those that `draw` gives is of that kind.
    """
    for _ in range(_DRAWS):
        problem = draw()
        if osqp_steps(task(problem)) <= _STEPS:
            return problem
    raise ValueError("OSQP does not solve such problems: take a smaller C, or a smaller scale.")


def osqp_steps(task: cp.Problem) -> int:
    """Return how many steps OSQP takes at its default accuracy, 10,000 where it gives up."""
    with warnings.catch_warnings():
        # It may stop before it is accurate; how soon is all that is asked.
        warnings.simplefilter("ignore")
        task.solve(solver=cp.OSQP)
    return int(task.solver_stats.num_iters)


def dual_task(problem: Problem) -> cp.Problem:
    """Return the dual problem in the form that took OSQP most steps, of three that were tried."""
    values, vectors = np.linalg.eigh((problem.K + problem.K.T) / 2)
    root = np.sqrt(np.maximum(values, 0))[:, None] * vectors.T * problem.y
    alpha = cp.Variable(problem.y.size)
    objective = cp.Minimize(0.5 * cp.sum_squares(root @ alpha) - cp.sum(alpha))
    return cp.Problem(objective, [alpha >= 0, alpha <= problem.C, alpha @ problem.y == 0])


def primal_task(problem: Problem, *, penalised: bool = False) -> cp.Problem:
    """Return the primal problem, with b penalised as w is where that is asked for."""
    w, b = cp.Variable(problem.X.shape[1], name="w"), cp.Variable(name="b")
    zeta = cp.Variable(problem.y.size)
    norm = cp.sum_squares(w) + cp.square(b) if penalised else cp.sum_squares(w)
    margins = cp.multiply(problem.y, problem.X @ w + b)
    objective = cp.Minimize(0.5 * norm + problem.C * cp.sum(zeta))
    return cp.Problem(objective, [zeta >= 0, margins >= 1 - zeta])


def _labelled(rng, n, d, noise):
    """Return X (n, d) and y (n,): about half of each label, most of them split by a plane."""
    X = rng.normal(size=(n, d))
    direction = rng.normal(size=d)
    direction /= np.linalg.norm(direction)
    heights = X @ direction + noise * rng.normal(size=n)
    middle = np.quantile(heights, rng.uniform(0.4, 0.6))
    return X, np.where(heights > middle, 1, -1)


def _linear(X, Z):
    return X @ Z.T


def _rbf(X, Z, gamma):
    return np.exp(-gamma * ((X[:, None, :] - Z[None, :, :]) ** 2).sum(axis=2))


def svc(problem):
    """Return scikit-learn's classifier of a problem, fitted on its kernel matrix."""
    return SVC(kernel="precomputed", C=problem.C, tol=1e-6).fit(problem.K, problem.y)


def alpha_of(fitted, y):
    """Return the dual solution (n,) of a fitted classifier."""
    alpha = np.zeros(y.size)
    alpha[fitted.support_] = fitted.dual_coef_[0] * y[fitted.support_]
    return alpha


def optimum_of(problem):
    """Return the judge's own dual value, which is the smallest primal objective."""
    alpha = alpha_of(svc(problem), problem.y)
    return facts_of(problem.K, problem.y, problem.C, alpha).dual


def check_decisions(found, expected, what):
    """Check decision values against scikit-learn's; the largest of those sets the scale."""
    off = float(np.abs(found - expected).max() / np.abs(expected).max())
    check(
        off <= DECISIONS,
        f"{what} differ from scikit-learn's SVC by up to {100 * off:.3g} % of the largest one; "
        f"{100 * DECISIONS:.0f} % are allowed.",
        name=what,
    )
