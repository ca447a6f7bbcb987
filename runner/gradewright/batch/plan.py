"""From paths to work: which submissions, grouped by assignment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from gradewright.course.reader import find_assignment
from gradewright.course.records import Assignment, Course
from gradewright.submissions.find import find
from gradewright.submissions.overlooked import overlooked
from gradewright.submissions.records import Found, LeftOut


@dataclass(frozen=True, slots=True)
class Task:
    """The submissions of one assignment."""

    assignment: Assignment
    submissions: tuple[Found, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The work of a run, the entries graded for nobody, and how layouts were read."""

    tasks: tuple[Task, ...]
    overlooked: tuple[Path, ...]
    left_out: tuple[LeftOut, ...] = ()
    decisions: tuple[str, ...] = ()


def make_plan(paths: Sequence[Path], course: Course, slug: str | None) -> Plan:
    """Return a plan with a task for each assignment that has submissions under the paths.

    Raises:
        UsageError: a path is absent or holds no submission, or the slug is unknown.
    """
    assignment = find_assignment(course, slug) if slug is not None else None
    found = find(paths, assignment=assignment, course=course)
    tasks = []
    for candidate in course.assignments:
        mine = tuple(f for f in found if f.assignment == candidate.slug)
        if mine:
            tasks.append(Task(candidate, mine))
    missed = overlooked(paths, found, assignment=assignment, course=course)
    return Plan(tuple(tasks), missed)
