"""What a class did, in numbers: totals and questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from gradewright.reports.class_rows import ClassRow

LEAST_FOR_DISCRIMINATION = 10
_BINS = 10


@dataclass(frozen=True, slots=True)
class Totals:
    """The totals of the graded submissions, in points; None where nothing was graded."""

    median: float | None
    low: float | None
    high: float | None
    bins: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class QuestionStats:
    """One question over the graded submissions.

    `full`, `part` and `none` count submissions. `share` is the mean share of the points that was
    earned, 0 to 1; `discrimination` the correlation with the rest of the total, -1 to 1.
    """

    id: str
    title: str
    max_score: float
    full: int
    part: int
    none: int
    share: float
    discrimination: float | None


def totals(rows: Sequence[ClassRow], max_score: float) -> Totals:
    """Return median, quartiles and ten equal bins of the totals of graded rows."""
    if not rows:
        return Totals(None, None, None, (0,) * _BINS)
    scores = pd.Series([row.score for row in rows], dtype=float)
    low, median, high = (float(q) for q in scores.quantile([0.25, 0.5, 0.75]))
    width = max_score / _BINS or 1.0
    # A hair is added so that a sum of floats just below a bin's edge counts as on it.
    places = [min(_BINS - 1, max(0, int(row.score / width + 1e-9))) for row in rows]
    return Totals(median, low, high, tuple(places.count(i) for i in range(_BINS)))


def question_stats(rows: Sequence[ClassRow]) -> tuple[QuestionStats, ...]:
    """Return the numbers of each question of graded rows, in the order of the assignment."""
    asked = {question.id: question for row in rows for question in row.questions}
    scores = pd.DataFrame(
        [{question.id: question.score for question in row.questions} for row in rows],
        columns=list(asked),
        dtype=float,
    )
    return tuple(
        _question(scores, name, asked[name].title, asked[name].max_score) for name in asked
    )


def _question(scores: pd.DataFrame, name: str, title: str, max_score: float) -> QuestionStats:
    column = scores[name].dropna()
    full = int((column >= max_score - 1e-9).sum())
    none = int(((column <= 1e-9) & (column < max_score - 1e-9)).sum())
    return QuestionStats(
        id=name,
        title=title,
        max_score=max_score,
        full=full,
        part=len(column) - full - none,
        none=none,
        share=float(column.mean() / max_score) if max_score and len(column) else 1.0,
        discrimination=_discrimination(scores, name),
    )


def _discrimination(scores: pd.DataFrame, name: str) -> float | None:
    """Return the corrected item-total correlation, None where it says nothing."""
    item, rest = scores[name], scores.drop(columns=name).sum(axis=1)
    if len(item) < LEAST_FOR_DISCRIMINATION or item.isna().any():
        return None
    if item.std() < 1e-9 or rest.std() < 1e-9:
        return None
    return float(item.corr(rest))
