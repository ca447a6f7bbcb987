"""`gradewright term`: every student's way through the term, over folders of results."""

from __future__ import annotations

import argparse

from gradewright.phrases import say
from gradewright.reports import files
from gradewright.reports.held_rows import course_of, rows_of
from gradewright.reports.term import render, term, write_term


def main(arguments: argparse.Namespace) -> int:
    """Write `term.html` and `term.csv` into a folder and return 0."""
    whole = term([row for path in arguments.results for row in rows_of(path)])
    course = course_of(arguments.results[0])
    out = arguments.out
    out.mkdir(parents=True, exist_ok=True)
    write_term(out / "term.csv", whole)
    files.write(out / "term.html", render(whole, course))
    text = say(
        "console.term",
        students=len(whole.ways),
        assignments=len(whole.steps),
        path=out / "term.html",
    )
    print(text)
    return 0
