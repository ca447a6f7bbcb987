"""solve_dual: feasible, optimal, whatever solver and formulation; see `optimality`.

The crescents are for everybody to see: they stand here because they are drawn.
"""

from itertools import chain

import numpy as np
import pytest
from cases import (
    Drawn,
    check_decisions,
    linear_problem,
    optimum_of,
    pair_problem,
    rbf_problem,
    repeated_problem,
    svc,
)
from duals import solve_generously
from optimality import (
    check_dual,
    check_feasible,
    check_gap,
    check_kkt,
    facts_of,
    read_alpha,
)
from pictures import draw_classifier
from solved import solved

from gradewright.graders import CallFailed, check

pytestmark = pytest.mark.question("solve_dual")

_FRAGILE = (
    "solve_dual: your formulation is right but fragile. quad_form(...) without psd_wrap refused a "
    "positive semidefinite kernel ({error}), because rounding makes the eigenvalues of a singular "
    "K slightly negative. cp.psd_wrap(K) makes it work; you lost no points for it."
)


@pytest.fixture
def solve(student, rng, note):
    """Give a function that has a problem solved, and tells of fragile formulations and solvers."""
    return lambda problem: solve_generously(student, rng, problem, optimum_of, note=note)


@pytest.mark.points(0.15)
def test_crescents(solve, reference, picture):
    """Two crescents and the Gaussian kernel, drawn: alpha is feasible and optimal."""
    problem, alpha, _ = solve(_crescents())
    alphas = {
        "student": alpha,
        "reference": np.asarray(reference.solve_dual(problem.K, problem.y, problem.C)),
    }
    draw_classifier(picture, "Decision boundary and margins", problem, alphas)
    check_dual(alpha, problem)


@pytest.mark.points(0.4)
@pytest.mark.visibility("hidden")
def test_feasible(solve, rng):
    """Fresh problems: 0 <= alpha <= C and alpha . y = 0."""
    problems = [
        linear_problem(rng, 25, 3, 10 ** rng.uniform(-1, 0), kind=np.float64),
        rbf_problem(rng, 20, 2, 10 ** rng.uniform(0, 1), 0.5, noise=1.0),
    ]
    for problem, alpha, _ in map(solve, problems):
        check_feasible(alpha, problem)
        check(
            alpha.any(),
            "alpha is all zeros: feasible, but no point is a support vector.",
            "the sum of alpha has the wrong sign, or is missing.",
            name="alpha",
        )


@pytest.mark.points(0.35)
@pytest.mark.visibility("hidden")
def test_duality_gap(solve, rng):
    """Fresh problems: the duality gap closes."""
    problems = [
        linear_problem(rng, int(rng.integers(20, 50)), 4, 10 ** rng.uniform(-1, 0.7)),
        rbf_problem(rng, int(rng.integers(15, 30)), 2, 10 ** rng.uniform(-0.5, 1), 1.0),
    ]
    for problem, alpha, _ in map(solve, problems):
        check_feasible(alpha, problem)
        check_gap(alpha, problem)


@pytest.mark.points(0.35)
@pytest.mark.visibility("hidden")
def test_kkt(solve, rng):
    """Fresh problems: the KKT conditions hold at every point."""
    problems = [
        rbf_problem(rng, int(rng.integers(30, 60)), 2, 10 ** rng.uniform(-0.5, 1), 0.5),
        linear_problem(rng, int(rng.integers(10, 20)), 2, 10 ** rng.uniform(-1, 0.7)),
    ]
    for problem, alpha, _ in map(solve, problems):
        check_feasible(alpha, problem)
        check_kkt(alpha, problem)


@pytest.mark.points(0.2)
@pytest.mark.visibility("hidden")
def test_extremes(solve, rng):
    """Two points alone, C as small as 0.001 and as large as 1000."""
    problems = [
        pair_problem(rng, 10 ** rng.uniform(-3, 3)),
        linear_problem(rng, 40, 3, 1e-3, scale=10.0),
        rbf_problem(rng, 40, 3, 1e-3, 0.5),
        linear_problem(rng, 40, 3, 1e3, scale=0.05),
        rbf_problem(rng, 30, 2, 1e3, 0.5),
    ]
    for problem, alpha, _ in map(solve, problems):
        check_feasible(alpha, problem)
        check_gap(alpha, problem)


@pytest.mark.points(0.2)
@pytest.mark.visibility("hidden")
def test_singular_kernels(solve, rng, note):
    """Singular kernels: repeated rows, points on a line, far fewer features than points."""
    problems = [
        repeated_problem(rng, 10 ** rng.uniform(-0.3, 0.5)),
        repeated_problem(rng, 1.0, gamma=0.5),
        linear_problem(rng, 30, 1, 1.0),
        linear_problem(rng, 40, 3, 0.3),
    ]
    errors = set()
    for problem, alpha, error in map(solve, problems):
        check_dual(alpha, problem)
        errors.add(error)
    errors.discard("")
    if errors:
        note(_FRAGILE.format(error=", ".join(sorted(errors))))


@pytest.mark.points(0.2)
@pytest.mark.visibility("hidden")
def test_against_scikit_learn(solve, rng):
    """200 fresh points: the decision values are those of scikit-learn's SVC."""
    problem, alpha, _ = solve(rbf_problem(rng, 200, 10, 1.0, 0.1))
    check_feasible(alpha, problem)
    facts = facts_of(problem.K, problem.y, problem.C, alpha)
    points = rng.normal(size=(50, 10))
    found = problem.kernel(points) @ (alpha * problem.y) + facts.b
    check_decisions(
        found, svc(problem).decision_function(problem.kernel(points)), "decision values"
    )


@pytest.mark.points(0.1)
@pytest.mark.visibility("hidden")
@pytest.mark.depends("test_feasible")
def test_indefinite(student, rng, note):
    """An indefinite sigmoid kernel: an error, or a feasible alpha, but not silence."""
    problem = _indefinite(rng)
    try:
        value = student.solve_dual(problem.K, problem.y, problem.C)
    except CallFailed as failed:
        if failed.outcome.ending != "raised" or failed.outcome.error == "NotImplementedError":
            raise
        note(
            f"solve_dual on an indefinite sigmoid kernel: {failed.outcome.error} was raised, which "
            "is a right answer, for that problem is not convex."
        )
        return
    check(
        value is not None,
        "solve_dual returned None for an indefinite kernel.",
        "the solver failed, and alpha.value is None then: raise an error in this case.",
    )
    check_feasible(read_alpha(value, problem, optimum_of), problem)
    note(
        "solve_dual on an indefinite sigmoid kernel returned a feasible alpha. That problem is not "
        "convex, so nothing tells whether it is a minimum."
    )


@pytest.mark.points(0.2)
@pytest.mark.performance
def test_time(student, reference, bench, rng, note):
    """About 200 points take at most 8 times as long as with the reference."""
    # Every other call has the size that the statement names, the others one that never comes again:
    # who is quick for either kind alone is slow in half of the calls, and the worse half counts.
    others = rng.permutation([size for size in range(160, 241) if size != 200]).tolist()
    sizes = chain.from_iterable((other, 200) for other in others)

    def check(problem, alpha, _expected):
        check_dual(read_alpha(alpha, problem, optimum_of), problem)

    bench.compare_times(
        "Time of solve_dual with about 200 points",
        lambda problem: solved(student.solve_dual, problem.K, problem.y, problem.C, note=note),
        lambda problem: reference.solve_dual(problem.K, problem.y, problem.C),
        draw=lambda: rbf_problem(rng, next(sizes), 10, 1.0, 0.1),
        check=check,
        scale=((8.0, 1.0), (30.0, 0.0)),
        repeats=5,
    )


def _crescents():
    """Return two interlocked half circles of 26 and 13 points, not quite separable."""
    t, u = np.linspace(0, np.pi, 26), np.linspace(0, np.pi, 13)
    upper = np.stack([np.cos(t), np.sin(t) + _wobble(t)], axis=1)
    lower = np.stack([1 - np.cos(u), 0.4 - np.sin(u) - _wobble(u)], axis=1)
    X = np.vstack([upper, lower])
    y = np.repeat([1, -1], [26, 13])
    y[[11, 32]] *= -1
    squares = ((X[:, None, :] - X[None, :, :]) ** 2).sum(axis=2)
    return Drawn(X, y, 2.0, np.exp(-1.5 * squares), 1.5)


def _wobble(t):
    return 0.25 * np.sin(7 * t + np.arange(t.size) % 3)


def _indefinite(rng):
    """Return a problem with a sigmoid kernel whose smallest eigenvalue is far below zero."""
    problem = linear_problem(rng, 30, 2, 1.0)
    return Drawn(problem.X, problem.y, 1.0, np.tanh(problem.K - 1))
