"""Grade one submission with plain pytest: the judge's own marks, order, budgets and verdicts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import pytest

from gradewright.course.reader import find_assignment, read_course
from gradewright.course.records import Assignment, Course
from gradewright.errors import GradewrightError, UsageError
from gradewright.grading.collected import check_fixtures, check_marks
from gradewright.grading.desk import Desk
from gradewright.grading.evaluators import models_for
from gradewright.grading.folders import graders_folder, id_of
from gradewright.grading.judging import Judging
from gradewright.grading.marks import PlannedTest, in_order_of_questions, plan
from gradewright.grading.running import message_of
from gradewright.grading.selection import Selection, select
from gradewright.grading.terms import Terms
from gradewright.phrases import say
from gradewright.sandbox.launch import Settings
from gradewright.sandbox.zygote import ZygoteSandbox
from gradewright.submissions.find import find
from gradewright.submissions.read import read
from gradewright.submissions.records import Submission
from gradewright.verdicts.verdict import Verdict

_WRONG = 4


class Single:
    """A pytest plugin whose test loop is the judge's, for the one submission of `--submission`."""

    def __init__(self, submission: str, terms: Terms, desk_key: pytest.StashKey[Desk]) -> None:
        self.submission, self.terms, self._desk_key = submission, terms, desk_key
        self._plan: dict[str, PlannedTest] = {}
        self._summary = ""

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(
        self, config: pytest.Config, items: list[pytest.Item]
    ) -> None:
        """Bring the tests in order and plan them all, before `-k` and `-m` leave any out."""
        if not items:
            return
        with _complaints():
            _, assignment = _assignment_of(items)
            check_marks(items)
            check_fixtures(items)
            items[:] = in_order_of_questions(items, assignment)
            named = [Path(word) for word in config.args]
            whole = any(assignment.graders.resolve().is_relative_to(p.resolve()) for p in named)
            planned = plan(items, assignment, whole=whole)
        self._plan = {test.id: test for test in planned}

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> object:
        """Judge the submission and report what came of each test."""
        only_collect = session.testsfailed or session.config.option.collectonly
        if only_collect or not session.items:
            return None
        with _complaints():
            self._judge(session)
        return True

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say how many points the submission gets, where every test was collected."""
        if self._summary:
            terminalreporter.write_line(self._summary)

    def _judge(self, session: pytest.Session) -> None:
        course, assignment = _assignment_of(session.items)
        assignment = assignment.under(self.terms.budget)
        submission = _read(self.submission, assignment, course)
        planned = tuple(self._plan[id_of(item)] for item in session.items)
        chosen = select(session.items, planned, self.terms)
        settings = Settings(assignment.load.imports, assignment.limits)
        models = models_for(assignment, settings)
        desk = Desk(assignment, ZygoteSandbox(settings), self.terms, models)
        session.config.stash[self._desk_key] = desk
        try:
            _, advice = Judging(desk, chosen).judge(submission, is_last=True)
        finally:
            desk.put_away()
            desk.tear_down()
        for item, test in zip(session.items, planned, strict=True):
            _report(item, advice.verdicts.get(test.id), chosen)
        points = sum(self._plan[id_].points * v.fraction for id_, v in advice.verdicts.items())
        most = sum(test.points for test in chosen.planned)
        if most and len(planned) == len(self._plan):
            self._summary = say(
                "grading.plain", points=f"{points:.6g}", most=f"{most:.6g}", seed=self.terms.seed
            )


def _report(item: pytest.Item, verdict: Verdict | None, chosen: Selection) -> None:
    """Give pytest the reports of one test, as its own runner would."""
    outcome, text = _told(verdict, chosen)
    seconds = verdict.seconds if verdict is not None else 0.0
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    keywords: dict[str, Literal[1]] = dict.fromkeys(item.keywords, 1)
    for when in ("setup", "call", "teardown"):
        mine = outcome if when == "call" else "passed"
        place = (str(item.path), item.location[1] or 0, text)
        report = pytest.TestReport(
            nodeid=item.nodeid,
            location=item.location,
            keywords=keywords,
            outcome=mine,  # type: ignore[arg-type]
            longrepr=None if mine == "passed" else (place if mine == "skipped" else text),
            when=when,
            sections=[("gradewright", text)] if text and mine == "passed" == outcome else [],
            duration=seconds if when == "call" else 0.0,
        )
        item.ihook.pytest_runtest_logreport(report=report)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)


def _told(verdict: Verdict | None, chosen: Selection) -> tuple[str, str]:
    """Return a test's outcome in pytest's words, and what it says."""
    if verdict is None:
        return "skipped", " ".join(chosen.notes)
    if verdict.broken is not None:
        return "failed", verdict.broken.traceback
    message = message_of(verdict.failure, verdict.given)
    if verdict.status in ("passed", "skipped"):
        return verdict.status, message
    return "failed", message


@contextmanager
def _complaints() -> Iterator[None]:
    """End pytest with one sentence where the course or the submission cannot be used."""
    try:
        yield
    except GradewrightError as error:
        pytest.exit(str(error), _WRONG)


def _assignment_of(items: list[pytest.Item]) -> tuple[Course, Assignment]:
    """Return the course and the one assignment that the tests belong to.

    Raises:
        UsageError: they belong to none, or to several.
    """
    folders = {graders_folder(item.path) for item in items}
    folder = next(iter(folders))
    if folder is None or len(folders) > 1:
        raise UsageError(say("grading.one_assignment"))
    course = read_course(folder.parent.parent)
    return course, find_assignment(course, folder.name)


def _read(named: str, assignment: Assignment, course: Course) -> Submission:
    """Return the submission that was named.

    Raises:
        UsageError: the name stands for none, or for several.
        UnreadableError: it cannot be read.
    """
    found = find([Path(named)], assignment=assignment, course=course).found
    if len(found) != 1:
        raise UsageError(say("grading.not_one", name=named, count=len(found)))
    return read(found[0], assignment)
