"""The record of a test names the fault, where there is one."""

from __future__ import annotations

import pytest

from gradewright.grading.marks import PlannedTest
from gradewright.grading.running import test_result as record_of
from gradewright.phrases import say
from gradewright.results import Failure
from gradewright.verdicts.verdict import Verdict
from gradewright.words.faults import fault_id


@pytest.fixture
def planned() -> PlannedTest:
    return PlannedTest("test_a.py::test_b", "test_b", "B", "a", 2.0, "hidden", ())


def test_a_failure_has_the_id_of_its_fault(planned):
    failure = Failure("dw has wrong values.", cause=say("checks.cause_sign"))
    record = record_of(planned, Verdict("failed", 0.1, failure))
    assert record.fault == fault_id(planned.id, "failed", failure.problem, failure.cause)
    assert len(record.fault) == 12


@pytest.mark.parametrize(
    "verdict",
    [
        Verdict("passed", 0.1, fraction=1.0),
        Verdict("skipped", 0.0, Failure("Not run."), unmet=True),
    ],
)
def test_where_nothing_went_wrong_there_is_none(planned, verdict):
    assert record_of(planned, verdict).fault == ""
