"""The judge: collects an assignment's graders once and runs them for each submission."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from gradewright.course.records import Assignment
from gradewright.errors import CourseError, MachineryError, UnreadableError
from gradewright.grading.collected import (
    check_fixtures,
    check_marks,
    check_syntax,
    grader_files,
    trouble_in,
)
from gradewright.grading.desk import Case, Desk
from gradewright.grading.marks import PlannedTest, in_order_of_questions, plan
from gradewright.grading.models import Models
from gradewright.grading.notes import excerpts_of, notes_of
from gradewright.grading.plugin import DESK
from gradewright.grading.running import Verdict, run_test, skip, test_result
from gradewright.grading.selection import Selection, select
from gradewright.grading.terms import Terms
from gradewright.phrases import say
from gradewright.results import Isolation, QuestionResult, SubmissionResult
from gradewright.sandbox.base import Level, Sandbox
from gradewright.submissions.read import read
from gradewright.submissions.records import Found, Submission

Deliver = Callable[[SubmissionResult, Submission | None], None]
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
) -> None:
    """Grade each submission as it comes from the iterable, and deliver its result.

    Raises:
        CourseError: the assignment's graders cannot be used.
    """
    check_syntax(grader_files(assignment))
    judge = Judge(Desk(assignment, sandbox, terms, models), submissions, deliver)
    options = ["-c", str(_INI), "--rootdir", str(assignment.graders)]
    options += [word for name in _UNUSED for word in ("-p", f"no:{name}")]
    options += ["--import-mode=prepend", "--ignore-glob=*/variants/*"]
    code = pytest.main([*options, str(assignment.graders)], plugins=[judge])
    if judge.error is not None:
        raise judge.error
    if code != pytest.ExitCode.OK:
        raise CourseError(
            assignment.graders,
            "the graders",
            judge.trouble or f"pytest's exit code {int(code)}",
            f"files that `pytest {assignment.graders} --submission FILE` can run",
        )


class Judge:
    """A pytest plugin whose test loop runs once a submission."""

    def __init__(self, desk: Desk, submissions: Iterable[Found], deliver: Deliver) -> None:
        self.desk, self.submissions, self.deliver = desk, submissions, deliver
        self.error: Exception | None = None
        self.trouble = ""
        self.selection = Selection((), (), ())

    def pytest_configure(self, config: pytest.Config) -> None:
        """Put the desk where the fixtures look for it."""
        config.stash[DESK] = self.desk

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Remember why a grader's file cannot be collected."""
        if report.failed:
            self.trouble = trouble_in(str(report.longreprtext))

    def pytest_runtestloop(self, session: pytest.Session) -> object:
        """Grade every submission; an error of ours ends the loop and is raised by `grade`."""
        if session.testsfailed:
            return None
        try:
            check_marks(session.items)
            check_fixtures(session.items)
            items = in_order_of_questions(session.items, self.desk.assignment)
            planned = plan(items, self.desk.assignment)
            self.selection = select(items, planned, self.desk.terms.only)
            gc.collect()
            gc.freeze()
            for found in self.submissions:
                self.deliver(*self._grade(found))
        except CourseError as error:
            self.error = error
        return True

    def _grade(self, found: Found) -> tuple[SubmissionResult, Submission | None]:
        """Return the result for one submission, whatever happens."""
        started = time.monotonic()
        try:
            submission = read(found, self.desk.assignment)
        except UnreadableError as error:
            return self._without_tests(found, "unreadable", str(error)), None
        try:
            case = self.desk.take(submission)
            verdicts = self._run()
            result = self._result(found, case, verdicts, time.monotonic() - started)
        except CourseError:
            raise
        except MachineryError as error:
            result = self._without_tests(found, "failed", str(error), submission)
        except Exception as error:  # noqa: BLE001 - a fault of ours costs this submission only
            message = say("grading.our_fault", error=f"{type(error).__name__}: {error}")
            result = self._without_tests(found, "failed", message, submission)
        finally:
            self.desk.put_away()
        return result, submission

    def _run(self) -> dict[str, Verdict]:
        """Run the graders once, in order."""
        verdicts: dict[str, Verdict] = {}
        items, planned = self.selection.items, self.selection.planned
        for item, test, following in zip(items, planned, [*items[1:], None], strict=True):
            unmet = _unmet(test, planned, verdicts)
            verdicts[test.id] = skip(item, following, unmet) if unmet else run_test(item, following)
        return verdicts

    def _result(
        self,
        found: Found,
        case: Case,
        verdicts: dict[str, Verdict],
        seconds: float,
    ) -> SubmissionResult:
        questions = self._questions(verdicts)
        broken = [f"{id_}: {v.broken}" for id_, v in verdicts.items() if v.broken]
        submission, report = case.submission, case.session.report
        return SubmissionResult(
            student=found.student,
            assignment=found.assignment,
            files=submission.files,
            digest=submission.digest,
            status="failed" if broken else "graded",
            message=say("grading.broken", test=broken[0]) if broken else None,
            isolation=isolation_of(self.desk.sandbox.level),
            score=_rounded(sum(q.score for q in questions)),
            max_score=_rounded(sum(q.max_score for q in questions)),
            seconds=round(seconds, 4),
            questions=questions,
            measurements=tuple(case.measurements),
            pictures=tuple(case.pictures),
            data=tuple(case.data),
            notes=submission.notes
            + notes_of(report)
            + self.selection.notes
            + tuple(dict.fromkeys(case.notes)),
            code=excerpts_of(report, submission),
            title=self.desk.assignment.title,
        )

    def _questions(self, verdicts: dict[str, Verdict]) -> tuple[QuestionResult, ...]:
        questions = []
        for question in self.desk.assignment.questions:
            mine = [test for test in self.selection.planned if test.question == question.id]
            tests = tuple(test_result(t, verdicts[t.id]) for t in mine if t.id in verdicts)
            questions.append(
                QuestionResult(
                    question.id,
                    question.title,
                    _rounded(
                        sum(t.points * verdicts[t.id].fraction for t in mine if t.id in verdicts)
                    ),
                    _rounded(sum(t.points for t in mine)),
                    tests,
                    question.functions,
                )
            )
        return tuple(questions)

    def _without_tests(
        self,
        found: Found,
        status: Any,
        message: str,
        submission: Submission | None = None,
    ) -> SubmissionResult:
        """Return the result of a submission whose tests could not run."""
        questions = self._questions({})
        return SubmissionResult(
            student=found.student,
            assignment=found.assignment,
            files=submission.files if submission else found.names,
            digest=submission.digest if submission else "",
            status=status,
            message=message,
            isolation=Isolation("none", ()),
            score=0.0,
            max_score=_rounded(sum(q.max_score for q in questions)),
            seconds=0.0,
            questions=questions,
            notes=submission.notes if submission else (),
            title=self.desk.assignment.title,
        )


def _passed(verdicts: dict[str, Verdict], test: PlannedTest) -> bool:
    return test.id in verdicts and verdicts[test.id].passed


def _unmet(
    test: PlannedTest, planned: tuple[PlannedTest, ...], verdicts: dict[str, Verdict]
) -> str:
    """Return the title of a test that this one depends on and that did not pass, or nothing."""
    file = test.id.partition("::")[0]
    for other in planned:
        mine = other.function in test.depends and other.id.partition("::")[0] == file
        if mine and other.id in verdicts and not _passed(verdicts, other):
            return other.title
    return ""


def isolation_of(level: Level) -> Isolation:
    """Return a sandbox's level as the results record it."""
    return Isolation(level.name, level.protections)


def _rounded(points: float) -> float:
    """Return points free of the dust that adding thirds leaves."""
    return round(float(points), 6)
