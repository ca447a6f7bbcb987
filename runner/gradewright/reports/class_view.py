"""What the class page shows, worked out from the compact rows before any HTML is made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from gradewright.reports.class_rows import ClassRow, QuestionScore
from gradewright.reports.class_stats import QuestionStats, Totals, question_stats, totals
from gradewright.reports.fault_groups import FaultGroup, fault_groups
from gradewright.reports.histogram import Histogram, histogram
from gradewright.reports.item_stats import ItemStats, item_stats
from gradewright.reports.measurements.class_measures import ClassMeasure, class_measures
from gradewright.reports.needs import KINDS, Need, NeedKind, word_for
from gradewright.reports.plain_text import sort_key
from gradewright.reports.safe_names import file_name
from gradewright.reports.suspects import Suspect, suspects
from gradewright.words.numbers import points


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the heat map: how much was lost, 0 (nothing) to 3 (all), and its link."""

    loss: int
    text: str
    href: str


@dataclass(frozen=True, slots=True)
class TableRow:
    """A submission's row; `kind` holds the words that the page's filter asks for."""

    row: ClassRow
    kind: str
    share: float
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class AssignmentView:
    """One assignment's part of the page."""

    slug: str
    title: str
    anchor: str
    max_score: float
    submissions: int
    graded: int
    full: int
    unreadable: tuple[ClassRow, ...]
    attention: tuple[tuple[ClassRow, Need], ...]
    kinds: tuple[tuple[NeedKind, str, int], ...]
    totals: Totals
    histogram: Histogram
    questions: tuple[QuestionStats, ...]
    hardest: str
    failures: tuple[FaultGroup, ...]
    titles: dict[str, str]
    table: tuple[TableRow, ...]
    measures: tuple[ClassMeasure, ...]
    suspects: tuple[Suspect, ...]
    tests: tuple[ItemStats, ...]


def class_view(rows: Sequence[ClassRow], *, is_whole: bool = True) -> tuple[AssignmentView, ...]:
    """Return the parts of the page, one an assignment, in order of slug.

    Tests are suspected only where the class `is_whole`: half of it may say something else.
    """
    slugs = sorted({row.assignment for row in rows})
    return tuple(
        _assignment(s, [row for row in rows if row.assignment == s], is_whole=is_whole)
        for s in slugs
    )


def _assignment(slug: str, rows: list[ClassRow], *, is_whole: bool) -> AssignmentView:
    rows = sorted(rows, key=lambda row: (sort_key(row.student), row.student, row.href))
    graded = [row for row in rows if row.status == "graded"]
    attention = _attention(rows)
    counts = Counter(kind for _, need in attention for kind in need.kinds)
    max_score = max(row.max_score for row in rows)
    questions, sums = question_stats(graded), totals(graded, max_score)
    return AssignmentView(
        slug=slug,
        title=rows[0].title,
        anchor=f"a-{file_name(slug)}",
        max_score=max_score,
        submissions=len(rows),
        graded=len(graded),
        full=sum(_is_full(row) for row in graded),
        unreadable=tuple(row for row in rows if row.status == "unreadable"),
        attention=attention,
        kinds=tuple((k, word_for(k), counts[k]) for k in KINDS if counts[k]),
        totals=sums,
        histogram=histogram(sums, max_score),
        questions=questions,
        hardest=_hardest(questions),
        failures=fault_groups(graded),
        titles={question.id: question.title for question in questions},
        table=tuple(_table_row(row, questions) for row in rows),
        measures=class_measures(m for row in graded for m in row.measurements),
        suspects=suspects(graded) if is_whole else (),
        tests=item_stats(graded) if is_whole else (),
    )


def _attention(rows: list[ClassRow]) -> tuple[tuple[ClassRow, Need], ...]:
    """Return who needs a human and why, the most urgent kinds first."""
    found = [(row, need) for row in rows if (need := row.need) is not None]
    return tuple(sorted(found, key=lambda pair: KINDS.index(pair[1].kinds[0])))


def _hardest(questions: tuple[QuestionStats, ...]) -> str:
    """Return the question that earned the smallest share; empty where none stands out."""
    ranked = sorted(questions, key=lambda question: question.share)
    return ranked[0].id if len(ranked) > 1 and ranked[0].share < ranked[1].share else ""


def _is_full(row: ClassRow) -> bool:
    return row.score >= row.max_score - 1e-9


def _table_row(row: ClassRow, questions: tuple[QuestionStats, ...]) -> TableRow:
    kinds = ["attention"] if row.needs_human else []
    if row.status == "graded":
        kinds.append("full" if _is_full(row) else "lost")
    scores = {question.id: question for question in row.questions}
    cells = tuple(_cell(row, scores.get(question.id)) for question in questions)
    share = 100 * min(1.0, max(0.0, row.score / row.max_score)) if row.max_score else 0.0
    return TableRow(row, " ".join(kinds), share, cells)


def _cell(row: ClassRow, question: QuestionScore | None) -> Cell | None:
    if question is None or row.status != "graded":
        return None
    return Cell(_loss(question), points(question.score), f"{row.href}#{question.anchor}")


def _loss(question: QuestionScore) -> int:
    """Return 0 for all points, 1 for more than half, 2 for half or less, 3 for none."""
    share = question.score / question.max_score if question.max_score else 1.0
    if share > 1 - 1e-9:
        return 0
    if share <= 1e-9:
        return 3
    return 1 if share > 0.5 else 2
