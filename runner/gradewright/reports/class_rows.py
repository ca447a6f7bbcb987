"""What the class page keeps of a submission: a compact record, so that large classes fit."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from gradewright.reports.plain_text import title_of
from gradewright.reports.safe_names import question_anchor, row_anchor
from gradewright.results import (
    Measurement,
    QuestionResult,
    SubmissionResult,
    SubmissionStatus,
    TestResult,
)
from gradewright.words.printable import one_line
from gradewright.words.wrong import went_wrong

T = TypeVar("T", bound=Hashable)
_MOST_SHARED = 20_000


@dataclass(frozen=True, slots=True)
class QuestionScore:
    """A question's points, and where its card stands on the student's page."""

    id: str
    title: str
    score: float
    max_score: float
    anchor: str


@dataclass(frozen=True, slots=True)
class FailedTest:
    """A test that went wrong, with the sentence that says how."""

    question: str
    title: str
    problem: str
    cause: str
    anchor: str


@dataclass(frozen=True, slots=True)
class ClassRow:
    """One submission on the class page.

    `href` leads to the student's page; `isolation` is the level that the submission ran under.
    """

    student: str
    assignment: str
    status: SubmissionStatus
    message: str | None
    score: float
    max_score: float
    seconds: float
    href: str
    isolation: str
    questions: tuple[QuestionScore, ...]
    failed: tuple[FailedTest, ...]
    measurements: tuple[Measurement, ...] = ()
    title: str = ""
    attention: str = ""
    student_id: str = ""
    attempt: str = ""
    late: bool = False
    created: str = ""
    seed: int | None = None

    @property
    def needs_human(self) -> bool:
        """Return whether an instructor has to look at it."""
        return self.status != "graded" or bool(self.attention)

    @property
    def word(self) -> str:
        """Return the key of the phrase for its status."""
        flagged = self.status == "graded" and self.attention
        return "status_attention" if flagged else f"status_{self.status}"


def class_row(result: SubmissionResult, href: str) -> ClassRow:
    """Return the compact record of a submission whose page stands at `href`."""
    return ClassRow(
        student=result.student,
        assignment=shared(result.assignment),
        status=result.status,
        message=result.message,
        score=result.score,
        max_score=result.max_score,
        seconds=result.seconds,
        href=href,
        isolation=shared(result.isolation.level),
        questions=shared(tuple(_question(i, each) for i, each in enumerate(result.questions))),
        failed=shared(tuple(_failed(result))),
        measurements=result.measurements,
        title=shared(title_of(result)),
        attention=result.attention,
        student_id=result.student_id,
        attempt=result.attempt,
        late=result.late,
        created=shared(result.created),
        seed=result.seed,
    )


def shared(value: T) -> T:
    """Return a value that is equal: of what many rows say alike, one copy is kept."""
    return _first_of(value)  # type: ignore[return-value]


@lru_cache(maxsize=_MOST_SHARED)
def _first_of(value: Hashable) -> Hashable:
    return value


def _question(index: int, question: QuestionResult) -> QuestionScore:
    anchor = question_anchor(index, question.id)
    return shared(
        QuestionScore(question.id, question.title, question.score, question.max_score, anchor)
    )


def _failed(result: SubmissionResult) -> Iterator[FailedTest]:
    """Yield every test that went wrong, in order."""
    for i, question in enumerate(result.questions):
        for j, test in enumerate(question.tests):
            if went_wrong(test):
                yield _failed_test(question, test, row_anchor(i, j))


def _failed_test(question: QuestionResult, test: TestResult, anchor: str) -> FailedTest:
    problem = test.failure.problem if test.failure else test.message
    return shared(
        FailedTest(
            question=question.id,
            title=one_line(test.title),
            problem=one_line(problem, 300),
            cause=one_line(test.failure.cause, 300) if test.failure else "",
            anchor=anchor,
        )
    )
