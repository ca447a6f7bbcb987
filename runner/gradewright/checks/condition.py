"""A condition of the grader's own."""

from __future__ import annotations

from typing import Any, Unpack

import numpy as np

from gradewright.checks.describe import describe_kind
from gradewright.checks.subject import Subject, Where

_NOTHING = object()


def check(
    condition: object, problem: str, cause: str = "", *, got: Any = _NOTHING, **where: Unpack[Where]
) -> Any:
    """Check a condition that no other check knows.

    Args:
        condition: true where all is well; an array where all of its elements are true.
        problem: one sentence for the student that says what is wrong; no expected value in it.
        cause: one sentence that says the likely reason, "" where it is not sure.
        got: the value the condition is about; the message says its kind.
        where: name, function and call for the message.

    Returns:
        The condition.

    Raises:
        CheckFailed: the condition is false, or an array without elements.
        TypeError: problem or cause is no text.
    """
    if not _holds(condition):
        came = "" if got is _NOTHING else describe_kind(got)
        Subject(**where).fail(problem, got=came, cause=cause)
    return condition


def _holds(condition: object) -> bool:
    if isinstance(condition, np.ndarray):
        return condition.size > 0 and bool(condition.all())
    return bool(condition)
