"""Prove that sharing a process changes no verdict: grade again with a process for each test."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from gradewright.authoring.findings import Finding
from gradewright.batch.hiring import Hiring
from gradewright.batch.plan import Task
from gradewright.batch.pool import Pool
from gradewright.course.records import Assignment
from gradewright.phrases import say
from gradewright.results import SubmissionResult
from gradewright.submissions.records import Found

Told = Mapping[str, tuple[object, ...]]


def told_by(result: SubmissionResult) -> Told:
    """Return what a result says of each test, by its id, and under "" of the whole.

    A test that measures draws as often as the machine's noise asks for: its words may differ.
    """
    measured = {measurement.test for measurement in result.measurements}
    told: dict[str, tuple[object, ...]] = {"": (result.status, result.score)}
    for question in result.questions:
        for test in question.tests:
            words = "" if test.id in measured or test.status == "timeout" else test.message
            told[test.id] = (test.status, test.score, words, test.given, test.because_of)
    return told


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
    apart = replace(assignment, load=replace(assignment.load, fresh="test"))
    for delivery in Pool([Task(apart, tuple(found))], hiring).run():
        name, told = delivery.result.student, told_by(delivery.result)
        for test in told:
            if told[test] != shared[name].get(test):
                place = f"{name} {test}".strip()
                yield Finding(assignment.slug, place, say("validate.apart", test=place))
