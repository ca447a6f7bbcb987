"""A course at a glance: each student's standing in each assignment, and the total."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gradewright.course.policies import CoursePolicy
from gradewright.gradebook.policy.limits import asked_for
from gradewright.gradebook.reading import Asked, CourseBook, Student
from gradewright.gradebook.standing import Standing, Total, standings, total


@dataclass(frozen=True, slots=True)
class Line:
    """One student: standings by slug, where there is any work or decision, and the total."""

    student: Student
    standings: Mapping[str, Standing]
    total: Total


@dataclass(frozen=True, slots=True)
class Overview:
    """The assignments in view, with the points that can be had in each, and a line a student."""

    assignments: tuple[tuple[Asked, float], ...]
    lines: tuple[Line, ...]


def overview(book: CourseBook, policy: CoursePolicy, slug: str | None = None) -> Overview:
    """Return a course, or one assignment of it, with every student's scores.

    Who handed nothing in has 0 of an assignment's points in the total; who is excused has it left
    out. The total is over all assignments, whichever are in view.

    Raises:
        UsageError: there is no such assignment.
    """
    shown = book.assignments if slug is None else (book.assignment(slug),)
    full = {asked.slug: full_points(asked, policy) for asked in book.assignments}
    lines = []
    for student in book.students:
        found = standings(book.work.get(student.id, {}), policy)
        lines.append(Line(student, found, _total(found, full, policy)))
    return Overview(tuple((asked, full[asked.slug]) for asked in shown), tuple(lines))


def full_points(asked: Asked, policy: CoursePolicy) -> float:
    """Return the points that an assignment asks for: a bonus apart, marks by hand included."""
    rules = policy.of(asked.slug)
    by_hand = {question.id: question.points for question in rules.by_hand}
    return asked_for({name: points for name, _, points in asked.questions} | by_hand, rules.bonus)


def _total(found: Mapping[str, Standing], full: Mapping[str, float], policy: CoursePolicy) -> Total:
    scores = {}
    for slug, points in full.items():
        mine = found.get(slug)
        if mine is not None and mine.is_excused:
            continue
        score = mine.score if mine is not None and mine.score is not None else 0.0
        scores[slug] = (score, points)
    return total(scores, policy.drop_lowest)
