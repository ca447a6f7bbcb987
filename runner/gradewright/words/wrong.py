"""Which tests went wrong, and which of them to look at first."""

from __future__ import annotations

from gradewright.results import SubmissionResult, TestResult


def went_wrong(test: TestResult) -> bool:
    """Return whether a test ran and did not pass."""
    return test.status not in {"passed", "skipped"}


def in_part(test: TestResult) -> bool:
    """Return whether a test that did not pass earned some of its points all the same."""
    return test.status == "failed" and 0 < test.score < test.max_score


def first_wrong(result: SubmissionResult) -> tuple[int, int] | None:
    """Return question and test number of what to fix first.

    Rather a fault than a shortfall, and rather one of its own than one that follows from another
    question; then the first question; in it rather a failure whose cause is known.
    """
    wrong = [
        (i, j)
        for i, question in enumerate(result.questions)
        for j, test in enumerate(question.tests)
        if went_wrong(test)
    ]
    faults = [(i, j) for i, j in wrong if not in_part(result.questions[i].tests[j])] or wrong
    own = [(i, j) for i, j in faults if not result.questions[i].tests[j].because_of] or faults
    if not own:
        return None
    here = [(i, j) for i, j in own if i == own[0][0]]
    known = [(i, j) for i, j in here if _is_explained(result.questions[i].tests[j])]
    return (known or here)[0]


def _is_explained(test: TestResult) -> bool:
    return test.failure is not None and bool(test.failure.cause)
