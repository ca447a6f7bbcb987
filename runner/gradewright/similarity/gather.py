"""Bring together what is compared: files through the reader of submissions, or results."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from gradewright.course.records import Assignment, Course
from gradewright.likeness import Whose
from gradewright.results import SubmissionResult
from gradewright.similarity.compare import Work
from gradewright.similarity.statements import Part
from gradewright.submissions.apart import read_apart
from gradewright.submissions.cells import read_cells
from gradewright.submissions.kinds import by_name
from gradewright.submissions.records import Found, Submission
from gradewright.words.decoding import decode_script, tidy


def given_parts(assignment: Assignment) -> tuple[Part, ...]:
    """Return the code that students were given: the stub, and what lies beside it."""
    files = sorted(assignment.template.glob("**/*")) if assignment.template.is_dir() else []
    found = []
    for file in files:
        if by_name(file.name).kind in ("notebook", "script") and file.is_file():
            cells, _ = read_cells(file.name, file.read_bytes())
            found += [Part(cell.file, cell.number, cell.source) for cell in cells]
    return tuple(found)


def works_of_results(results: Iterable[SubmissionResult]) -> Iterator[Work]:
    """Yield what results hold of each work: the definitions of the graded functions."""
    for result in results:
        parts = tuple(Part(e.file, e.cell, e.text, e.line) for e in result.code)
        whose = Whose(result.student, result.student_id, result.page)
        title = result.title or result.assignment
        yield Work(whose, result.assignment, title, parts, result.digest)


def works_of_files(
    found: Sequence[Found], course: Course, pages: dict[tuple[str, str, str], str]
) -> Iterator[Work]:
    """Yield each submission that can be read, with all of its code.

    Files are read in a process of its own. One that ends it, or holds it up, is left out.

    Args:
        found: submissions as found.
        course: the course whose assignments they are for.
        pages: the link to a student's page by student, id and assignment.
    """
    assignments = {each.slug: each for each in course.assignments}
    left = [(each, assignments[each.assignment]) for each in found]
    while left:
        done = 0
        for told in read_apart(left, _told):
            each, assignment = left[done]
            done += 1
            if told is not None:
                page = pages.get((each.student, each.student_id, each.assignment), "")
                whose = Whose(each.student, each.student_id, page)
                yield Work(whose, assignment.slug, assignment.title, *told)
        left = left[done + 1 :] if done < len(left) else []


def _told(submission: Submission) -> tuple[tuple[Part, ...], str]:
    return parts_of(submission), submission.digest


def parts_of(submission: Submission) -> tuple[Part, ...]:
    """Return all code of a submission: its cells, its helpers and its modules."""
    cells = [Part(c.file, c.number, c.source) for c in (*submission.cells, *submission.helpers)]
    modules = [
        Part(path, None, tidy(decode_script(content)[0]))
        for path, content in submission.modules.items()
        if Path(path).suffix == ".py"
    ]
    return (*cells, *modules)
