"""The one exception that a check raises."""

from __future__ import annotations

from gradewright.results import Failure
from gradewright.words.failures import render


class CheckFailed(AssertionError):  # noqa: N818  a check fails; it makes no error
    """A value of the student's is not what the check asks for.

    Attributes:
        failure: what the student is told, in parts: `failure.problem` is the sentence that it
            begins with, `failure.cause` the likely cause or "".
    """

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure)
        self.failure = failure

    def __str__(self) -> str:
        """Return the failure as plain text."""
        return render(self.failure)
