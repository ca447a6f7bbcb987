"""A result without what hidden tests know, and without what only instructors read."""

from __future__ import annotations

from dataclasses import replace

from gradewright.phrases import say
from gradewright.results import Failure, SubmissionResult, TestResult
from gradewright.words.wrong import went_wrong


def public(result: SubmissionResult) -> SubmissionResult:
    """Return a result that may be handed to its student, or to a place that others can read.

    Of a hidden test title, verdict, points and the cause stay that the judge worked out of a
    comparison. What a call raised, returned or was given goes: code that is given hidden inputs
    can write them there. The seed goes, since inputs are drawn from it.
    """
    questions = tuple(
        replace(question, tests=tuple(map(_public, question.tests)))
        for question in result.questions
    )
    shown = {t.id for q in result.questions for t in q.tests if t.visibility == "visible"}
    return replace(
        result,
        questions=questions,
        measurements=tuple(one for one in result.measurements if one.test in shown),
        pictures=tuple(one for one in result.pictures if one.test in shown),
        attention="",
        seed=None,
        grader_faults=(),
        page="",
    )


def _public(test: TestResult) -> TestResult:
    if test.visibility == "visible":
        return test
    if not went_wrong(test):
        return replace(test, message="", failure=None)
    is_compared = test.status == "failed" and test.failure is not None
    said = say(f"exports.hidden_{test.status}")
    failure = Failure(
        said,
        function=test.failure.function if test.failure is not None else "",
        cause=test.failure.cause if is_compared and test.failure is not None else "",
    )
    return replace(test, message=said, failure=failure)
