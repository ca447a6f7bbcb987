"""What `gradewright gradebook show` prints: tables for people, plain values for programs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from rich.table import Table
from rich.text import Text

from gradewright.course.policies import CoursePolicy, zone_of
from gradewright.gradebook.explaining import duration, shown
from gradewright.gradebook.facts import Entry, in_force
from gradewright.gradebook.overview import Line, Overview
from gradewright.gradebook.reading import CourseBook
from gradewright.gradebook.standing import Standing
from gradewright.phrases import say
from gradewright.words.numbers import points
from gradewright.words.printable import one_line


def score_table(view: Overview) -> Table:
    """Return a row a student: of one assignment with lateness and remarks, else a column each."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(say("gradebook.student"))
    if len(view.assignments) == 1:
        for key in ("score", "points", "attempts", "late"):
            table.add_column(say(f"gradebook.{key}"), justify="right")
        table.add_column(say("gradebook.remarks"))
        ((asked, full),) = view.assignments
        for line in view.lines:
            table.add_row(Text(one_line(line.student.shown)), *_one(line, asked.slug, full))
        return table
    for asked, _ in view.assignments:
        table.add_column(asked.slug, justify="right")
    for key in ("total", "points"):
        table.add_column(say(f"gradebook.{key}"), justify="right")
    for line in view.lines:
        cells = [_score(line, asked.slug) for asked, _ in view.assignments]
        sums = [points(line.total.score), points(line.total.full)]
        table.add_row(Text(one_line(line.student.shown)), *cells, *sums)
    return table


def ledger_table(entries: Sequence[Entry], book: CourseBook, policy: CoursePolicy) -> Table:
    """Return a row an entry of the ledger."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for key in ("entry", "when", "author", "kind", "about", "reason"):
        table.add_column(say(f"gradebook.{key}"), overflow="fold")
    zone, counts = zone_of(policy.timezone), {entry.id for entry in in_force(list(entries))}
    names = {student.id: student.shown for student in book.students}
    for entry in entries:
        kind: str = entry.kind
        if entry.id not in counts and kind != "undo":
            kind = say("gradebook.undone", kind=kind)
        about = " ".join([names.get(entry.student or 0, ""), entry.assignment]).strip()
        details = ", ".join(f"{k}={v}" for k, v in sorted(entry.details.items()) if v != "")
        words = (entry.author, kind, f"{about} {details}".strip(), entry.reason)
        when = shown(datetime.fromisoformat(entry.at), zone)
        table.add_row(str(entry.id), when, *(Text(one_line(word)) for word in words))
    return table


def plain_overview(view: Overview) -> dict[str, Any]:
    """Return scores as plain values."""
    return {
        "assignments": [
            {"slug": asked.slug, "title": asked.title, "points": full}
            for asked, full in view.assignments
        ],
        "students": [
            {
                "student": line.student.name,
                "student_id": line.student.lms_id,
                "scores": {
                    asked.slug: _plain(line.standings.get(asked.slug))
                    for asked, _ in view.assignments
                },
                "total": line.total.score,
                "of": line.total.full,
                "dropped": list(line.total.dropped),
            }
            for line in view.lines
        ],
    }


def plain_entries(entries: Sequence[Entry], book: CourseBook) -> list[dict[str, Any]]:
    """Return the ledger as plain values."""
    names = {student.id: student.shown for student in book.students}
    counts = {entry.id for entry in in_force(list(entries))}
    return [
        {
            "entry": entry.id,
            "kind": entry.kind,
            "student": names.get(entry.student or 0, ""),
            "assignment": entry.assignment,
            "details": entry.details,
            "author": entry.author,
            "reason": entry.reason,
            "at": entry.at,
            "counts": entry.id in counts or entry.kind == "undo",
        }
        for entry in entries
    ]


def _one(line: Line, slug: str, full: float) -> list[str]:
    found = line.standings.get(slug)
    if found is None:
        return [say("gradebook.no_score"), points(full), "0", "", ""]
    late = max((found.considered[place].late for place in found.counted), default=0.0)
    remarks = [say("gradebook.overridden")] if found.final else []
    remarks += [say("gradebook.waits")] if found.waiting else []
    return [
        _score(line, slug),
        points(full),
        str(len(found.order)),
        duration(late) if late > 0 else "",
        ", ".join(remarks),
    ]


def _score(line: Line, slug: str) -> str:
    found = line.standings.get(slug)
    if found is not None and found.is_excused:
        return say("gradebook.excused")
    score = None if found is None else found.score
    text = say("gradebook.no_score") if score is None else points(score)
    return say("gradebook.dropped", score=text) if slug in line.total.dropped else text


def _plain(found: Standing | None) -> dict[str, Any]:
    if found is None:
        return {"score": None, "attempts": 0}
    counted = [found.considered[place] for place in found.counted]
    return {
        "score": found.score,
        "attempts": len(found.order),
        "excused": found.is_excused,
        "late_seconds": max((each.late for each in counted), default=0.0),
        "late_days_spent": found.spent,
        "overridden": found.final is not None,
        "waiting": list(found.waiting),
    }
