"""Repetition: nobody loses points for the death of a process before it has come twice.

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
from gradewright.grading.running import Verdict, limit_of, run_test
from gradewright.sandbox.session import ENDED_FROM_OUTSIDE

# So many of its tests died twice: the submission is known to end its processes itself.
_ENOUGH = 3


class Repeating:
    """Runs the tests of the submission at hand, and those again that nobody can judge yet."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.case = desk, desk.at_hand
        self._died_twice = 0

    def run(self, test: PlannedTest, item: pytest.Item, following: pytest.Item | None) -> Verdict:
        """Run one test and return what it came to.

        Raises:
            SandboxError: its worker was ended from outside twice.
        """
        limit, exhibits = limit_of(self.desk.assignment, test), self.case.exhibits()
        self.desk.forget_deaths()
        verdict = run_test(item, following, limit)
        if verdict.passed or not self.desk.died() or not self._is_worth_it():
            return verdict
        is_from_outside = self.case.ended_from_outside
        # What tests share may lie in the process that is gone: it is set up again.
        item.session._setupstate.teardown_exact(None)  # noqa: SLF001
        self.case.renew()
        self.case.drop(exhibits)
        self.desk.forget_deaths()
        again = run_test(item, following, limit)
        if self.desk.died():
            if is_from_outside and self.case.ended_from_outside:
                raise SandboxError(ENDED_FROM_OUTSIDE)
            self._died_twice += 1
        return replace(again, seconds=verdict.seconds + again.seconds)

    def _is_worth_it(self) -> bool:
        # Below namespaces every death takes the whole session along, and who crashes his own tests
        # would have each loaded twice.
        is_cheap = self.desk.sandbox.isolation.level == "namespaces"
        return is_cheap and self.case.left > 0 and self._died_twice < _ENOUGH
