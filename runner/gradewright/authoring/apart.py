"""Prove that sharing a process changes no verdict: grade again with a process for each test.

Follow-through is left out there. It begins with the verdicts that are compared, and no test that is
tried again shares a process in either way.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from gradewright.authoring.findings import Finding
from gradewright.batch.hiring import Hiring
from gradewright.batch.plan import Task
from gradewright.batch.pool import Pool
from gradewright.course.records import Assignment
from gradewright.phrases import say
from gradewright.results import SubmissionResult, TestResult, TestStatus
from gradewright.submissions.records import Found


@dataclass(frozen=True, slots=True)
class Said:
    """What a result says of one test; `given` where follow-through has earned its points."""

    status: TestStatus
    score: float
    words: str = ""
    given: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """What a result says of the whole, and of each test by its id."""

    status: str
    tests: Mapping[str, Said]

    def differing(self, apart: Told) -> Iterator[str]:
        """Yield the tests whose verdict is another in `apart`, "" for the whole.

        There nothing was tried again: what follow-through has earned was lost before, and what is
        passed over for a test that failed may have been tried once that one was made good.
        """
        if self.status != apart.status:
            yield ""
        is_followed = any(said.given for said in self.tests.values())
        for test, there in apart.tests.items():
            here = self.tests.get(test)
            if here is None or here.given:
                is_same = here is not None and there.score < here.score
            else:
                is_same = here == there or (is_followed and there.status == "skipped")
            if not is_same:
                yield test


def told_by(result: SubmissionResult) -> Told:
    """Return what a result says.

    A test that measures draws as often as the machine's noise asks for: its words may differ.
    """
    measured = {measurement.test for measurement in result.measurements}
    return Told(
        result.status,
        {t.id: _said(t, t.id in measured) for q in result.questions for t in q.tests},
    )


def _said(test: TestResult, measures: bool) -> Said:
    words = "" if measures or test.status == "timeout" else test.message
    return Said(test.status, test.score, words, bool(test.given))


def differences(
    assignment: Assignment, shared: Mapping[str, Told], found: Sequence[Found], hiring: Hiring
) -> Iterator[Finding]:
    """Yield each test whose verdict differs where every test has a process of its own.

    Args:
        assignment: one whose tests share a process.
        shared: what was told of each submission, by its name.
        found: the submissions.
        hiring: how judges are set up.
    """
    load = replace(assignment.load, fresh="test")
    apart = replace(assignment, load=load, follow_through=False)
    for delivery in Pool([Task(apart, tuple(found))], hiring).run():
        name = delivery.result.student
        for test in shared[name].differing(told_by(delivery.result)):
            place = f"{name} {test}".strip()
            yield Finding(assignment.slug, place, say("validate.apart", test=place))
