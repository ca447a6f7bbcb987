"""What one test came to."""

from __future__ import annotations

from dataclasses import dataclass

from gradewright.checks import CheckFailed
from gradewright.graders.failures import CallFailed
from gradewright.results import Failure, GraderFault, TestStatus


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one test came to; `fraction` of its points are earned.

    `given` names the functions that the reference answered meanwhile, `because_of` the questions
    that the test was lost for, where nothing is known against its own. `unmet` tells that it was
    passed over for a test that it depends on, and `unwritten` which function is not there at all.
    """

    status: TestStatus
    seconds: float
    failure: Failure | None = None
    broken: GraderFault | None = None
    fraction: float = 0.0
    given: tuple[str, ...] = ()
    because_of: tuple[str, ...] = ()
    unmet: bool = False
    unwritten: str = ""

    @property
    def passed(self) -> bool:
        """Tell whether nothing was found wrong."""
        return self.status == "passed"


def unwritten_in(failed: CheckFailed) -> str:
    """Return the function that the call failed for because nobody wrote it yet."""
    if not isinstance(failed, CallFailed):
        return ""
    outcome = failed.outcome
    if outcome.ending == "raised" and outcome.error == "NotImplementedError" and outcome.trace:
        return outcome.trace[-1].function
    return failed.failure.function if outcome.ending == "missing" else ""
