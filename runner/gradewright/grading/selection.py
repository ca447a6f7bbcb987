"""Which of an assignment's tests a run grades."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass

import pytest

from gradewright.errors import UsageError
from gradewright.grading.marks import PlannedTest
from gradewright.grading.terms import Only, Terms
from gradewright.phrases import say


@dataclass(frozen=True, slots=True)
class Selection:
    """The tests to run, and in words for the report what was left out."""

    items: tuple[pytest.Item, ...]
    planned: tuple[PlannedTest, ...]
    notes: tuple[str, ...]


def select(items: list[pytest.Item], planned: tuple[PlannedTest, ...], terms: Terms) -> Selection:
    """Leave out tests that the caller does not want or that need a package that is not here.

    Their points are not asked for: nobody can earn what was not graded.

    Raises:
        UsageError: no test has the name that was asked for.
    """
    if terms.tests and not any(terms.tests in test.id for test in planned):
        raise UsageError(f"-k {terms.tests}: no test has this in its name")
    reasons = {
        test.id: _why_not(test, terms.only) if terms.tests in test.id else say("grading.not_named")
        for test in planned
    }
    pairs = [pair for pair in zip(items, planned, strict=True) if not reasons[pair[1].id]]
    notes = dict.fromkeys(reason for reason in reasons.values() if reason)
    return Selection(tuple(i for i, _ in pairs), tuple(t for _, t in pairs), tuple(notes))


def _why_not(test: PlannedTest, only: Only) -> str:
    if only != "everything" and test.performance != (only == "performance"):
        return say(f"grading.only_{only}")
    absent = [name for name in test.needs if importlib.util.find_spec(name) is None]
    if absent:
        return say("grading.absent", question=test.question, packages=", ".join(absent))
    return ""
