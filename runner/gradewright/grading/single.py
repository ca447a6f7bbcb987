"""Set up the grading of one submission with plain pytest."""

from __future__ import annotations

from pathlib import Path

import pytest

from gradewright.course.reader import find_assignment, read_course
from gradewright.course.records import Assignment, Course
from gradewright.errors import GradewrightError
from gradewright.grading.desk import Desk
from gradewright.grading.models import models_for
from gradewright.grading.terms import Terms
from gradewright.sandbox.client import ZygoteSandbox
from gradewright.sandbox.launch import Settings
from gradewright.submissions.find import find
from gradewright.submissions.read import read


def open_single(submission: str, grader: Path, seed: int) -> Desk:
    """Return a desk with the submission opened for the assignment that `grader` belongs to."""
    try:
        course, assignment = _assignment_of(grader)
        found = find([Path(submission)], assignment=assignment, course=course).found
        if len(found) != 1:
            pytest.exit(f"--submission {submission} names {len(found)} submissions, not one", 4)
        settings = Settings(assignment.load.imports, assignment.limits)
        sandbox = ZygoteSandbox(settings)
        desk = Desk(assignment, sandbox, Terms(seed), models_for(assignment, settings))
        desk.take(read(found[0], assignment))
    except GradewrightError as error:
        pytest.exit(str(error), 4)
    return desk


def _assignment_of(grader: Path) -> tuple[Course, Assignment]:
    """Return the course and the assignment that a grader's file lies under."""
    folder = next(path for path in grader.parents if path.parent.name == "graders")
    course = read_course(folder.parent.parent)
    return course, find_assignment(course, folder.name)
