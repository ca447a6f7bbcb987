"""Is a dual or a primal solution optimal, by how much not, and what went wrong?

Nothing is compared with one solution: alpha is not unique where the kernel is singular. With
f = K (alpha y), the margins m = y (f + b) and the hinge losses max(0, 1 - m), the primal objective
minus the dual one is, for any alpha with alpha . y = 0,

    sum of alpha (m - 1) where m > 1, plus sum of (C - alpha) (1 - m) where m < 1,

so every point's term is its share of the duality gap and its breach of the KKT conditions at once.

Tolerances. Default accuracies are 1e-8 (Clarabel) to 1e-5 (OSQP, SCS), absolute. Over 200 problems
of each kind that the tests draw, with five pairs of formulation and solver, no solution came nearer
to a limit than a third of it, and that only for the box at C = 0.001. What the wrong variants
return breaks at least one limit many times over.
"""

from dataclasses import dataclass

import numpy as np
from solved import check_solved

from gradewright.graders import check, read_numbers

GAP = 0.03
BREACH = 0.05
_BOX = 0.01
_ABSOLUTE = 2e-5
_FREE = 1e-3
# A missing constraint is broken by more than this share of C; rounding and a solver that was
# stopped break one by less.
_MISSING = 0.2
_DECIMALS = 3
# 0 and C may be round by themselves, and so may be a single value.
_SEVERAL = 2
_STOPPED = ", or the solver stopped before it was done: look at problem.status."
_ROUNDED_AWAY = 0.05


@dataclass(frozen=True, slots=True)
class Facts:
    """What an alpha amounts to: its decision values with the best intercept, and its objectives."""

    b: float
    decisions: np.ndarray
    margins: np.ndarray
    primal: float
    dual: float
    breaches: np.ndarray

    @property
    def gap(self):
        """Return the duality gap as a share of the primal objective."""
        return (self.primal - self.dual) / max(abs(self.primal), 1e-300)


def facts_of(K, y, C, alpha):
    """Return what `alpha` amounts to for this kernel, these labels and this price."""
    f = K @ (alpha * y)
    b = best_intercept(f, y)
    margins = y * (f + b)
    losses = np.maximum(0, 1 - margins)
    half_norm = 0.5 * float((alpha * y) @ f)
    share = np.clip(alpha / C, 0, 1)
    breaches = share * np.maximum(0, margins - 1) + (1 - share) * losses
    dual = float(alpha.sum()) - half_norm
    return Facts(b, f + b, margins, half_norm + C * float(losses.sum()), dual, breaches)


def best_intercept(f, y):
    """Return the intercept that makes the sum of the hinge losses smallest.

    The sum is piecewise linear in b; where it is flat at its lowest, the middle is taken.
    """
    corners = np.sort(y - f)
    losses = np.maximum(0, 1 - y[:, None] * (f[:, None] + corners)).sum(axis=0)
    lowest = corners[losses <= losses.min() + 1e-9 * max(1.0, losses.min())]
    return float((lowest[0] + lowest[-1]) / 2)


def read_alpha(value, problem, optimum=None, *, strictly=False):
    """Return a student's alpha as float64 of shape (n,).

    `optimum` gives the smallest objective of the problem, where it is known.
    """
    check_solved(value, "alpha", alone=True)
    if optimum is not None and isinstance(value, (float, np.floating)):
        check(
            not np.isclose(abs(value), abs(optimum(problem)), rtol=GAP),
            "solve_dual returns the value of the objective and not alpha.",
            "problem.solve() gives the smallest value; the solution is in alpha.value.",
            got=value,
        )
    return read_numbers(value, problem.y.shape, strictly=strictly, name="alpha")


def check_feasible(alpha, problem):
    """Check 0 <= alpha <= C and alpha . y = 0, with room for a solver's accuracy."""
    C, room = problem.C, _BOX * problem.C + _ABSOLUTE
    low, high = float(alpha.min()), float(alpha.max())
    _check_box(alpha, problem, low < -room, high > C + room)
    balance = float(alpha @ problem.y)
    check(
        abs(balance) <= 2 * room,
        f"alpha . y = 0 fails: it is {balance:.3g}, which is {abs(balance) / C:.3g} C off.",
        _why_broken(
            alpha,
            problem,
            abs(balance) / C,
            "the constraint alpha @ y == 0 is missing, or does not use the labels.",
        ),
        name="alpha",
    )


def _check_box(alpha, problem, below, above):
    """Fail where alpha leaves its box; name the constraint that is missing.

    One constraint less lets alpha grow beyond all measure, and a solver's accuracy goes with the
    largest entry: then some leave the box on the other side as well, by little beside that.
    """
    C, low, high = problem.C, float(alpha.min()), float(alpha.max())
    if below and above:
        far = _BOX * max(-low, high)
        below, above = -low > far, high - C > far
    if below and above:
        problem_text = f"Neither alpha >= 0 nor alpha <= C holds: alpha goes from {low:.3g} to "
        check(False, f"{problem_text}{high:.3g}, and C is {C:.3g}.", name="alpha")
    signed = below and _solves(alpha * problem.y, problem.K, problem.y, C)
    check(
        not below,
        f"alpha >= 0 fails: the smallest entry is {low:.3g}, which is {-low / C:.3g} C below 0.",
        "alpha * y is returned in place of alpha."
        if signed
        else _why_broken(
            alpha,
            problem,
            -low / C,
            "the constraint alpha >= 0 is missing or has the wrong sign" + _STOPPED,
        ),
        name="alpha",
    )
    check(
        not above,
        f"alpha <= C fails: the largest entry is {high:.3g}, but C is {C:.3g}.",
        _why_broken(
            alpha,
            problem,
            high / C - 1,
            "the constraint alpha <= C is missing, or another number stands in for C" + _STOPPED,
        ),
        name="alpha",
    )


def _why_broken(alpha, problem, by, missing):
    """Return why a constraint is broken by so many C.

    It is missing where that is much and the other two constraints hold, at the accuracy of a
    solver. A solver that was stopped too early breaks them together.
    """
    others = np.unique(alpha[~np.isin(alpha, (0, problem.C))])
    for decimals in range(1, _DECIMALS + 1):
        rounded = np.array_equal(alpha, np.round(alpha, decimals))
        if rounded and others.size >= _SEVERAL:
            return (
                f"alpha is rounded to {decimals} decimals or fewer. "
                "Return it as the solver gives it."
            )
    room = _BOX * max(problem.C, float(np.abs(alpha).max())) + _ABSOLUTE
    broken = (alpha.min() < -room, alpha.max() > problem.C + room, _is_off(alpha, problem, room))
    return missing if by > _MISSING and sum(broken) <= 1 else ""


def _is_off(alpha, problem, room):
    """Return whether alpha . y = 0 fails."""
    return abs(float(alpha @ problem.y)) > 2 * room


def check_gap(alpha, problem):
    """Check that the duality gap of a feasible alpha is small."""
    facts = facts_of(problem.K, problem.y, problem.C, alpha)
    check(
        abs(facts.gap) <= GAP,
        "alpha is feasible but not optimal: its duality gap, primal minus dual objective, is "
        f"{100 * facts.gap:.3g} % of the primal objective; a solver's accuracy explains "
        f"{100 * GAP:.0f} %.",
        _cause(alpha, problem),
        name="alpha",
    )


def check_kkt(alpha, problem):
    """Check complementary slackness point by point."""
    facts = facts_of(problem.K, problem.y, problem.C, alpha)
    worst = int(facts.breaches.argmax())
    margin, entry = float(facts.margins[worst]), float(alpha[worst])
    rule = "a margin above 1 needs alpha = 0" if margin > 1 else "a margin below 1 needs alpha = C"
    check(
        facts.breaches[worst] <= BREACH,
        f"A KKT condition fails: {rule}, but point {worst} has margin y (f(x) + b) = {margin:.3g} "
        f"and alpha = {entry:.3g} with C = {problem.C:.3g}.",
        _cause(alpha, problem),
        name="alpha",
    )


def check_dual(alpha, problem):
    """Check everything that makes alpha a solution."""
    check_feasible(alpha, problem)
    check_gap(alpha, problem)
    check_kkt(alpha, problem)


def _cause(alpha, problem):
    """Return which other problem alpha solves, if it is one that a mistake leads to."""
    K, y, C = problem.K, problem.y, problem.C
    signs = np.outer(y, y)
    others = (
        (2 * K, C, "the factor 1/2 of the quadratic term is missing."),
        (K / 2, C, "the quadratic term is halved once too often."),
        (K * signs, C, "the labels are missing in the quadratic term: use alpha * y."),
        (K, 1.0, "C is not used: alpha is the solution for C = 1."),
        (K, C / y.size, "C is divided by the number of points."),
    )
    if np.abs(alpha).max() <= _ABSOLUTE:
        rounded = ", or alpha is rounded" if C < _ROUNDED_AWAY else ""
        return (
            "alpha is all zeros: the sum of alpha has the wrong sign or is missing, or the "
            f"constraint alpha >= 0 is the wrong way round{rounded}."
        )
    for kernel, price, cause in others:
        same = price == C and np.allclose(kernel, K)
        if not same and _solves(alpha, kernel, y, price):
            return cause
    return ""


def _solves(alpha, K, y, C):
    """Return whether alpha is a solution of another problem."""
    room = _BOX * C + _ABSOLUTE
    if alpha.min() < -room or alpha.max() > C + room:
        return False
    facts = facts_of(K, y, C, alpha)
    return abs(facts.gap) <= GAP and bool(facts.breaches.max() <= BREACH)


def read_primal(value, problem, *, strictly=False):
    """Return a student's w (d,), b and zeta (n,), from a tuple or a list of the three."""
    three = isinstance(value, (tuple, list)) and len(value) == 3
    check(
        three,
        "solve_primal must return three things: w, b and zeta.",
        "the last line is not `return w.value, b.value, zeta.value`.",
        got=value,
    )
    for part, name in zip(value, ("w", "b", "zeta"), strict=True):
        check_solved(part, name)
    w = read_numbers(value[0], (problem.X.shape[1],), strictly=strictly, name="w")
    zeta = read_numbers(value[2], problem.y.shape, strictly=strictly, name="zeta")
    return w, read_numbers(value[1], (), name="b"), zeta


def check_slack(w, b, zeta, problem):
    """Check zeta >= 0 and y (X w + b) >= 1 - zeta."""
    low = float(zeta.min())
    check(
        low >= -_BOX,
        f"zeta >= 0 fails: the smallest entry is {low:.3g}.",
        "the constraint zeta >= 0 is missing.",
        name="zeta",
    )
    short = (1 - zeta) - problem.y * (problem.X @ w + b)
    worst = int(short.argmax())
    check(
        short[worst] <= _BOX * (1 + abs(zeta[worst])),
        f"y (X w + b) >= 1 - zeta fails: point {worst} is {short[worst]:.3g} short of it.",
        "the constraint has the wrong sign, or leaves out y, b or zeta.",
        name="zeta",
    )


def check_primal(w, zeta, problem, optimum):
    """Check the primal objective against a dual value, which no primal objective can go below."""
    value = 0.5 * float(w @ w) + problem.C * float(zeta.sum())
    over = (value - optimum) / max(abs(optimum), 1e-300)
    check(
        over <= GAP,
        f"The objective of your w and zeta is {100 * over:.3g} % above the smallest possible one; "
        f"a solver's accuracy explains {100 * GAP:.0f} %.",
        "another problem was solved: see C, the square of the norm of w alone and the sum of "
        "zeta in the objective, and b in the constraints.",
        name="w",
    )


def support_of(alpha, C):
    """Return which points are support vectors, and which of those are free."""
    support = alpha > _FREE * C
    return support, support & (alpha < (1 - _FREE) * C)
