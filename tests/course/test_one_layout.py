"""Every assignment is laid out like a new one: files by question, visible tests by themselves."""

from __future__ import annotations

from pathlib import Path

import pytest

from gradewright.authoring.visible import misplaced, outside_of
from gradewright.course.reader import find_assignment, read_course
from gradewright.course.records import Assignment

COURSE = Path(__file__).parents[2]
SLUGS = [assignment.slug for assignment in read_course(COURSE).assignments]


def assignment_of(slug: str) -> Assignment:
    return find_assignment(read_course(COURSE), slug)


@pytest.mark.parametrize("slug", SLUGS)
def test_visible_tests_stand_by_themselves(slug: str) -> None:
    assignment = assignment_of(slug)
    assert list(outside_of(assignment)) == []
    assert list(misplaced(assignment)) == []
    assert list((assignment.graders / "visible").glob("test_*.py"))


@pytest.mark.parametrize("slug", SLUGS)
def test_files_are_called_by_question(slug: str) -> None:
    assignment = assignment_of(slug)
    width = len(str(len(assignment.questions)))
    numbered = enumerate(assignment.questions, 1)
    names = {f"test_{n:0{width}}_{question.id}.py" for n, question in numbered}
    for folder in (assignment.graders, assignment.graders / "visible"):
        assert {file.name for file in folder.glob("test_*.py")} == names
