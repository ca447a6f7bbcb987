"""Repetition: nobody loses points in a process that others used, or by a death that came once.

Tests share a process as long as all of them pass and it is as it was loaded. One that does not pass
in a process that another test used runs again in a new one, and only that counts.

A test whose worker vanished, without the word of our own watcher, is run again in a session of its
own: loaded afresh, with the same seeds. What is wrong with the submission comes again, and counts.
What was done to it from outside does not.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from gradewright.errors import SandboxError
from gradewright.grading.desk import Desk
from gradewright.grading.marks import PlannedTest
from gradewright.grading.running import Beside, limit_of, run_test
from gradewright.sandbox.submission_process import ENDED_FROM_OUTSIDE
from gradewright.verdicts.verdict import Verdict

# So many of its tests died twice: the submission is known to end its processes itself.
_ENOUGH = 3


class Repeating:
    """Runs the tests of the submission at hand, and those again that nobody can judge yet."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.case = desk, desk.at_hand
        self._died_twice = 0
        self._latest_passed = True

    def run(self, test: PlannedTest, item: pytest.Item, following: pytest.Item | None) -> Verdict:
        """Run one test and return what it came to.

        Raises:
            SandboxError: its worker was ended from outside twice.
        """
        limit, before = limit_of(self.desk.assignment, test), self.case.moment()
        state = item.session._setupstate  # noqa: SLF001
        verdict = self._run(item, limit, shares=self._may_share(test))
        if not verdict.passed and self.case.is_on_trial:
            self.case.back_to(before)
            verdict = self._run(item, limit)
        self._latest_passed = verdict.passed
        if verdict.passed or not self.desk.died() or not self._is_worth_it():
            state.teardown_exact(following)
            return verdict
        is_from_outside = self.case.ended_from_outside
        # What tests share may lie in the process that is gone: it is set up again.
        state.teardown_exact(None)
        self.case.renew()
        self.case.drop(before.exhibits)
        self.desk.forget_deaths()
        again = run_test(item, following, limit)
        if self.desk.died():
            if is_from_outside and self.case.ended_from_outside:
                raise SandboxError(ENDED_FROM_OUTSIDE)
            self._died_twice += 1
        return replace(again, seconds=verdict.seconds + again.seconds)

    def _run(self, item: pytest.Item, limit: float, *, shares: bool = False) -> Verdict:
        """Run a test, and leave what it shares with others set up."""
        self.desk.forget_deaths()
        self.case.shares, self.case.begun = shares, None
        try:
            return run_test(item, Beside(item), limit)
        finally:
            self.case.shares = False

    def _may_share(self, test: PlannedTest) -> bool:
        # After a failure another one is likely, and who listens to calls hears each once.
        is_quiet = self.case.retry is None and self.desk.hear is None
        return self._latest_passed and is_quiet and not test.performance

    def _is_worth_it(self) -> bool:
        # Below namespaces every death takes the whole session along, and who crashes his own tests
        # would have each loaded twice.
        is_cheap = self.desk.sandbox.isolation.level == "namespaces"
        return is_cheap and self.case.left > 0 and self._died_twice < _ENOUGH
