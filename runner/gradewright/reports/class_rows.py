"""What the class page keeps of a submission: a compact record, so that large classes fit."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from gradewright.reports.needs import Need, need_of
from gradewright.reports.plain_text import title_of
from gradewright.reports.safe_names import question_anchor, row_anchor
from gradewright.results import (
    AttentionKind,
    CodeLine,
    Measurement,
    QuestionResult,
    SubmissionResult,
    SubmissionStatus,
    TestResult,
)
from gradewright.words.faults import fault_id
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
    """A test that went wrong, with the sentence that says how.

    `fault` is the stable id of what went wrong, `lost` the points that it cost, and `line` the
    student's own line where it happened, None where none is known.
    """

    question: str
    title: str
    problem: str
    cause: str
    anchor: str
    fault: str = ""
    lost: float = 0.0
    line: CodeLine | None = None


@dataclass(frozen=True, slots=True)
class TestScore:
    """What one test came to, for statistics.

    `judged` tells whether it says something of the work on its question: it ran, its points were
    asked for, and it was not lost because of another question.
    """

    question: str
    id: str
    title: str
    score: float
    max_score: float
    judged: bool = True


@dataclass(frozen=True, slots=True)
class ClassRow:
    """One submission on the class page.

    `href` leads to the student's page; `isolation` is the level that the submission ran under.
    `times` are the seconds of its `tests`, in their order.
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
    tests: tuple[TestScore, ...] = ()
    times: tuple[float, ...] = ()
    attention_kinds: tuple[AttentionKind, ...] = ()

    @property
    def need(self) -> Need | None:
        """Return why an instructor has to look at it, None where nobody has to."""
        return need_of(
            self.status, self.message, self.attention, self.attention_kinds, self.measurements
        )

    @property
    def needs_human(self) -> bool:
        """Return whether an instructor has to look at it."""
        flagged = any(one.flag for one in self.measurements)
        return self.status != "graded" or bool(self.attention) or flagged

    @property
    def word(self) -> str:
        """Return the key of the phrase for its status."""
        flagged = self.status == "graded" and self.needs_human
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
        attention_kinds=shared(result.attention_kinds),
        tests=shared(tuple(_test_score(q.id, test) for q in result.questions for test in q.tests)),
        # To three figures, so that many are equal and stand in memory once.
        times=tuple(shared(float(f"{t.seconds:.3g}")) for q in result.questions for t in q.tests),
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


def _test_score(question: str, test: TestResult) -> TestScore:
    return shared(
        TestScore(
            question,
            test.id,
            one_line(test.title),
            test.score,
            test.max_score,
            test.status != "skipped" and test.max_score > 0 and not test.because_of,
        )
    )


def _failed_test(question: QuestionResult, test: TestResult, anchor: str) -> FailedTest:
    failure = test.failure
    problem = failure.problem if failure else test.message
    cause = failure.cause if failure else ""
    line = failure.trace[-1] if failure and failure.trace else None
    return shared(
        FailedTest(
            question=question.id,
            title=one_line(test.title),
            problem=one_line(problem, 300),
            cause=one_line(cause, 300),
            anchor=anchor,
            # Files of before faults had ids hold none.
            fault=test.fault or fault_id(test.id, test.status, problem, cause),
            lost=max(0.0, test.max_score - test.score),
            line=line if line is not None and line.text.strip() else None,
        )
    )
