"""The record of a submission: what is asked of each, graded or not."""

from __future__ import annotations

from dataclasses import dataclass

from gradewright.course.records import Assignment
from gradewright.results import Isolation, QuestionResult, SubmissionResult, SubmissionStatus
from gradewright.submissions.records import Found, Submission


@dataclass(frozen=True, slots=True)
class Asked:
    """What a run asks of every submission: the questions, without tests, and what it leaves out."""

    questions: tuple[QuestionResult, ...]
    notes: tuple[str, ...] = ()


def all_of(assignment: Assignment) -> Asked:
    """Return the whole assignment, where nobody knows what of it the run asks."""
    return Asked(
        tuple(
            QuestionResult(q.id, q.title, 0.0, q.points, (), q.functions)
            for q in assignment.questions
        )
    )


def record(
    found: Found,
    assignment: Assignment,
    asked: Asked,
    status: SubmissionStatus,
    message: str | None,
    submission: Submission | None = None,
) -> SubmissionResult:
    """Return the record of a submission: its score is what its questions came to.

    Args:
        found: the submission as found.
        assignment: what it was handed in for.
        asked: the questions, and the notes on what the run leaves out.
        status: graded, unreadable or failed.
        message: why there is no score, None where there is one.
        submission: what was read of it, if it could be.
    """
    notes = submission.notes if submission else found.notes
    return SubmissionResult(
        student=found.student,
        assignment=found.assignment,
        files=submission.files if submission else found.names,
        digest=submission.digest if submission else "",
        status=status,
        message=message,
        isolation=Isolation(),
        score=rounded(sum(question.score for question in asked.questions)),
        max_score=rounded(sum(question.max_score for question in asked.questions)),
        seconds=0.0,
        questions=asked.questions,
        notes=notes + asked.notes,
        title=assignment.title,
        student_id=found.student_id,
        attempt=found.attempt,
        late=found.late,
        submitted=found.submitted,
        submitted_from=found.submitted_from,
        attention=found.doubt,
        attention_kinds=("identity",) if found.doubt else (),
    )


def rounded(points: float) -> float:
    """Return points free of the dust that adding thirds leaves."""
    return round(float(points), 6)
