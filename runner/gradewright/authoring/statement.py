"""Read a statement: an introduction, and one section a question."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gradewright.course.records import Assignment
from gradewright.errors import CourseError

_HEADING = re.compile(r"^(?=## )", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Statement:
    """The text of an assignment: Markdown, by question."""

    introduction: str
    sections: dict[str, str]


def read_statement(assignment: Assignment) -> Statement:
    """Return `statement.md`, cut at its level-two headings.

    Raises:
        CourseError: the file is absent, or its sections are not the questions in their order.
    """
    file = assignment.folder / "statement.md"
    if not file.is_file():
        raise CourseError(file, "the file", "nothing", "the statement in Markdown")
    introduction, *sections = _HEADING.split(file.read_text(encoding="utf-8-sig"))
    questions = [question.id for question in assignment.questions]
    if len(sections) != len(questions):
        allowed = f"one a question: {', '.join(questions)}"
        raise CourseError(file, "sections (## …)", str(len(sections)), allowed)
    for question, section in zip(questions, sections, strict=True):
        heading = section.partition("\n")[0]
        if f"`{question}`" not in heading:
            raise CourseError(file, "a heading", repr(heading), f"one that names `{question}`")
    texts = [section.strip() for section in sections]
    return Statement(introduction.strip(), dict(zip(questions, texts, strict=True)))
