"""A student's way through the term: shares of the points, assignment by assignment."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from gradewright.reports.class_rows import ClassRow
from gradewright.reports.csv_report import harmless
from gradewright.reports.files import replacing
from gradewright.reports.pages import render as render_page
from gradewright.reports.plain_text import sort_key
from gradewright.words.numbers import decimals

# The drawing of the class, and the small one of a student, in its own units.
_WIDTH, _HEIGHT, _TOP, _BASE = 720.0, 260.0, 16.0, 212.0
_LINE_WIDTH, _LINE_HEIGHT, _EDGE = 120.0, 26.0, 4.0


@dataclass(frozen=True, slots=True)
class Step:
    """An assignment of the term: its slug, title and points, and the class's quartiles (shares)."""

    slug: str
    title: str
    max_score: float
    low: float | None
    median: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Way:
    """A student's shares, one an assignment in the term's order; None where there is no score.

    `mean` is over what was graded, and `line` the path of the small drawing, with its dots.
    """

    student: str
    student_id: str
    scores: tuple[float | None, ...]
    shares: tuple[float | None, ...]
    mean: float | None
    line: str
    dots: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where an assignment stands in the drawing of the class."""

    x: float
    low: float
    median: float
    high: float


@dataclass(frozen=True, slots=True)
class Term:
    """Assignments in the order in which they were first graded, and every student's way."""

    steps: tuple[Step, ...]
    ways: tuple[Way, ...]


def term(rows: Iterable[ClassRow]) -> Term:
    """Return the ways through a term.

    Args:
        rows: results of any assignments, from one or several folders; of several results of one
            student for one assignment the newest counts.
    """
    newest: dict[tuple[str, str, str], ClassRow] = {}
    for row in sorted(rows, key=lambda r: r.created):
        newest[row.student, row.student_id, row.assignment] = row
    slugs = list(dict.fromkeys(row.assignment for row in newest.values()))
    first = {s: min(r.created for r in newest.values() if r.assignment == s) for s in slugs}
    slugs.sort(key=lambda slug: (first[slug], slug))
    people = sorted({key[:2] for key in newest}, key=lambda p: (sort_key(p[0]), p))
    ways = []
    for student, student_id in people:
        mine = [newest.get((student, student_id, slug)) for slug in slugs]
        scores = tuple(_score(row) for row in mine)
        ways.append(_way(student, student_id, scores, tuple(_share(row) for row in mine)))
    steps = tuple(_step(s, [r for r in newest.values() if r.assignment == s]) for s in slugs)
    return Term(steps, tuple(ways))


def _score(row: ClassRow | None) -> float | None:
    return row.score if row is not None and row.status == "graded" else None


def _share(row: ClassRow | None) -> float | None:
    score = _score(row)
    if row is None or score is None or not row.max_score:
        return None
    return min(1.0, max(0.0, score / row.max_score))


def _way(
    student: str,
    student_id: str,
    scores: tuple[float | None, ...],
    shares: tuple[float | None, ...],
) -> Way:
    known = [share for share in shares if share is not None]
    gap = (_LINE_WIDTH - 2 * _EDGE) / max(1, len(shares) - 1)
    places = [
        None
        if share is None
        else (round(_EDGE + i * gap, 1), round(_EDGE + (1 - share) * (_LINE_HEIGHT - 2 * _EDGE), 1))
        for i, share in enumerate(shares)
    ]
    return Way(
        student,
        student_id,
        scores,
        shares,
        sum(known) / len(known) if known else None,
        _path(places),
        tuple(place for place in places if place is not None),
    )


def _path(places: Sequence[tuple[float, float] | None]) -> str:
    """Return the path through some places; where one is missing it begins anew."""
    parts, is_drawing = [], False
    for place in places:
        if place is not None:
            parts.append(f"{'L' if is_drawing else 'M'}{place[0]:g} {place[1]:g}")
        is_drawing = place is not None
    return "".join(parts)


def _step(slug: str, rows: Sequence[ClassRow]) -> Step:
    shares = pd.Series([s for row in rows if (s := _share(row)) is not None], dtype=float)
    low, median, high = (
        (float(q) for q in shares.quantile([0.25, 0.5, 0.75])) if len(shares) else (None,) * 3
    )
    return Step(slug, rows[0].title or slug, max(r.max_score for r in rows), low, median, high)


def write_term(path: Path, whole: Term) -> None:
    """Write `term.csv`: a row a student, the points and the share of each assignment, the mean."""
    names = [name for s in whole.steps for name in (f"{s.slug}.score", f"{s.slug}.share")]
    with replacing(path, errors="replace") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["student", "student_id", *map(harmless, names), "mean_share"])
        for way in whole.ways:
            cells = [
                "" if value is None else decimals(value, 4)
                for pair in zip(way.scores, way.shares, strict=True)
                for value in (*pair,)
            ]
            mean = "" if way.mean is None else decimals(way.mean, 4)
            writer.writerow([harmless(way.student), harmless(way.student_id), *cells, mean])


def render(whole: Term, course: str) -> str:
    """Return the page of a term as one self-contained HTML document without scripts."""
    gap = _WIDTH / max(1, len(whole.steps))

    def height(share: float) -> float:
        return round(_BASE - share * (_BASE - _TOP), 1)

    places = [
        None
        if s.low is None or s.median is None or s.high is None
        else Place(round((i + 0.5) * gap, 1), height(s.low), height(s.median), height(s.high))
        for i, s in enumerate(whole.steps)
    ]
    line = _path([None if p is None else (p.x, p.median) for p in places])
    grid = [(height(share), round(100 * share)) for share in (0.0, 0.25, 0.5, 0.75, 1.0)]
    return render_page(
        "term.html",
        term=whole,
        course=course,
        places=places,
        line=line,
        grid=grid,
        width=_WIDTH,
        height=_HEIGHT,
        base=_BASE,
        gap=gap,
        small=(_LINE_WIDTH, _LINE_HEIGHT),
    )
