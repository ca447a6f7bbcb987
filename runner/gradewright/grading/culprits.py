"""Look for the line that is the fault: a test is run again with single steps put right.

For tests that failed because a value was wrong, after all verdicts are in. First every step that is
wrong is put right as the test goes; if it passes then, as many of these as can be are left out
again. What has to stay, and rests on right values alone, is the fault. The verdicts of these runs
give words, never points, and say nothing of a value: a line of the student's and a name.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

from gradewright.beside.records import Frame
from gradewright.course.records import Question
from gradewright.grading.case import Retry
from gradewright.grading.desk import Desk
from gradewright.grading.marks import PlannedTest
from gradewright.grading.running import limit_of, run_test
from gradewright.grading.selection import Selection
from gradewright.grading.traces import Tracer
from gradewright.grading.watch import Key, Mend, Watch
from gradewright.phrases import say
from gradewright.results import CodeLine, Failure
from gradewright.verdicts.outcomes import code_line
from gradewright.verdicts.verdict import Verdict

_MOST_RUNS = 8
# Of the time that the submission's tests took, in seconds within these bounds.
_SHARE, _LEAST_SECONDS, _MOST_SECONDS = 0.5, 1.0, 6.0
# Nobody waits for a test that takes longer to be run ten times more.
_LONGEST = 2.0
_MOST_TESTS = 2
# So many faults at once are no fault: the work goes another way than the reference.
_MOST_MENDS, _MOST_FAULTS = 6, 4
_MOST_LINES = 3

Verdicts = dict[str, Verdict]


@dataclass(frozen=True, slots=True)
class _Run:
    """What came of a test with some steps put right."""

    passed: bool
    mends: dict[Key, Mend]


class Culprits:
    """Finds the faulty lines of the submission at hand; `verdicts` are what came of all tests."""

    def __init__(
        self, desk: Desk, selection: Selection, tracer: Tracer, verdicts: Verdicts
    ) -> None:
        self.desk, self.case, self.tracer = desk, desk.at_hand, tracer
        self.planned, self.verdicts = selection.planned, verdicts
        self.items = dict(
            zip((test.id for test in selection.planned), selection.items, strict=True)
        )
        self._runs = 0
        spent = sum(verdict.seconds for verdict in verdicts.values())
        seconds = min(max(_SHARE * spent, _LEAST_SECONDS), _MOST_SECONDS)
        self._until = time.monotonic() + seconds

    def find(self) -> Verdicts:
        """Return the verdicts with the faulty lines that were found in them.

        Raises:
            MachineryError: our own parts failed.
        """
        found: Verdicts = {}
        for question in self.desk.assignment.questions:
            for test in list(self._due(question))[:_MOST_TESTS]:
                failure = self._explained(question, test)
                if failure is not None:
                    found[test.id] = replace(self.verdicts[test.id], failure=failure)
                    break
        return self.verdicts | found

    def _due(self, question: Question) -> Iterator[PlannedTest]:
        """Yield the question's tests that a wrong value failed, and that name no line yet."""
        for test in self.planned:
            verdict = self.verdicts.get(test.id)
            if test.question != question.id or verdict is None or verdict.failure is None:
                continue
            is_wrong = verdict.status == "failed" and not (verdict.broken or verdict.because_of)
            is_short = not test.performance and verdict.seconds < _LONGEST
            is_its_own = not verdict.given and verdict.failure.function in question.functions
            is_due = _is_about_values(verdict.failure) and not verdict.failure.trace
            if is_wrong and is_short and is_its_own and is_due:
                yield test

    def _explained(self, question: Question, test: PlannedTest) -> Failure | None:
        """Return a test's failure with the lines that are its fault, None where nobody knows."""
        functions = tuple(
            name
            for name in question.functions
            if name in self.case.session.report.definitions and self.tracer.knows(name)
        )
        trusted = tuple(self._right(question))
        if not functions:
            return None
        run = self._run(test, functions, trusted, None)
        if not run.passed or not 0 < len(run.mends) <= _MOST_MENDS:
            return None
        for key in list(run.mends):
            if len(run.mends) > 1 and key in run.mends:
                fewer = self._run(test, functions, trusted, frozenset(run.mends) - {key})
                run = fewer if fewer.passed and fewer.mends else run
        return self._said(test, list(run.mends.values()))

    def _right(self, question: Question) -> Iterator[str]:
        """Yield the functions of other questions, all of whose tests passed."""
        for other in self.desk.assignment.questions:
            verdicts = [self.verdicts.get(t.id) for t in self.planned if t.question == other.id]
            if other is not question and all(v is not None and v.passed for v in verdicts):
                yield from other.functions

    def _run(
        self,
        test: PlannedTest,
        functions: tuple[str, ...],
        trusted: tuple[str, ...],
        only: frozenset[Key] | None,
    ) -> _Run:
        """Run a test with some steps put right, or all that are wrong."""
        if self._runs >= _MOST_RUNS or time.monotonic() > self._until or self.case.left <= 0:
            return _Run(passed=False, mends={})
        self._runs += 1
        watch = Watch(self.tracer, functions, trusted, only)
        item, exhibits, left = self.items[test.id], self.case.exhibits(), self.case.left
        state = item.session._setupstate  # noqa: SLF001
        # What tests share holds what the submission made of it as it is.
        state.teardown_exact(None)
        self.case.follow(Retry((), frozenset(), watch=watch))
        self.case.left = min(left, _MOST_SECONDS)
        started = time.monotonic()
        try:
            verdict = run_test(item, None, limit_of(self.desk.assignment, test))
        finally:
            self.case.follow(None)
            self.case.drop(exhibits)
            self.case.left = left - (time.monotonic() - started)
            self.desk.forget_deaths()
        return _Run(verdict.passed, watch.mends)

    def _said(self, test: PlannedTest, mends: list[Mend]) -> Failure | None:
        """Return the failure with the faulty lines, None where the fault may be elsewhere."""
        failure = self.verdicts[test.id].failure
        assert failure is not None
        if len(mends) > _MOST_FAULTS or any(mend.lines is None for mend in mends):
            return None
        every = {(m.function, line) for m in mends for line in m.lines or ()}
        if len(every) > _MOST_LINES and any(len(mend.lines or ()) > 1 for mend in mends):
            return None
        # What the test tells of is looked at last: there a report points.
        mends.sort(key=lambda mend: not _is_said(mend.name, failure.problem))
        lines = list(dict.fromkeys(line for mend in mends[1::-1] for line in self._lines(mend)))
        if not lines:
            return None
        # A cause that another test of the question knows is what to read first.
        cause = failure.cause or ("" if self._is_told(test.question) else _cause(mends, len(lines)))
        return replace(failure, cause=cause, trace=tuple(lines))

    def _is_told(self, question: str) -> bool:
        """Tell whether a test of a question that failed knows its cause."""
        verdicts = [
            self.verdicts.get(test.id) for test in self.planned if test.question == question
        ]
        return any(v is not None and v.failure is not None and v.failure.cause for v in verdicts)

    def _lines(self, mend: Mend) -> Iterator[CodeLine]:
        """Yield lines of a function of the submission, the one to look at last."""
        place = self.case.session.report.definitions[mend.function]
        for number in sorted(mend.lines or (), key=lambda n: (n == mend.line, n)):
            if place.line <= number <= place.end_line:
                frame = Frame(place.file, place.cell, number, mend.function)
                yield code_line(frame, self.case.submission)


def _is_about_values(failure: Failure) -> bool:
    """Tell whether a failure compares values: a missing key has no line that is wrong."""
    return bool(failure.rows or failure.largest or failure.differing)


def _is_said(name: str, text: str) -> bool:
    return bool(name) and re.search(rf"\b{re.escape(name)}\b", text) is not None


def _cause(mends: list[Mend], lines: int) -> str:
    """Return what is known of the fault, "" where its line says as much."""
    if all(mend.is_only for mend in mends):
        return ""
    names = list(dict.fromkeys(mend.name for mend in mends))[:2]
    if len(names) > 1 and all(names):
        key = "grading.culprit_both" if lines == 1 else "grading.culprit_two"
        if lines > 1 and any(len(mend.lines or ()) > 1 for mend in mends):
            key = "grading.culprit_two_lines"
        return say(key, first=names[0], second=names[1])
    if names[0]:
        key = "grading.culprit" if lines == 1 else "grading.culprit_lines"
        return say(key, name=names[0])
    return say("grading.culprit_returned" if lines == 1 else "grading.culprit_returned_lines")
