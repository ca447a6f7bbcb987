"""From paths to work: which submissions, grouped by assignment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from gradewright.course.reader import find_assignment
from gradewright.course.records import Assignment, Course
from gradewright.performance.evaluator import stands_on_models
from gradewright.submissions.find import find
from gradewright.submissions.layouts import Layout
from gradewright.submissions.records import Found, LeftOut


@dataclass(frozen=True, slots=True)
class Task:
    """The submissions of one assignment."""

    assignment: Assignment
    submissions: tuple[Found, ...]

    @property
    def is_long(self) -> bool:
        """Return whether a submission takes a judge long, as those about models do."""
        return stands_on_models(self.assignment)


@dataclass(frozen=True, slots=True)
class Plan:
    """The work of a run, the entries graded for nobody, and how layouts were read."""

    tasks: tuple[Task, ...]
    left_out: tuple[LeftOut, ...] = ()
    decisions: tuple[str, ...] = ()


def make_plan(
    paths: Sequence[Path], course: Course, slug: str | None, layout: Layout = "auto"
) -> Plan:
    """Return a plan with a task for each assignment that has submissions under the paths.

    Raises:
        UsageError: nothing can be graded, a path can be read in two ways, or the slug is unknown.
    """
    assignment = find_assignment(course, slug) if slug is not None else None
    findings = find(paths, assignment=assignment, course=course, layout=layout)
    tasks = []
    for candidate in course.assignments:
        mine = tuple(f for f in findings.found if f.assignment == candidate.slug)
        if mine:
            tasks.append(Task(candidate, mine))
    return Plan(in_order(tasks), findings.left_out, findings.decisions)


def in_order(tasks: Sequence[Task]) -> tuple[Task, ...]:
    """Return tasks in the order of work: short ones first, then those about models.

    Short ones cost nothing by it, for all judges share them. Of the others that which may take
    longest comes first, so that it is not alone at the end.
    """
    return tuple(sorted(tasks, key=lambda task: (task.is_long, -_most(task))))


def _most(task: Task) -> float:
    """Return how many seconds a long task may take; 0 for a short one."""
    seconds = task.assignment.limits.submission_seconds if task.is_long else 0.0
    return len(task.submissions) * seconds
