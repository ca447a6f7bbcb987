"""The record of a submission of which no test could be run."""

from __future__ import annotations

from gradewright.course.records import Assignment
from gradewright.results import Isolation, QuestionResult, SubmissionResult, SubmissionStatus
from gradewright.submissions.records import Found, Submission


def ungraded(
    found: Found,
    assignment: Assignment,
    status: SubmissionStatus,
    message: str,
    *,
    questions: tuple[QuestionResult, ...] | None = None,
    submission: Submission | None = None,
) -> SubmissionResult:
    """Return a record without a score; `message` says why there is none.

    Args:
        found: the submission as found.
        assignment: what it was to be graded for.
        status: unreadable or failed.
        message: why no test could be run.
        questions: the questions asked, without tests; None: all of the assignment's.
        submission: what was read of it, if it could be.
    """
    asked = _questions(assignment) if questions is None else questions
    return SubmissionResult(
        student=found.student,
        assignment=found.assignment,
        files=submission.files if submission else found.names,
        digest=submission.digest if submission else "",
        status=status,
        message=message,
        isolation=Isolation("none", ()),
        score=0.0,
        max_score=round(sum(question.max_score for question in asked), 6),
        seconds=0.0,
        questions=asked,
        notes=submission.notes if submission else found.notes,
        title=assignment.title,
        student_id=found.student_id,
        attempt=found.attempt,
        late=found.late,
    )


def _questions(assignment: Assignment) -> tuple[QuestionResult, ...]:
    return tuple(
        QuestionResult(q.id, q.title, 0.0, q.points, (), q.functions) for q in assignment.questions
    )
