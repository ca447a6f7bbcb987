"""Follow-through: one fault costs its own question, and not those that rest on it.

After all tests of a submission ran, those that failed are tried again with functions of other
questions, which failed tests of their own, answered by the reference. What passes then earns its
points. Questions come in the order in which they rest on each other: a function that is right,
given right ones, is the submission's own again for what rests on it.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import replace

import pytest

from gradewright.course.records import Question
from gradewright.grading.answering import Tally
from gradewright.grading.callgraph import CallGraph
from gradewright.grading.case import Retry
from gradewright.grading.desk import Desk
from gradewright.grading.marks import PlannedTest
from gradewright.grading.repeating import Repeating
from gradewright.grading.running import blocking, skip
from gradewright.grading.selection import Selection
from gradewright.verdicts.verdict import Verdict


class Following:
    """Tries the failed tests of one submission again; `verdicts` are what came of all tests."""

    def __init__(
        self,
        desk: Desk,
        graph: CallGraph,
        selection: Selection,
        verdicts: dict[str, Verdict],
        repeating: Repeating,
    ) -> None:
        self.repeating = repeating
        self.graph, self.verdicts = graph, verdicts
        self.questions, self.case = desk.assignment.questions, desk.at_hand
        self.planned = selection.planned
        self.items = dict(
            zip((test.id for test in selection.planned), selection.items, strict=True)
        )
        self._until = time.monotonic() - self.case.waited + self.case.left

    def run(self) -> None:
        """Try again whatever may be lost because of another question, question by question."""
        if all(verdict.passed for verdict in self.verdicts.values()):
            return
        for question in self._in_order():
            self._follow(question)

    def owe(self) -> None:
        """Note for what tests of other questions a test was passed over in the end."""
        for test in self.planned:
            blocker = blocking(test, self.planned, self.verdicts)
            if blocker is not None and blocker.question != test.question:
                self._owe(test, [blocker.question])

    def _in_order(self) -> list[Question]:
        """Return the questions, each after those that it rests on."""
        order: list[Question] = []
        waiting = list(self.questions)
        while waiting:
            first = next((q for q in waiting if not self._rests_on(q, waiting)), waiting[0])
            waiting.remove(first)
            order.append(first)
        return order

    def _rests_on(self, question: Question, others: Iterable[Question]) -> bool:
        supports = self._supports(question)
        return any(q is not question and supports & set(q.functions) for q in others)

    def _called(self, question: Question) -> set[str]:
        """Return the functions that a question's tests called."""
        tests = [test.id for test in self.planned if test.question == question.id]
        return set().union(*(self.case.called.get(id_, set()) for id_ in tests))

    def _supports(self, question: Question) -> frozenset[str]:
        """Return what the functions that a question's tests call rest on.

        None of these rests on a function of the question's own: its value would give that one's
        value away.
        """
        own = set(question.functions)
        below = self.graph.below(own | self._called(question)) - own
        return frozenset(name for name in below if not self.graph.below([name]) & own)

    def _failed(self, question: Question) -> dict[str, str]:
        """Return the functions of other questions that failed tests of their own, by question."""
        failed: dict[str, str] = {}
        functions = {q.id: set(q.functions) for q in self.questions if q is not question}
        for test in self.planned:
            verdict = self.verdicts[test.id]
            if test.question in functions and not (verdict.passed or verdict.broken):
                own = functions[test.question]
                called = own & self.case.called.get(test.id, set()) or own
                failed |= dict.fromkeys(called, test.question)
        own = set(question.functions)
        return {f: q for f, q in failed.items() if f in self.graph.edges and f not in own}

    def _follow(self, question: Question) -> None:
        failed = self._failed(question)
        supports, called = self._supports(question), self._called(question)
        retry = Retry(
            stubs=tuple(name for name in failed if name in supports),
            direct=frozenset(name for name in failed if name in called),
        )
        mine = [test for test in self.planned if test.question == question.id]
        due = [test for test in mine if self._is_due(test, question)]
        if not due or not (retry.stubs or retry.direct):
            return
        self.case.follow(retry)
        asked: set[str] = set()
        refused: set[str] = set()
        for test, after in zip(due, [*due[1:], None], strict=True):
            following = self.items[after.id] if after is not None else None
            self._try(test, self.items[test.id], following, failed, asked, refused)
        self.case.follow(None)

    def _is_due(self, test: PlannedTest, question: Question) -> bool:
        """Tell whether a test may have been lost because of another question."""
        verdict = self.verdicts[test.id]
        if verdict.passed or verdict.broken or (verdict.status == "skipped" and not verdict.unmet):
            return False
        return verdict.unwritten not in question.functions

    def _try(
        self,
        test: PlannedTest,
        item: pytest.Item,
        following: pytest.Item | None,
        failed: Mapping[str, str],
        asked: set[str],
        refused: set[str],
    ) -> None:
        """Try one test again.

        `asked` are the functions that the question's tests asked for, and `refused` those that
        could not be answered: what tests share was done for the first of them.
        """
        retry = self.case.retry
        assert retry is not None
        blocker = blocking(test, self.planned, self.verdicts)
        if blocker is not None:
            skip(item, following, blocker.title)
            return
        if time.monotonic() - self.case.waited > self._until or self.case.left <= 0:
            skip(item, following, test.title)
            self._owe(test, [failed[name] for name in {*retry.stubs, *retry.direct}])
            return
        retry.tally = tally = Tally()
        before, exhibits = self.verdicts[test.id], self.case.exhibits()
        after = self.repeating.run(test, item, following)
        after = replace(after, seconds=before.seconds + after.seconds)
        asked |= tally.asked
        refused |= tally.refused
        if after.fraction > before.fraction and retry.worked and asked:
            self.case.keep(test.id, exhibits)
            given = tuple(name for name in failed if name in (tally.asked or asked))
            self.verdicts[test.id] = replace(after, given=given)
            return
        self.case.drop(exhibits)
        if before.unmet:
            self.verdicts[test.id] = after
        hindered = refused | (asked if after.status == "timeout" else set())
        self._owe(test, [failed[name] for name in hindered if name in failed])

    def _owe(self, test: PlannedTest, questions: Iterable[str]) -> None:
        """Note the questions that a test was lost for."""
        verdict, known = self.verdicts[test.id], set(questions)
        because = tuple(q.id for q in self.questions if q.id in known)
        self.verdicts[test.id] = replace(verdict, because_of=because)
