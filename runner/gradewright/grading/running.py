"""Run one collected test for one submission, through pytest's own set-up and tear-down."""

from __future__ import annotations

import time
from dataclasses import dataclass

import pytest
from _pytest.outcomes import Exit, Skipped

from gradewright.checks import CheckFailed, render
from gradewright.errors import CourseError, MachineryError
from gradewright.grading.marks import PlannedTest
from gradewright.grading.outcomes import CallFailed
from gradewright.performance.shortfall import Shortfall
from gradewright.phrases import say
from gradewright.results import Failure, TestResult, TestStatus


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one test came to; `fraction` of its points are earned."""

    status: TestStatus
    seconds: float
    failure: Failure | None = None
    broken: str = ""
    fraction: float = 0.0

    @property
    def passed(self) -> bool:
        """Tell whether nothing was found wrong."""
        return self.status == "passed"


def skip(item: pytest.Item, following: pytest.Item | None, unmet: str) -> Verdict:
    """Pass a test over; what the one before it left set up for it is torn down."""
    item.session._setupstate.teardown_exact(following)  # noqa: SLF001
    return Verdict("skipped", 0.0, Failure(say("grading.skipped", title=unmet)))


def run_test(item: pytest.Item, following: pytest.Item | None) -> Verdict:
    """Run one collected test and return what it came to.

    The three steps are those of pytest's own runner, without the hooks around them: reports are
    not pytest's here, and the hooks would cost more than most tests.
    """
    item._initrequest()  # type: ignore[attr-defined]  # noqa: SLF001 - a test runs once a submission
    started = time.monotonic()
    state = item.session._setupstate  # noqa: SLF001
    try:
        state.setup(item)
        item.runtest()
        verdict = Verdict("passed", time.monotonic() - started, fraction=1.0)
    except CheckFailed as failed:
        verdict = _failed(failed, time.monotonic() - started)
    except Skipped as skipped:
        verdict = Verdict("skipped", 0.0, Failure(str(skipped)))
    except (MachineryError, CourseError, KeyboardInterrupt, Exit):
        raise
    except BaseException as error:  # noqa: BLE001 - whatever a grader does costs this test only
        broken = f"{type(error).__name__}: {error}"
        failure = Failure(say("grading.grader_failed", error=broken))
        verdict = Verdict("error", time.monotonic() - started, failure, broken)
    finally:
        state.teardown_exact(following)
    return verdict


def _failed(failed: CheckFailed, seconds: float) -> Verdict:
    status: TestStatus = failed.status if isinstance(failed, CallFailed) else "failed"
    fraction = failed.fraction if isinstance(failed, Shortfall) else 0.0
    return Verdict(status, seconds, failed.failure, fraction=fraction)


def test_result(test: PlannedTest, verdict: Verdict) -> TestResult:
    """Return the record of one test; hidden tests keep expected values to themselves."""
    failure = verdict.failure
    if failure is not None and test.visibility != "visible":
        failure = failure.without_values()
    return TestResult(
        id=test.id,
        title=test.title,
        score=round(test.points * verdict.fraction, 6),
        max_score=round(test.points, 6),
        visibility=test.visibility,
        message=render(failure) if failure is not None else "",
        seconds=round(verdict.seconds, 4),
        status=verdict.status,
        failure=failure,
    )
