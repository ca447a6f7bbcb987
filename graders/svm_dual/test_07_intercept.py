"""intercept: fresh problems, with free support vectors and without."""

import numpy as np
import pytest
from cases import alpha_of, linear_problem, rbf_problem, svc

from gradewright.graders import check, check_close, read_numbers, rule_out

pytestmark = [pytest.mark.question("intercept"), pytest.mark.visibility("hidden")]


@pytest.mark.points(0.3)
def test_fresh_free(student, rng):
    """Fresh problems: the intercept is scikit-learn's, whatever C is."""
    small, large = 10 ** rng.uniform(-1, 0), 10 ** rng.uniform(0.5, 1.5)
    kinds = (
        lambda: rbf_problem(rng, 40, 2, small, 0.5, noise=0.8),
        lambda: linear_problem(rng, 30, 3, large, kind=np.float64),
        lambda: rbf_problem(rng, 30, 2, 1e3, 1.0, noise=0.8),
    )
    for problem, fitted, alpha in map(_with_free, kinds):
        b = read_numbers(student.intercept(problem.K, problem.y, alpha, problem.C), (), name="b")
        _name_faults(b, problem.K, problem.y, alpha, problem.C)
        check_close(b, float(fitted.intercept_[0]), rtol=1e-3, atol=1e-3, name="b")


@pytest.mark.points(0.1)
def test_mean_of_all_free(student, rng):
    """The candidates of a rough alpha differ: b is their mean over all free support vectors."""
    for C in (0.5, 4.0):
        K, y, alpha = _rough(rng, C)
        free = (alpha > 0.1 * C) & (alpha < 0.9 * C)
        candidates = y - K @ (alpha * y)
        expected = float(candidates[free].mean())
        b = read_numbers(student.intercept(K, y, alpha, C), (), name="b")
        _name_faults(b, K, y, alpha, C)
        check_close(b, expected, rtol=1e-6, name="b")


@pytest.mark.points(0.2)
def test_fresh_bound(student, rng):
    """Fresh problems where no support vector is free: the middle of the interval."""
    for C, noise in ((1e-3, 0.0), (0.02, 1e-7)):
        K, y, alpha, low, high = _all_bound(rng, C)
        alpha = alpha + noise * C * np.where(alpha > 0, -1, 1)
        b = read_numbers(student.intercept(K, y, alpha, C), (), name="b")
        check(
            low - 1e-3 <= b <= high + 1e-3,
            "b violates the optimality conditions: a point with alpha = 0 has a margin below 1, or "
            "one with alpha = C a margin above 1.",
            "no support vector is free here; see the statement for the interval.",
            name="b",
        )
        check_close(b, (low + high) / 2, rtol=1e-4, atol=1e-4, name="b")


@pytest.mark.points(0.1)
def test_tolerance(student, rng):
    """An alpha within tol * C of a bound counts as at the bound."""
    K, y, alpha = _rough(rng, 1.0)
    near = np.where(np.arange(alpha.size) % 2, 0.05, 0.95)
    alpha = np.where((alpha > 0.1) & (alpha < 0.9), alpha, near)
    candidates = y - K @ (alpha * y)
    for tol in (0.08, 1e-3):
        free = (alpha > tol) & (alpha < 1 - tol)
        b = read_numbers(student.intercept(K, y, alpha, 1.0, tol=tol), (), name="b")
        check_close(b, float(candidates[free].mean()), rtol=1e-6, name="b")


def _with_free(draw):
    """Return a problem that has free support vectors, scikit-learn's classifier and its alpha."""
    while True:
        problem = draw()
        fitted = svc(problem)
        alpha = alpha_of(fitted, problem.y)
        if _are_free(alpha, problem.C).sum() > 1:
            return problem, fitted, alpha


def _are_free(alpha, C):
    return (alpha > 1e-3 * C) & (alpha < 0.999 * C)


def _rough(rng, C):
    """Return a kernel, labels and an alpha: some entries 0, some C, the others well between."""
    n = 24
    X = rng.normal(size=(n, 3))
    y = rng.permutation(np.where(np.arange(n) % 3 == 0, 1, -1))
    alpha = C * rng.uniform(0.15, 0.85, size=n)
    places = rng.permutation(n)
    alpha[places[:7]], alpha[places[7:14]] = 0.0, C
    return X @ X.T, y, alpha


def _all_bound(rng, C):
    """Return a problem whose solution has no free entry, and the ends of b's interval.

    Two equally large clouds with C so small that every alpha is C, and two points far out on
    their own sides, with margins above 1 for every b of the interval: alpha 0.
    """
    direction = np.array([np.cos(angle := rng.uniform(0, 2 * np.pi)), np.sin(angle)])
    y = np.repeat([1, -1], 6)
    X = np.outer(y, direction) * rng.uniform(0.5, 1.0, size=(12, 1)) + rng.uniform(0.2, 0.4)
    alpha = np.full(12, C)
    w = X.T @ (alpha * y)
    far = 3 / float(w @ w) * w
    X = np.vstack([X, far, -far])
    y, alpha = np.append(y, [1, -1]), np.append(alpha, [0.0, 0.0])
    order = rng.permutation(14)
    X, y, alpha = X[order], y[order], alpha[order]
    candidates = y - X @ w
    below = (alpha == 0) == (y > 0)
    return X @ X.T, y, alpha, float(candidates[below].max()), float(candidates[~below].min())


def _name_faults(b, K, y, alpha, C):
    """Name an intercept that comes from the wrong points."""
    candidates = y - K @ (alpha * y)
    support, free = alpha > 1e-4 * C, (alpha > 1e-4 * C) & (alpha < (1 - 1e-4) * C)
    expected = float(candidates[free].mean())
    f = K @ (alpha * y)
    mistakes = (
        (candidates[support].mean(), "the mean runs over bound support vectors too."),
        (candidates.mean(), "the mean runs over all points."),
        (candidates[free][0], "only the first free support vector is used."),
        (-expected, "the sign is wrong: b is y - f, not f - y."),
        ((1 - f)[free].mean(), "1 - f stands in for y - f."),
    )
    named = [(wrong, "b is wrong.", cause) for wrong, cause in mistakes]
    rule_out(b, expected, named, name="b")
