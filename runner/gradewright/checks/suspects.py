"""Say when a result is wrong only because an earlier function of the student's is.

What follows from a wrong sigmoid looks like a wrong threshold, and what follows from a wrong
gradient like a step the wrong way. No cause is told from such an after-effect.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from gradewright.checks.failure import CheckFailed
from gradewright.checks.subject import about, latest_call

# Returns the cause where the suspicion is true, else "".
Suspect = Callable[[], str]


def passes(check_it: Callable[..., Any], *args: Any, **kwargs: Any) -> bool:
    """Tell whether a check, or whatever a student's code is asked in it, raises no CheckFailed.

    Args:
        check_it: the check, or a function that calls some.
        args: what it is called with.
        kwargs: the same by name.
    """
    try:
        check_it(*args, **kwargs)
    except CheckFailed:
        return False
    return True


@contextmanager
def resting_on(*suspects: Suspect) -> Iterator[None]:
    """Run the checks of a `with`; where one fails, its cause is what the first suspect says.

    Suspects are asked only after a check failed. A call that raised has its own line of code to
    show, and keeps its cause.

    Args:
        suspects: each calls earlier functions of the student's and returns a sentence such as
            "propagate is not right for these inputs: mend it first.", or "".

    Raises:
        CheckFailed: as the check raised it, with that cause.
    """
    try:
        yield
    except CheckFailed as failed:
        if type(failed) is CheckFailed:
            call = latest_call()
            told = next(filter(None, (suspect() for suspect in suspects)), "")
            about(call.function, call.text)
            failed.failure = replace(failed.failure, cause=told or failed.failure.cause)
        raise
