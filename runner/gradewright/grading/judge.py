"""The judge: collects an assignment's graders once and runs them for each submission."""

from __future__ import annotations

import gc
import os
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from gradewright.course.records import Assignment
from gradewright.errors import CourseError, MachineryError, UnreadableError, UsageError
from gradewright.grading.case import Case
from gradewright.grading.collected import (
    check_fixtures,
    check_marks,
    check_syntax,
    grader_files,
    trouble_in,
)
from gradewright.grading.desk import Desk
from gradewright.grading.evaluators import Models
from gradewright.grading.faults import command_for
from gradewright.grading.folders import left_as_they_are
from gradewright.grading.judging import Judging
from gradewright.grading.marks import PlannedTest, in_order_of_questions, plan
from gradewright.grading.plugin import DESK
from gradewright.grading.records import Asked, record, rounded
from gradewright.grading.running import test_result
from gradewright.grading.selection import Selection, select
from gradewright.grading.terms import Terms
from gradewright.phrases import say
from gradewright.results import GraderFault, QuestionResult, SubmissionResult, SubmissionStatus
from gradewright.sandbox.base import Sandbox
from gradewright.submissions.read import read
from gradewright.submissions.records import Found, Submission
from gradewright.verdicts.advice import Advice
from gradewright.verdicts.notes import excerpts_of, notes_of
from gradewright.verdicts.verdict import Verdict
from gradewright.words.places import where

Deliver = Callable[[SubmissionResult, Submission | None], None]
Ready = Callable[[Asked], None]
# What pytest's own parts would do in or around every test, and a judge has no use for.
_UNUSED = (
    "cacheprovider",
    "capture",
    "doctest",
    "faulthandler",
    "junitxml",
    "logging",
    "pastebin",
    "setuponly",
    "setupplan",
    "stepwise",
    "terminal",
    "threadexception",
    "unraisableexception",
)
_INI = Path(__file__).with_name("judge.ini")


def grade(
    assignment: Assignment,
    sandbox: Sandbox,
    terms: Terms,
    submissions: Iterable[Found],
    deliver: Deliver,
    models: Models | None = None,
    plugins: Sequence[object] = (),
    ready: Ready = lambda _asked: None,
) -> None:
    """Grade each submission as it comes from the iterable, and deliver its result.

    `plugins` are pytest's, and see every test beside the judge. `ready` is told what is asked of
    each submission, before the first one.

    Raises:
        CourseError: the assignment's graders cannot be used.
        UsageError: the terms leave no test to run.
    """
    check_syntax(grader_files(assignment))
    judge = Judge(Desk(assignment, sandbox, terms, models), submissions, deliver, ready)
    _run_pytest(assignment, judge, plugins)


def planned_of(assignment: Assignment) -> tuple[PlannedTest, ...]:
    """Return all tests of an assignment, in order, without grading anything.

    Raises:
        CourseError: the assignment's graders cannot be used.
    """
    check_syntax(grader_files(assignment))
    planner = Planner(assignment)
    with left_as_they_are():
        _run_pytest(assignment, planner, ())
    return planner.planned


def _run_pytest(assignment: Assignment, loop: Loop, plugins: Sequence[object]) -> None:
    """Collect the graders and run them the way that `loop` does."""
    options = ["-c", str(_INI), "--rootdir", str(assignment.graders)]
    options += [word for name in _UNUSED for word in ("-p", f"no:{name}")]
    options += ["--import-mode=importlib"]
    # What somebody asks of pytest elsewhere is not asked of a judge, which lacks half of its parts.
    asked = os.environ.pop("PYTEST_ADDOPTS", None)
    try:
        code = pytest.main([*options, str(assignment.graders)], plugins=[loop, *plugins])
    finally:
        if asked is not None:
            os.environ["PYTEST_ADDOPTS"] = asked
    if loop.error is not None:
        raise loop.error
    if code != pytest.ExitCode.OK:
        raise CourseError(
            assignment.graders,
            "the graders",
            loop.trouble or f"pytest's exit code {int(code)}",
            f"files that `pytest {assignment.graders} --submission FILE` can run",
        )


class Loop(ABC):
    """A pytest plugin in the place of pytest's own test loop."""

    def __init__(self) -> None:
        self.error: Exception | None = None
        self.trouble = ""

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Remember why a grader's file cannot be collected."""
        if report.failed:
            self.trouble = trouble_in(str(report.longreprtext))

    def pytest_runtestloop(self, session: pytest.Session) -> object:
        """Look at what was collected; an error of ours ends the loop and is raised later."""
        if session.testsfailed:
            return None
        try:
            check_marks(session.items)
            check_fixtures(session.items)
            self.go_through(session)
        except (CourseError, UsageError) as error:
            self.error = error
        return True

    @abstractmethod
    def go_through(self, session: pytest.Session) -> None:
        """Do what is to be done with the collected tests."""


class Planner(Loop):
    """Reads what each test is worth."""

    def __init__(self, assignment: Assignment) -> None:
        super().__init__()
        self.assignment = assignment
        self.planned: tuple[PlannedTest, ...] = ()

    def go_through(self, session: pytest.Session) -> None:
        """Plan the collected tests."""
        items = in_order_of_questions(session.items, self.assignment)
        self.planned = plan(items, self.assignment)


class Judge(Loop):
    """Grades submissions: the test loop runs once a submission."""

    def __init__(
        self, desk: Desk, submissions: Iterable[Found], deliver: Deliver, ready: Ready
    ) -> None:
        super().__init__()
        self.desk, self.submissions, self.deliver, self.ready = desk, submissions, deliver, ready
        self.selection = Selection((), (), ())
        self.asked = Asked(())
        self.judging: Judging | None = None

    def pytest_configure(self, config: pytest.Config) -> None:
        """Put the desk where the fixtures look for it."""
        config.stash[DESK] = self.desk

    def go_through(self, session: pytest.Session) -> None:
        """Grade every submission."""
        items = in_order_of_questions(session.items, self.desk.assignment)
        planned = plan(items, self.desk.assignment)
        self.selection = select(items, planned, self.desk.terms)
        self.judging = Judging(self.desk, self.selection)
        questions = questions_of(self.desk.assignment, self.selection.planned, {})
        self.asked = Asked(questions, self.selection.notes)
        self.ready(self.asked)
        gc.collect()
        gc.freeze()
        for found in self.submissions:
            self.deliver(*self._grade(found))

    def _grade(self, found: Found) -> tuple[SubmissionResult, Submission | None]:
        """Return the result for one submission, whatever happens."""
        started = time.monotonic()
        try:
            submission = read(found, self.desk.assignment)
        except UnreadableError as error:
            return self._ungraded(found, "unreadable", str(error)), None
        try:
            result = self._judged(found, submission, started)
        except MachineryError:
            # It died beside a submission, which need not be this one's doing.
            self.desk.tear_down()
            result = self._judged_at_last(found, submission, started)
        finally:
            self.desk.put_away()
        return result, submission

    def _judged_at_last(
        self, found: Found, submission: Submission, started: float
    ) -> SubmissionResult:
        """Return the result of a second and last try, on new machinery."""
        try:
            return self._judged(found, submission, started, is_last=True)
        except MachineryError as error:
            self.desk.tear_down()
            return self._ungraded(found, "failed", str(error), submission)

    def _judged(
        self, found: Found, submission: Submission, started: float, *, is_last: bool = False
    ) -> SubmissionResult:
        """Return the result of one try.

        Raises:
            CourseError: the assignment's graders cannot be used.
            MachineryError: our own parts failed; they are not to be used any more.
        """
        try:
            assert self.judging is not None
            case, advice = self.judging.judge(submission, is_last=is_last)
            return self._result(found, case, advice, time.monotonic() - started)
        except (CourseError, MachineryError):
            raise
        except Exception as error:  # noqa: BLE001 - a fault of ours costs this submission only
            message = say("grading.our_fault", error=f"{type(error).__name__}: {error}")
            return self._ungraded(found, "failed", message, submission)

    def _result(
        self,
        found: Found,
        case: Case,
        advice: Advice,
        seconds: float,
    ) -> SubmissionResult:
        assignment, selection = self.desk.assignment, self.selection
        verdicts = advice.verdicts
        questions = questions_of(assignment, selection.planned, verdicts)
        faults = [self._fault(v.broken, found) for v in verdicts.values() if v.broken]
        submission, report = case.submission, case.session.report
        notes = notes_of(report) + selection.notes + tuple(dict.fromkeys(case.notes))
        result = record(
            found,
            assignment,
            Asked(questions, notes),
            "failed" if faults else "graded",
            _said(faults) if faults else None,
            submission,
        )
        return replace(
            result,
            isolation=self.desk.sandbox.isolation,
            seconds=round(seconds, 4),
            measurements=tuple(case.measurements),
            pictures=tuple(case.pictures),
            data=tuple(case.data),
            code=excerpts_of(report, submission),
            attention=f"{result.attention} {advice.attention}".strip(),
            attention_kinds=(*result.attention_kinds, *advice.kinds),
            grader_faults=tuple(faults),
        )

    def _ungraded(
        self,
        found: Found,
        status: SubmissionStatus,
        message: str,
        submission: Submission | None = None,
    ) -> SubmissionResult:
        """Return the record of a submission whose tests could not run."""
        return record(found, self.desk.assignment, self.asked, status, message, submission)

    def _fault(self, fault: GraderFault, found: Found) -> GraderFault:
        """Return a grader's fault with the command that shows it."""
        graders, seed = self.desk.assignment.graders, self.desk.terms.seed
        return replace(fault, command=command_for(fault, graders, found.root, seed))


def questions_of(
    assignment: Assignment, planned: tuple[PlannedTest, ...], verdicts: Mapping[str, Verdict]
) -> tuple[QuestionResult, ...]:
    """Return the questions with what their planned tests came to; those without a verdict got none.

    Nobody is asked for the points of a test whose grader failed itself.
    """
    questions = []
    for question in assignment.questions:
        mine = [test for test in planned if test.question == question.id]
        graded = [(test, verdicts[test.id]) for test in mine if test.id in verdicts]
        broken = {test.id for test, verdict in graded if verdict.broken}
        questions.append(
            QuestionResult(
                question.id,
                question.title,
                rounded(sum(test.points * verdict.fraction for test, verdict in graded)),
                rounded(sum(test.points for test in mine if test.id not in broken)),
                tuple(test_result(test, verdict) for test, verdict in graded),
                question.functions,
            )
        )
    return tuple(questions)


def _said(faults: Sequence[GraderFault]) -> str:
    """Return what a grader's fault means for the submission, and where the first one is."""
    first = faults[0]
    place = where(first.file, None, first.line)
    return say("grading.broken", place=place, error=first.error.partition("\n")[0])
