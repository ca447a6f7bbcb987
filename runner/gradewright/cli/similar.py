"""`gradewright similar`: a page of submissions that are like each other, as a hint."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from gradewright import phrases
from gradewright.course.reader import find_assignment, read_course
from gradewright.course.records import Course
from gradewright.phrases import say
from gradewright.reports import files, similar_page
from gradewright.reports.class_again import write_again
from gradewright.reports.held_rows import RESULTS, read_results
from gradewright.results import SubmissionResult
from gradewright.similarity.compare import Work, compare
from gradewright.similarity.gather import given_parts, works_of_files, works_of_results
from gradewright.submissions.find import find
from gradewright.words.printable import printable

_MOST_PRINTED = 20


def main(arguments: argparse.Namespace) -> int:
    """Write the page, print the first pairs, and return 0."""
    course = read_course(arguments.course)
    phrases.use_language(course.language)
    results = [path for path in arguments.paths if _holds_results(path)]
    paths = [path for path in arguments.paths if path not in results]
    out = arguments.out or (_folder(results[0]) if results else Path()) / similar_page.NAME
    class_page = _folder(results[0] if results else Path()) / "index.html"
    is_beside = bool(results) and out.parent.resolve() == class_page.parent.resolve()
    records = [record for path in results for record in read_results(path)]
    if not is_beside:
        records = [replace(record, page="") for record in records]
    works = list(_works(course, arguments.assignment, paths, records))
    given = {each.slug: given_parts(each) for each in course.assignments}
    likeness = compare(works, given)
    page = similar_page.render(likeness, course.title, "index.html" if is_beside else "")
    files.write(out, page)
    if is_beside and out.name == similar_page.NAME and class_page.is_file():
        write_again(class_page.parent)
    for pair in likeness.pairs[:_MOST_PRINTED]:
        text = say(
            "console.similar",
            score=round(100 * pair.score),
            one=pair.one.student,
            other=pair.other.student,
            assignment=pair.assignment,
        )
        print(printable(text))
    print(say("console.similar_done", pairs=len(likeness.pairs), count=len(works), path=out))
    return 0


def _works(
    course: Course, slug: str | None, paths: list[Path], records: list[SubmissionResult]
) -> Iterator[Work]:
    """Yield what is compared: the files where any are named, else what the results hold."""
    assignment = find_assignment(course, slug) if slug is not None else None
    if not paths:
        wanted = (r for r in records if assignment is None or r.assignment == assignment.slug)
        yield from works_of_results(wanted)
        return
    pages = {(r.student, r.student_id, r.assignment): r.page for r in records}
    findings = find(paths, assignment=assignment, course=course)
    yield from works_of_files(findings.found, course, pages)


def _holds_results(path: Path) -> bool:
    return (path / RESULTS).is_file() or (path.is_file() and path.suffix == ".json")


def _folder(path: Path) -> Path:
    return path if path.is_dir() else path.parent
