"""`gradewright suspects`: the tests that the class says may be wrong."""

from __future__ import annotations

import argparse

from gradewright.cli.summary import suspect_line
from gradewright.phrases import say
from gradewright.reports.class_rows import ClassRow
from gradewright.reports.held_rows import rows_of
from gradewright.reports.suspects import LEAST_GRADED, suspects
from gradewright.words.printable import printable


def main(arguments: argparse.Namespace) -> int:
    """Print the suspects of a folder of results, with whom each concerns, and return 0."""
    rows: list[ClassRow] = rows_of(arguments.results)
    found = suspects(rows)
    page = arguments.results / "index.html" if arguments.results.is_dir() else arguments.results
    for suspect in found:
        print(printable(suspect_line(suspect, page)))
        students = ", ".join(name for name, _ in suspect.who)
        print(printable(say("console.suspect_students", students=students)))
    if not found:
        print(say("console.suspects_none", count=len(rows), least=LEAST_GRADED))
    return 0
