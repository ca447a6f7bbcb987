"""A call of a student's function that did not return."""

from __future__ import annotations

from gradewright.beside.records import Outcome
from gradewright.checks import CheckFailed
from gradewright.results import Failure, TestStatus

_STATUS: dict[str, TestStatus] = {
    "missing": "failed",
    "raised": "error",
    "refused": "error",
    "timeout": "timeout",
    "crashed": "crashed",
}


class CallFailed(CheckFailed):
    """A call of the student's function did not return: it raised, hung, crashed or is missing.

    Attributes:
        outcome: how it ended: `outcome.ending` is "missing", "raised", "timeout", "crashed" or
            "refused"; where it raised, `outcome.error` is the name of the exception's class and
            `outcome.message` its text.
        status: the test's status that follows: "failed", "error", "timeout" or "crashed".
        failure: what the student is told, in parts.
    """

    def __init__(self, outcome: Outcome, failure: Failure) -> None:
        super().__init__(failure)
        self.outcome = outcome
        self.status: TestStatus = _STATUS[outcome.ending]
