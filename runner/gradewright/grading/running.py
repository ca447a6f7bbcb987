"""Run one collected test for one submission, through pytest's own set-up and tear-down."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pytest

from gradewright.checks import CheckFailed, render
from gradewright.course.records import Assignment
from gradewright.errors import CourseError, MachineryError
from gradewright.graders.failures import CallFailed
from gradewright.grading.faults import fault_of, forget_frames
from gradewright.grading.marks import PlannedTest
from gradewright.performance.verdict import Shortfall
from gradewright.phrases import say
from gradewright.results import Failure, TestResult, TestStatus
from gradewright.sandbox import clock
from gradewright.verdicts.verdict import Verdict, unwritten_in
from gradewright.words.faults import fault_id


def skip(item: pytest.Item, following: pytest.Item | None, unmet: str) -> Verdict:
    """Pass a test over; what the one before it left set up for it is torn down."""
    item.session._setupstate.teardown_exact(following)  # noqa: SLF001
    return Verdict("skipped", 0.0, Failure(say("grading.skipped", title=unmet)), unmet=True)


def limit_of(assignment: Assignment, test: PlannedTest) -> float:
    """Return how long the judge's own part of a test may take, in seconds."""
    own = 2 * assignment.test_seconds(test.question)
    return max(assignment.limits.grader_seconds, own)


def blocking(
    test: PlannedTest, planned: Iterable[PlannedTest], verdicts: Mapping[str, Verdict]
) -> PlannedTest | None:
    """Return a test that this one depends on and that did not pass."""
    for other in planned:
        mine = other.function in test.depends and other.file == test.file
        if mine and other.id in verdicts and not verdicts[other.id].passed:
            return other
    return None


@dataclass(frozen=True, slots=True)
class Beside:
    """Stands for a test that follows another one and shares all with it that tests share."""

    item: pytest.Item

    def listchain(self) -> list[pytest.Item | pytest.Collector]:
        """Return what they share, outermost first."""
        return self.item.listchain()[:-1]  # type: ignore[return-value]


def run_test(item: pytest.Item, following: pytest.Item | Beside | None, limit: float) -> Verdict:
    """Run one collected test and return what it came to.

    What it shares with the test that follows stays set up. The judge's own part, calls of the
    submission apart, may take `limit` seconds.

    The three steps are those of pytest's own runner, without the hooks around them: reports are
    not pytest's here, and the hooks would cost more than most tests.
    """
    item._initrequest()  # type: ignore[attr-defined]  # noqa: SLF001 - a test runs once a submission
    started = time.monotonic()
    state = item.session._setupstate  # noqa: SLF001
    try:
        with clock.at_most(limit):
            state.setup(item)
            item.runtest()
        verdict = Verdict("passed", time.monotonic() - started, fraction=1.0)
    except CheckFailed as failed:
        verdict = _failed(failed, time.monotonic() - started)
    except pytest.skip.Exception as skipped:
        verdict = Verdict("skipped", 0.0, Failure(str(skipped)))
    except (MachineryError, CourseError, KeyboardInterrupt, pytest.exit.Exception):
        raise
    except BaseException as error:  # noqa: BLE001 - whatever a grader does costs this test only
        fault = fault_of(error, item, limit)
        failure = Failure(say("grading.grader_failed"))
        verdict = Verdict("error", time.monotonic() - started, failure, fault)
    finally:
        state.teardown_exact(following)  # type: ignore[arg-type]
        _empty(item)
    return verdict


def _empty(item: pytest.Item) -> None:
    """Let a test that has run hold nothing: not the values that it got, nor what it raised."""
    failed = getattr(item, "_gradewright_failed", None)
    item._gradewright_failed = None  # type: ignore[attr-defined]  # noqa: SLF001
    item.funcargs = {}  # type: ignore[attr-defined]
    if failed is not None:
        forget_frames(failed)


def _failed(failed: CheckFailed, seconds: float) -> Verdict:
    status: TestStatus = failed.status if isinstance(failed, CallFailed) else "failed"
    fraction = failed.fraction if isinstance(failed, Shortfall) else 0.0
    return Verdict(
        status, seconds, failed.failure, fraction=fraction, unwritten=unwritten_in(failed)
    )


def test_result(test: PlannedTest, verdict: Verdict) -> TestResult:
    """Return the record of one test; hidden tests keep expected values to themselves.

    Nobody is asked for the points of a test whose grader failed itself.
    """
    points = 0.0 if verdict.broken else test.points
    failure = verdict.failure
    if failure is not None and test.visibility != "visible":
        failure = failure.without_values()
    return TestResult(
        id=test.id,
        title=test.title,
        score=round(points * verdict.fraction, 6),
        max_score=round(points, 6),
        visibility=test.visibility,
        message=message_of(failure, verdict.given),
        seconds=round(verdict.seconds, 4),
        status=verdict.status,
        failure=failure,
        given=verdict.given,
        because_of=verdict.because_of,
        fault=_fault_of(test, verdict),
    )


def _fault_of(test: PlannedTest, verdict: Verdict) -> str:
    """Return the stable id of what went wrong, "" where nothing did or no test ran."""
    failure = verdict.failure
    if failure is None or verdict.status in ("passed", "skipped"):
        return ""
    return fault_id(test.id, verdict.status, failure.problem, failure.cause)


def message_of(failure: Failure | None, given: tuple[str, ...]) -> str:
    """Return what a test says: why it failed, and which functions the reference stood in for."""
    lines = [render(failure)] if failure is not None else []
    if given:
        lines.append(say("grading.given", functions=", ".join(f"`{name}`" for name in given)))
    return "\n".join(lines)
