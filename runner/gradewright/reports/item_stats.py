"""Each test over a class, in numbers: how hard it is, what it tells, and how long it takes."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from gradewright.reports.class_rows import ClassRow
from gradewright.reports.class_stats import LEAST_FOR_DISCRIMINATION, QuestionStats, question_stats
from gradewright.reports.csv_report import harmless
from gradewright.reports.files import replacing
from gradewright.words.numbers import decimals

_HEAD = ("assignment", "question", "test", "title", "max_score", "submissions", "mean")
_MORE = ("difficulty", "discrimination", "median_seconds")


@dataclass(frozen=True, slots=True)
class ItemStats:
    """One test over the graded submissions.

    `count` were judged by it and `lost` lost points. `share` is the mean share of its points that
    was earned, 0 to 1; `discrimination` the correlation with the rest of the total, -1 to 1, None
    where it says nothing; `seconds` the median time of those that ran it.
    """

    id: str
    question: str
    title: str
    max_score: float
    count: int
    lost: int
    share: float
    discrimination: float | None
    seconds: float | None


def item_stats(rows: Sequence[ClassRow]) -> tuple[ItemStats, ...]:
    """Return the numbers of each test of graded rows of one assignment, in its order.

    A test that was not run, or was lost because of another question, counts for nobody.
    """
    tests = {test.id: test for row in rows for test in row.tests}
    if not tests:
        return ()
    shares = pd.DataFrame(
        [{t.id: t.score / t.max_score for t in row.tests if t.judged} for row in rows],
        columns=list(tests),
        dtype=float,
    )
    times = pd.DataFrame(
        [{t.id: s for t, s in zip(row.tests, row.times, strict=False) if t.judged} for row in rows],
        columns=list(tests),
        dtype=float,
    )
    totals = pd.Series([sum(t.score for t in row.tests) for row in rows], dtype=float)
    return tuple(
        _one(test.id, test.question, test.title, test.max_score, shares, times, totals)
        for test in tests.values()
    )


def _one(
    id_: str,
    question: str,
    title: str,
    max_score: float,
    shares: pd.DataFrame,
    times: pd.DataFrame,
    totals: pd.Series[float],
) -> ItemStats:
    mine = shares[id_].dropna()
    rest = totals[mine.index] - mine * max_score
    seconds = times[id_].median()
    return ItemStats(
        id=id_,
        question=question,
        title=title,
        max_score=max_score,
        count=len(mine),
        lost=int((mine < 1 - 1e-9).sum()),
        share=float(mine.mean()) if len(mine) else 1.0,
        discrimination=_correlation(mine, rest),
        seconds=None if pd.isna(seconds) else float(seconds),
    )


def _correlation(item: pd.Series[float], rest: pd.Series[float]) -> float | None:
    if len(item) < LEAST_FOR_DISCRIMINATION or item.std() < 1e-9 or rest.std() < 1e-9:
        return None
    return float(item.corr(rest))


def question_seconds(stats: Sequence[ItemStats], question: str) -> float | None:
    """Return how long a question takes, by the medians of its tests; None where none ran."""
    mine = [s.seconds for s in stats if s.question == question and s.seconds is not None]
    return sum(mine) if mine else None


def write_statistics(path: Path, rows: Sequence[ClassRow]) -> None:
    """Write `statistics.csv`: a row a question, with no test named, then a row for each test."""
    slugs = sorted({row.assignment for row in rows})
    with replacing(path, errors="replace") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([*_HEAD, *_MORE])
        for slug in slugs:
            graded = [r for r in rows if r.assignment == slug and r.status == "graded"]
            tests = item_stats(graded)
            for question in question_stats(graded):
                seconds = question_seconds(tests, question.id)
                count = question.full + question.part + question.none
                writer.writerow(_cells(slug, question.id, "", question, count, seconds))
                for test in tests:
                    if test.question == question.id:
                        cells = _cells(slug, question.id, test.id, test, test.count, test.seconds)
                        writer.writerow(cells)


def _cells(
    slug: str,
    question: str,
    test: str,
    stats: QuestionStats | ItemStats,
    count: int,
    seconds: float | None,
) -> list[str]:
    texts = map(harmless, (slug, question, test, stats.title))
    told = stats.discrimination
    return [
        *texts,
        decimals(stats.max_score, 4),
        str(count),
        decimals(stats.share * stats.max_score, 4),
        decimals(stats.share, 4),
        "" if told is None else decimals(told, 4),
        "" if seconds is None else decimals(seconds, 4),
    ]
