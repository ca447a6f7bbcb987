"""The judge of `svm_dual`: right solutions pass, a failure names the condition that is broken."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gradewright.checks import CheckFailed
from gradewright.course.reader import find_assignment, read_course
from gradewright.graders.failures import CallFailed
from gradewright.graders.pictures import Pictures, Place
from gradewright.grading.reference import load_reference
from gradewright.results import Failure, Picture
from gradewright.sandbox.base import Handle, Outcome

GRADERS = Path(__file__).parents[2] / "graders" / "svm_dual"
HELPERS = ("printed", "problem", "solved", "optimality", "duals", "cases", "pictures")


@pytest.fixture(scope="module")
def helpers() -> Iterator[dict[str, ModuleType]]:
    """Import the graders' helper modules as a grading run does, and forget them afterwards."""
    before = list(sys.path)
    # Other assignments have helpers of these names, which other tests may have imported.
    others = {name: sys.modules.pop(name) for name in HELPERS if name in sys.modules}
    sys.path[:0] = [str(GRADERS / "visible"), str(GRADERS)]
    try:
        yield {name: __import__(name) for name in HELPERS}
    finally:
        sys.path[:] = before
        for name in HELPERS:
            sys.modules.pop(name, None)
        sys.modules.update(others)


@pytest.fixture(scope="module")
def cases(helpers: dict[str, ModuleType]) -> Any:
    return helpers["cases"]


@pytest.fixture(scope="module")
def judge(helpers: dict[str, ModuleType]) -> Any:
    return helpers["optimality"]


def problems(cases: Any, seed: int) -> dict[str, Any]:
    rng = np.random.default_rng(seed)
    return {
        "linear": cases.linear_problem(rng, 30, 3, 0.7),
        "floats": cases.linear_problem(rng, 12, 2, 3.0, kind=np.float64),
        "rbf": cases.rbf_problem(rng, 40, 2, 1.5, 0.5),
        "pair": cases.pair_problem(rng, 0.01),
        "repeated": cases.repeated_problem(rng, 1.0, gamma=0.5),
        "small C": cases.linear_problem(rng, 40, 3, 1e-3, scale=10.0),
        "large C": cases.rbf_problem(rng, 30, 2, 1e3, 0.5),
        "large": cases.rbf_problem(rng, 200, 10, 1.0, 0.1),
    }


def test_problems_that_osqp_gives_up_on_are_drawn_again(cases: Any) -> None:
    rng = np.random.default_rng(0)
    drawn = []
    for _ in range(12):
        X, y = cases._labelled(rng, 40, 4, 0.5)
        drawn.append(cases.Drawn(X, y, 100.0, X @ X.T))
    steps = [cases.osqp_steps(cases.dual_task(problem)) for problem in drawn]
    easy, hard = drawn[int(np.argmin(steps))], drawn[int(np.argmax(steps))]
    assert min(steps) < 2500 < max(steps) == 10_000
    given = iter([hard, hard, easy, hard])
    assert cases._soon_solved(lambda: next(given), cases.dual_task) is easy
    with pytest.raises(ValueError, match="smaller C"):
        cases._soon_solved(lambda: hard, cases.dual_task)


@pytest.mark.parametrize("primal", [False, True])
def test_linear_problems_are_drawn_for_the_form_that_they_are_solved_in(
    cases: Any, primal: bool
) -> None:
    task = cases.primal_task if primal else cases.dual_task
    rng = np.random.default_rng(3)
    for _ in range(5):
        problem = cases.linear_problem(rng, 40, 4, 5.0, primal=primal)
        assert cases.osqp_steps(task(problem)) <= 2500


@pytest.mark.parametrize("seed", range(5))
def test_another_solvers_solutions_pass(cases: Any, judge: Any, seed: int) -> None:
    for problem in problems(cases, seed).values():
        assert set(np.unique(problem.y)) == {-1, 1}
        judge.check_dual(cases.alpha_of(cases.svc(problem), problem.y), problem)


BROKEN: dict[str, tuple[Callable[[Any, Any], Any], str]] = {
    "below 0": (lambda a, p: a - 0.5 * p.C, "alpha >= 0 fails"),
    "above C": (lambda a, p: a + 0.5 * p.C, "alpha <= C fails"),
    "unbalanced": (lambda a, p: np.where(p.y > 0, a, 0), "alpha . y = 0 fails"),
    "zero": (lambda a, _p: 0 * a, "duality gap"),
    "too small": (lambda a, _p: 0.5 * a, "duality gap"),
}


@pytest.mark.parametrize("name", BROKEN)
@pytest.mark.parametrize("kind", ["linear", "rbf", "small C", "large C"])
def test_broken_solutions_name_the_condition(cases: Any, judge: Any, name: str, kind: str) -> None:
    problem = problems(cases, 7)[kind]
    change, words = BROKEN[name]
    alpha = change(cases.alpha_of(cases.svc(problem), problem.y), problem)
    with pytest.raises(CheckFailed) as caught:
        judge.check_dual(alpha, problem)
    assert words in caught.value.failure.problem


def test_a_constraint_is_called_missing_only_where_it_alone_is_broken_by_much(
    cases: Any, judge: Any
) -> None:
    problem = problems(cases, 7)["linear"]
    alpha = cases.alpha_of(cases.svc(problem), problem.y)

    def cause(changed: Any) -> str:
        with pytest.raises(CheckFailed) as caught:
            judge.check_feasible(changed, problem)
        return caught.value.failure.cause

    spread = np.linspace(0, 0.4, alpha.size) * problem.C
    assert "alpha @ y == 0 is missing" in cause(np.where(problem.y > 0, alpha, 0))
    assert cause(alpha + 0.03 * spread * problem.y) == ""
    assert "rounded to 1 decimals" in cause(np.round(alpha + spread, 1))
    assert cause(np.where(problem.y > 0, alpha + spread, -0.5 * problem.C)) == ""


def test_the_kkt_message_gives_point_margin_and_alpha(cases: Any, judge: Any) -> None:
    problem = problems(cases, 3)["linear"]
    with pytest.raises(CheckFailed) as caught:
        judge.check_kkt(np.full(30, 0.5 * problem.C), problem)
    assert "A KKT condition fails: a margin" in caught.value.failure.problem
    assert "with C = 0.7." in caught.value.failure.problem


@pytest.mark.parametrize(
    ("kernel", "price", "cause"),
    [
        (lambda p: 2 * p.K, lambda p: p.C, "the factor 1/2"),
        (lambda p: p.K, lambda _p: 1.0, "C = 1"),
        (lambda p: p.K, lambda p: p.C / 30, "divided by the number of points"),
    ],
)
def test_solutions_of_another_problem_are_recognised(
    cases: Any, judge: Any, kernel: Any, price: Any, cause: str
) -> None:
    problem = cases.linear_problem(np.random.default_rng(1), 30, 3, 5.0)
    other = cases.Problem(problem.X, problem.y, price(problem), kernel(problem))
    alpha = cases.alpha_of(cases.svc(other), problem.y)
    with pytest.raises(CheckFailed) as caught:
        judge.check_dual(alpha, problem)
    assert cause in caught.value.failure.cause


def test_without_an_upper_bound_only_that_is_blamed(cases: Any, judge: Any) -> None:
    problem = problems(cases, 4)["rbf"]
    alpha = 1e4 * cases.alpha_of(cases.svc(problem), problem.y)
    alpha[alpha == 0] = -50 * problem.C
    with pytest.raises(CheckFailed, match="alpha <= C fails"):
        judge.check_feasible(alpha, problem)
    with pytest.raises(CheckFailed, match="Neither alpha >= 0 nor alpha <= C"):
        judge.check_feasible(np.where(alpha < 0, -alpha.max(), alpha), problem)


def test_signed_alphas_are_named(cases: Any, judge: Any) -> None:
    problem = problems(cases, 5)["linear"]
    alpha = cases.alpha_of(cases.svc(problem), problem.y) * problem.y
    with pytest.raises(CheckFailed) as caught:
        judge.check_feasible(alpha, problem)
    assert caught.value.failure.cause == "alpha * y is returned in place of alpha."


@pytest.mark.parametrize(
    ("value", "problem", "cause"),
    [
        (None, "alpha is None", "found nothing"),
        (Handle(0, "Variable", ""), "variable itself", "alpha.value"),
        (Handle(0, "Problem", ""), "problem is returned", "alpha.value"),
    ],
)
def test_what_cvxpy_left_behind_is_named(
    cases: Any, judge: Any, value: Any, problem: str, cause: str
) -> None:
    with pytest.raises(CheckFailed) as caught:
        judge.read_alpha(value, problems(cases, 6)["linear"])
    assert problem in caught.value.failure.problem
    assert cause in caught.value.failure.cause


def test_the_objective_in_place_of_alpha_is_named(cases: Any, judge: Any) -> None:
    problem = problems(cases, 6)["linear"]
    alpha = cases.alpha_of(cases.svc(problem), problem.y)
    value = -judge.facts_of(problem.K, problem.y, problem.C, alpha).dual
    with pytest.raises(CheckFailed, match="the value of the objective"):
        judge.read_alpha(value, problem, cases.optimum_of)
    with pytest.raises(CheckFailed) as caught:
        judge.read_alpha(17.0, problem, cases.optimum_of)
    assert "objective" not in caught.value.failure.problem


def test_a_column_is_judged_where_shapes_are(cases: Any, judge: Any) -> None:
    problem = problems(cases, 8)["linear"]
    alpha = cases.alpha_of(cases.svc(problem), problem.y)
    judge.check_dual(judge.read_alpha(alpha[:, None], problem), problem)
    with pytest.raises(CheckFailed, match="shape"):
        judge.read_alpha(alpha[:, None], problem, strictly=True)


@pytest.mark.parametrize(
    ("error", "message", "cause", "notes"),
    [
        ("SolverError", "The solver MOSEK is not installed.", "CLARABEL", 1),
        ("TypeError", "float() argument must be a number, not 'NoneType'", "problem.status", 0),
        ("DCPError", "You are trying to maximize a function that is convex.", "minimised", 0),
        ("ValueError", "Invalid dimensions (3,)", "", 0),
    ],
)
def test_errors_of_cvxpy_are_explained(
    helpers: dict[str, ModuleType], error: str, message: str, cause: str, notes: int
) -> None:
    def fail() -> None:
        raise CallFailed(Outcome("raised", error=error, message=message), Failure("raised"))

    told: list[str] = []
    with pytest.raises(CallFailed) as caught:
        helpers["solved"].solved(fail, note=told.append)
    assert cause in caught.value.failure.cause
    assert bool(cause) == bool(caught.value.failure.cause)
    assert len(told) == notes
    assert all("MOSEK" in note for note in told)


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), C=st.floats(1e-3, 1e3), n=st.integers(2, 25))
def test_breaches_add_up_to_the_gap_of_any_feasible_alpha(
    cases: Any, judge: Any, seed: int, C: float, n: int
) -> None:
    rng = np.random.default_rng(seed)
    problem = cases.linear_problem(rng, n, 3, C)
    positive = problem.y > 0
    alpha = C * rng.uniform(size=n)
    alpha[positive] *= min(1.0, alpha[~positive].sum() / alpha[positive].sum())
    alpha[~positive] *= alpha[positive].sum() / alpha[~positive].sum()
    facts = judge.facts_of(problem.K, problem.y, C, alpha)
    assert C * facts.breaches.sum() == pytest.approx(facts.primal - facts.dual, rel=1e-6, abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), n=st.integers(2, 12))
def test_no_intercept_beats_the_best(judge: Any, seed: int, n: int) -> None:
    rng = np.random.default_rng(seed)
    f, y = rng.normal(size=n), np.where(np.arange(n) % 2, 1, -1)

    def loss(b: float) -> float:
        return float(np.maximum(0, 1 - y * (f + b)).sum())

    best = loss(judge.best_intercept(f, y))
    assert all(loss(b) >= best - 1e-9 for b in np.linspace(-4, 4, 81))


def test_what_is_worked_by_hand_is_optimal(helpers: dict[str, ModuleType], judge: Any) -> None:
    """The optimum, and the intercepts, of the examples that no statement prints."""
    printed, problem = helpers["printed"], helpers["problem"].Problem
    K = printed.X @ printed.X.T
    facts = judge.facts_of(K, printed.Y, printed.C, printed.ALPHA)
    assert facts.dual == pytest.approx(printed.OPTIMUM)
    line = problem(
        printed.LINE_X, printed.LINE_Y, printed.LINE_C, printed.LINE_X @ printed.LINE_X.T
    )
    alpha = np.full(2, printed.LINE_C)
    judge.check_dual(alpha, line)
    assert line.X.T @ (alpha * line.y) == pytest.approx(printed.LINE_W)
    dual = judge.facts_of(line.K, line.y, line.C, alpha).dual
    assert dual == pytest.approx(printed.LINE_OBJECTIVE)
    bound = problem(np.eye(4), printed.BOUND_Y, printed.BOUND_C, printed.BOUND_K)
    judge.check_dual(printed.BOUND_ALPHA, bound)


def test_the_intercepts_worked_by_hand_are_the_references(
    helpers: dict[str, ModuleType], repository: Path
) -> None:
    pytest.importorskip("cvxpy", reason="cvxpy is not installed: make .venv/test")
    printed = helpers["printed"]
    reference = load_reference(find_assignment(read_course(repository), "svm_dual"))
    for name in ("DIAGONAL", "BOUND", "NEAR", "PAIR"):
        case = [getattr(printed, f"{name}_{part}") for part in ("K", "Y", "ALPHA", "C")]
        usually = getattr(printed, f"{name}_B_USUALLY", getattr(printed, f"{name}_B"))
        assert reference.intercept(*case) == pytest.approx(usually)
    case = [printed.NEAR_K, printed.NEAR_Y, printed.NEAR_ALPHA, printed.NEAR_C]
    assert reference.intercept(*case, tol=0.1) == pytest.approx(printed.NEAR_B)


@pytest.mark.parametrize("value", [0.0, 1e99, -3.0])
def test_any_alpha_can_be_drawn(cases: Any, helpers: dict[str, ModuleType], value: float) -> None:
    drawn: list[Picture] = []
    picture = Pictures(Place("test", "solve_dual", "visible"), drawn.append)
    problem = problems(cases, 0)["rbf"]
    alphas = {
        "student": np.full(40, value),
        "reference": cases.alpha_of(cases.svc(problem), problem.y),
    }
    helpers["pictures"].draw_classifier(picture, "Boundary", problem, alphas)
    (result,) = drawn
    assert result.plot is not None
    names = {series.name for series in result.plot.series}
    assert {"label +1", "boundary, reference", "support vectors, yours"} <= names


def test_the_reference_passes_its_own_self_checks(repository: Path) -> None:
    pytest.importorskip("cvxpy", reason="cvxpy is not installed: make .venv/test")
    reference = load_reference(find_assignment(read_course(repository), "svm_dual"))
    checks = [name for name in vars(reference) if name.startswith("check_")]
    assert len(checks) == 11
    for name in checks:
        if name != "check_keras_svm":  # validated by the graders; TensorFlow takes seconds
            getattr(reference, name)()
