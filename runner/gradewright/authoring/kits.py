"""Make the kit of an assignment: what a self-check holds of it, and nothing of what is hidden."""

from __future__ import annotations

import dataclasses
import hashlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from gradewright.authoring.stub import make_template
from gradewright.course.records import Assignment, Question
from gradewright.errors import CourseError
from gradewright.grading.judge import planned_of
from gradewright.grading.marks import VISIBLE, PlannedTest
from gradewright.selfcheck.kit import Asked, Check, Kit


def kit_of(assignment: Assignment, language: str = "en") -> Kit:
    """Return the kit of an assignment.

    Args:
        assignment: one whose visible tests stand in `graders/<slug>/visible/`.
        language: that of what students read.

    Raises:
        CourseError: it has no such folder, or its graders cannot be used.
    """
    folder = assignment.graders / "visible"
    if not folder.is_dir():
        allowed = f"visible tests in {folder}, which stand for themselves"
        raise CourseError(assignment.graders, "visible tests", "none that can be given", allowed)
    planned = planned_of(assignment)
    files = make_template(assignment)
    graders = {file.name: _text(file) for file in sorted(folder.glob("*.py"))}
    support = {file.name: _text(file) for file in assignment.load.support}
    kit = Kit(
        slug=assignment.slug,
        title=assignment.title,
        language=language,
        stamp="",
        files=assignment.files,
        mode=assignment.load.mode,
        imports=assignment.load.imports,
        most_parameters=20 * assignment.largest.parameters,
        questions=tuple(_question(assignment, q, planned) for q in assignment.questions),
        checks=tuple(_checks(planned)),
        graders=graders,
        support=support,
        stub=files[f"{assignment.slug}.py"],
    )
    return _stamped(kit)


def _question(
    assignment: Assignment, question: Question, planned: tuple[PlannedTest, ...]
) -> Asked:
    hidden = [t for t in planned if t.question == question.id and not _is_given(t)]
    return Asked(
        question.id,
        question.title,
        question.points,
        question.functions,
        round(sum(test.points for test in hidden), 6),
        len(hidden),
        assignment.test_seconds(question.id),
    )


def _is_given(test: PlannedTest) -> bool:
    """Tell whether students are given a test: it is visible and needs no judge."""
    return test.id.startswith(VISIBLE)


def _checks(planned: tuple[PlannedTest, ...]) -> Iterator[Check]:
    """Yield the tests that are given; the parameter sets of a function count in their order."""
    cases: Counter[str] = Counter()
    for test in filter(_is_given, planned):
        function = test.id.partition("[")[0]
        yield Check(
            test.id,
            test.title,
            test.question,
            round(test.points, 6),
            test.file,
            test.function,
            cases[function],
        )
        cases[function] += 1


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8-sig")


def _stamped(kit: Kit) -> Kit:
    """Return the kit with a stamp that says what is in it."""
    digest = hashlib.sha256(kit.to_json().encode("utf-8")).hexdigest()
    return dataclasses.replace(kit, stamp=digest[:12])
