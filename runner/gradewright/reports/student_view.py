"""What a student's page shows, worked out from the result record before any HTML is made."""

from __future__ import annotations

import dataclasses
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field

from gradewright.reports.excerpts import Excerpt, ExcerptShelf, Notebook
from gradewright.reports.isolation_words import level_words, protection_words
from gradewright.reports.measurements.view import MeasurementView, measurement_views
from gradewright.reports.note_links import Note, note_view
from gradewright.reports.number_strips import NumberRow, number_rows
from gradewright.reports.pictures.view import Gallery, galleries
from gradewright.reports.plain_text import shorten
from gradewright.reports.safe_names import question_anchor, row_anchor
from gradewright.results import (
    CodeLine,
    Failure,
    QuestionResult,
    RunInfo,
    SubmissionResult,
    TestResult,
)
from gradewright.words.places import where
from gradewright.words.printable import one_line
from gradewright.words.wrong import first_wrong, in_part, went_wrong

_LONG = 1_000  # characters of one text; a page stays far below its 150 kB
_MOST_LINES = 12


@dataclass(frozen=True, slots=True)
class TraceLine:
    """A line of the student's own that an error passed through, and where its copy stands."""

    where: str
    function: str
    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Details:
    """What a failing test opens to."""

    problem: str
    cause: str
    call: str
    expected: str
    got: str
    differing: str
    largest: str
    rows: tuple[NumberRow, ...]
    trace: tuple[TraceLine, ...]


@dataclass(frozen=True, slots=True)
class TestView:
    """One test's row."""

    anchor: str
    title: str
    status: str
    visibility: str
    score: float
    max_score: float
    message: str
    details: Details | None
    first: bool
    because_of: str = ""


@dataclass(frozen=True, slots=True)
class QuestionView:
    """One question's card."""

    anchor: str
    number: int
    title: str
    score: float
    max_score: float
    tests: tuple[TestView, ...]
    excerpts: tuple[Excerpt, ...]
    measurements: tuple[MeasurementView, ...] = ()
    gallery: Gallery = field(default_factory=Gallery)

    @property
    def share(self) -> float:
        """Return how much of the points was earned, 0 to 100."""
        return 100 * min(1.0, max(0.0, self.score / self.max_score)) if self.max_score else 100.0

    @property
    def passed(self) -> int:
        """Return how many tests passed."""
        return sum(test.status == "passed" for test in self.tests)

    @property
    def clear(self) -> bool:
        """Return whether there is nothing to do here."""
        return 0 < len(self.tests) == self.passed


@dataclass(frozen=True, slots=True)
class StudentView:
    """Everything that a student's page shows beside the record itself."""

    questions: tuple[QuestionView, ...]
    first: TestView | None
    first_question: QuestionView | None
    first_line: TraceLine | None
    isolation: str
    protections: str
    files: str
    command: str
    notes: tuple[Note, ...]

    @property
    def clear(self) -> bool:
        """Return whether every test of every question passed."""
        return bool(self.questions) and all(question.clear for question in self.questions)

    @property
    def marks(self) -> list[str]:
        """Return the names of the marks that the plots of the page are drawn with."""
        plots = (p.plot for q in self.questions for p in q.gallery.pictures if p.plot)
        return sorted(set().union(*(plot.marks for plot in plots)))

    @property
    def drawn(self) -> bool:
        """Return whether there is a picture or a measurement on the page."""
        return any(q.gallery.pictures or q.measurements for q in self.questions)


def student_view(result: SubmissionResult, run: RunInfo, notebook: Notebook) -> StudentView:
    """Return what the page of one submission shows."""
    shelf = ExcerptShelf(result.code, notebook)
    first = first_wrong(result)
    titles = {q.id: f"{i}. {one_line(q.title)}" for i, q in enumerate(result.questions, 1)}
    questions = tuple(
        _question(i, question, first, shelf, titles) for i, question in enumerate(result.questions)
    )
    questions = _with_exhibits(questions, result)
    return StudentView(
        questions=questions,
        first=questions[first[0]].tests[first[1]] if first else None,
        first_question=questions[first[0]] if first else None,
        first_line=_first_line(result, first, notebook) if first else None,
        isolation=level_words(result.isolation.level),
        protections=protection_words(result.isolation),
        files=", ".join(one_line(name) for name in result.files[:20]),
        command=_command(result, run.seed, notebook.file),
        notes=tuple(note_view(note, notebook) for note in result.notes[:20]),
    )


def _with_exhibits(
    questions: tuple[QuestionView, ...], result: SubmissionResult
) -> tuple[QuestionView, ...]:
    """Return the cards with what was measured and drawn for each."""
    visibilities = {test.id: test.visibility for q in result.questions for test in q.tests}
    measured = measurement_views(result.measurements, visibilities)
    drawn = galleries(result.pictures, {id_ for id_, v in visibilities.items() if v == "visible"})
    return tuple(
        dataclasses.replace(
            view,
            measurements=measured.pop(question.id, ()),
            gallery=drawn.pop(question.id, Gallery()),
        )
        for view, question in zip(questions, result.questions, strict=True)
    )


def _first_line(
    result: SubmissionResult, first: tuple[int, int], notebook: Notebook
) -> TraceLine | None:
    """Return where to look first: the innermost line inside a function of the question.

    Where no line of these is known it is the innermost of all, and without any line the place
    where the function is defined.
    """
    question = result.questions[first[0]]
    failure = question.tests[first[1]].failure
    if failure is None:
        return None
    about = {failure.function, *question.functions}
    inside = [line for line in failure.trace if line.function in about] or list(failure.trace)
    if inside:
        return _trace_line(inside[-1], notebook)
    for excerpt in result.code:
        if excerpt.function == failure.function:
            head = excerpt.text.partition("\n")[0]
            place = CodeLine(excerpt.file, excerpt.cell, excerpt.line, excerpt.function, head)
            return _trace_line(place, notebook)
    return None


def _question(
    index: int,
    question: QuestionResult,
    first: tuple[int, int] | None,
    shelf: ExcerptShelf,
    titles: Mapping[str, str],
) -> QuestionView:
    wrong = [test.failure for test in question.tests if went_wrong(test) and test.failure]
    named = [f.function for f in wrong if f.function] or list(question.functions)
    lines = [line for failure in wrong for line in failure.trace]
    return QuestionView(
        anchor=question_anchor(index, question.id),
        number=index + 1,
        title=one_line(question.title),
        score=question.score,
        max_score=question.max_score,
        tests=tuple(
            dataclasses.replace(
                _test(test, row_anchor(index, j), (index, j) == first, shelf.notebook),
                because_of=", ".join(titles.get(id_, id_) for id_ in test.because_of),
            )
            for j, test in enumerate(question.tests)
        ),
        excerpts=shelf.take(named, lines) if any(map(went_wrong, question.tests)) else (),
    )


def _test(test: TestResult, anchor: str, first: bool, notebook: Notebook) -> TestView:
    wrong = went_wrong(test)
    failure = (
        test.failure.without_values()
        if test.visibility != "visible" and test.failure
        else test.failure
    )
    return TestView(
        anchor=anchor,
        title=one_line(test.title),
        status="partly" if in_part(test) else test.status,
        visibility=test.visibility,
        score=test.score,
        max_score=test.max_score,
        message=_beside(test),
        details=_details(failure, notebook) if wrong and failure else None,
        first=first,
    )


def _beside(test: TestResult) -> str:
    """Return what stands beside a test's title."""
    if test.status == "passed" and not test.given:
        return ""
    return shorten(test.message, _LONG)


def _details(failure: Failure, notebook: Notebook) -> Details:
    return Details(
        problem=shorten(failure.problem, _LONG),
        cause=shorten(failure.cause, _LONG),
        call=shorten(failure.call, _LONG),
        expected=shorten(failure.expected, _LONG),
        got=shorten(failure.got, _LONG),
        differing=shorten(failure.differing, _LONG),
        largest=shorten(failure.largest, _LONG),
        rows=number_rows(failure.rows),
        trace=tuple(_trace_line(line, notebook) for line in failure.trace[-_MOST_LINES:]),
    )


def _trace_line(line: CodeLine, notebook: Notebook) -> TraceLine:
    return TraceLine(
        where=where(one_line(line.file), line.cell, line.line),
        function=one_line(line.function),
        text=one_line(line.text, 300),
        href=notebook.link(line.file, line.cell, line.line),
    )


def _command(result: SubmissionResult, seed: int, main: str) -> str:
    """Return the command that repeats this check."""
    file = one_line(main or next(iter(result.files), "."))
    file = f"./{file}" if file.startswith("-") else file
    parts = ["gradewright", "grade", file]
    return shlex.join([*parts, "--assignment", one_line(result.assignment), "--seed", str(seed)])
