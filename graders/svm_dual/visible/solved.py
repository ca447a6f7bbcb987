"""What cvxpy left behind: a variable without a value, a variable itself, an error of its own."""

import re
from dataclasses import replace

from gradewright.graders import CheckFailed, check

# Those that the statement names.
_THERE = "CLARABEL, OSQP and SCS"
_UNSOLVED = (
    "cvxpy leaves a variable's value at None where solve() was not called or found nothing: look "
    "at problem.status. With a constraint too few no objective is the smallest, with one too many "
    "there is no solution."
)
_NOTHING = "either the function ends without `return`, or "
_ABSENT = re.compile(r"The solver (\w+) is not installed")
_NOTE = (
    "Your code asks cvxpy for the solver {name}, which is not installed where your work is graded. "
    f"{_THERE} are. Without solver=, cvxpy chooses one of them itself."
)


def solved(function, *arguments, note=None):
    """Call a student's function that solves a problem; name what is known of cvxpy's errors.

    Raises:
        CheckFailed: it did not return.
    """
    try:
        return function(*arguments)
    except CheckFailed as failed:
        outcome = getattr(failed, "outcome", None)
        cause = _cause(outcome) if outcome is not None else ""
        name = absent_solver(outcome) if cause else ""
        if name and note is not None:
            note(_NOTE.format(name=name))
        if cause and not failed.failure.cause:
            failed.failure = replace(failed.failure, cause=cause)
        raise


def _cause(outcome):
    """Return the likely reason of an error that cvxpy raised, or that its None led to."""
    if outcome.ending != "raised":
        return ""
    if absent_solver(outcome):
        return f"{_THERE} are installed; without solver=, cvxpy chooses one itself."
    if outcome.error == "DCPError" and "maximize a function that is convex" in outcome.message:
        return "this objective is to be minimised: cp.Maximize would need the opposite sign."
    if outcome.error in ("TypeError", "AttributeError") and "NoneType" in outcome.message:
        return _UNSOLVED
    return ""


def absent_solver(outcome):
    """Return the name of the solver that a call asked for and that is not there, or ""."""
    found = _ABSENT.search(outcome.message) if outcome.error == "SolverError" else None
    return found[1] if found else ""


def check_solved(value, name, *, alone=False):
    """Check that a value is neither None nor something of cvxpy's own.

    `alone`: it is all that the function returned, so that `return` may be missing, too.

    Raises:
        CheckFailed: it is.
    """
    cause = (_NOTHING if alone else "") + _UNSOLVED
    check(value is not None, f"{name} is None.", cause, got=value)
    kind = getattr(value, "type_name", type(value).__name__)
    cause = f"cvxpy keeps the numbers in its value: return {name}.value."
    check(kind != "Variable", f"{name} is cvxpy's variable itself, not an array.", cause, got=value)
    cause = f"solve it, and return {name}.value."
    check(kind != "Problem", f"cvxpy's problem is returned, not {name}.", cause, got=value)
