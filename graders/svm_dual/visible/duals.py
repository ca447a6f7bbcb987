"""Have a dual problem solved, by formulations that are fragile as well.

A bare `quad_form` refuses many singular kernels, because rounding makes their smallest eigenvalues
negative. Such a submission gets the same points for the kernel with a diagonal added.
"""

from optimality import read_alpha
from problem import lifted
from solved import solved

from gradewright.graders import CheckFailed

# What cvxpy raises where it cannot tell that a matrix is positive semidefinite.
_REFUSALS = ("DCPError", "ArpackNoConvergence", "ArpackError")


def solve_generously(student, rng, problem, optimum=None, *, note=None, strictly=False):
    """Return the problem that was solved in the end, alpha, and the error that stood in the way.

    Args:
        student: the fixture.
        rng: draws the diagonal that is added.
        problem: the one to solve.
        optimum: gives the smallest objective of a problem, where it is known.
        note: the fixture, which tells of solvers that are not there.
        strictly: whether kind and shape of alpha are judged, too.
    """
    error = ""
    try:
        value = solved(student.solve_dual, problem.K, problem.y, problem.C, note=note)
    except CheckFailed as failed:
        error = _refusal(failed)
        if not error:
            raise
        problem = lifted(rng, problem)
        value = solved(student.solve_dual, problem.K, problem.y, problem.C, note=note)
    return problem, read_alpha(value, problem, optimum, strictly=strictly), error


def _refusal(failed):
    """Return the error by which cvxpy refused a matrix, or ""."""
    outcome = getattr(failed, "outcome", None)
    refused = outcome is not None and outcome.ending == "raised" and outcome.error in _REFUSALS
    return outcome.error if refused else ""
