"""`scores.csv`: a row an entry, a column a question, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TypeAlias

from gradewright.reports.class_rows import ClassRow
from gradewright.reports.files import replacing
from gradewright.results import LeftOut, SubmissionResult
from gradewright.words.numbers import decimals
from gradewright.words.printable import clean

# A spreadsheet takes a cell that begins with one of these for a formula; the last four are the
# full-width forms, which some of them fold.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
# Half of Europe's spreadsheets separate cells by semicolons, and some by tabs or bars.
_BEHIND_A_SEPARATOR = re.compile(r"([;|\t]\s*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])")
_FIRST = ("student", "assignment", "status", "score", "max_score", "seconds")
_LAST = ("message", "attention", "student_id", "attempt", "late", "path")
_LEFT_OUT = "left out"

Row: TypeAlias = SubmissionResult | ClassRow


def write_scores(path: Path, submissions: Sequence[Row], left_out: Sequence[LeftOut] = ()) -> None:
    """Write `scores.csv`: UTF-8, commas, a header, one row a submission in the order given.

    Entries graded for nobody follow: their status is `left out`, their path and the reason stand in
    the columns `path` and `message`.

    With more than one assignment the questions' columns are `<assignment>.<question>`. A text
    that a spreadsheet would take for a formula gets a leading apostrophe; numbers stay numbers.
    """
    columns = list(dict.fromkeys((r.assignment, q.id) for r in submissions for q in r.questions))
    several = len({assignment for assignment, _ in columns}) > 1
    names = [
        f"{assignment}.{question}" if several else question for assignment, question in columns
    ]
    with replacing(path, errors="replace") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([*_FIRST, *map(harmless, names), *_LAST])
        for row in submissions:
            (first, last), scores = _cells(row), _scores(row)
            writer.writerow([*first, *(scores.get(c, "") for c in columns), *last])
        for entry in left_out:
            cells = {
                "status": _LEFT_OUT,
                "message": harmless(entry.reason),
                "path": harmless(entry.path),
            }
            writer.writerow(
                [cells.get(name, "") for name in (*_FIRST, *("" for _ in columns), *_LAST)]
            )


def harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    text = clean(f"'{text}" if text.startswith(_FORMULA) else text)
    text = _BEHIND_A_SEPARATOR.sub(r"\1'", text)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _cells(row: Row) -> tuple[list[str], list[str]]:
    """Return a row's cells before and after its questions."""
    texts = [harmless(text) for text in (row.student, row.assignment, row.status)]
    numbers = [decimals(row.score, 4), decimals(row.max_score, 4), decimals(row.seconds, 3)]
    words = [row.message or "", row.attention, row.student_id, row.attempt]
    return [*texts, *numbers], [*map(harmless, words), "late" if row.late else "", ""]


def _scores(row: Row) -> dict[tuple[str, str], str]:
    """Return a row's points by assignment and question."""
    return {(row.assignment, q.id): decimals(q.score, 4) for q in row.questions}
