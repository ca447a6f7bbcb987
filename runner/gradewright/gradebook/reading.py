"""A course read out of its gradebook: who is in it, and the facts that scores are made of."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from gradewright.errors import UsageError
from gradewright.gradebook.facts import (
    Attempt,
    Entry,
    Facts,
    Graded,
    MarkOfTest,
    QuestionMark,
    in_force,
)
from gradewright.gradebook.ledger import entries
from gradewright.gradebook.schema import aliases, assignments, attempts, courses, gradings, students
from gradewright.phrases import say

Work = dict[int, dict[str, Facts]]


@dataclass(frozen=True, slots=True)
class Student:
    """A student: `spellings` are all names and ids under which results came in."""

    id: int
    name: str
    lms_id: str
    spellings: tuple[tuple[str, str], ...]

    @property
    def shown(self) -> str:
        """Return the name, with the id where there is one."""
        return self.whole if self.lms_id else self.name

    @property
    def whole(self) -> str:
        """Return what nobody else is called by: `Ann (17)`, `Ann ()` without an id."""
        return f"{self.name} ({self.lms_id})"


@dataclass(frozen=True, slots=True)
class Asked:
    """An assignment as it was graded last: its questions with title and points."""

    id: int
    slug: str
    title: str
    points: float
    questions: tuple[tuple[str, str, float], ...]


@dataclass(frozen=True, slots=True)
class CourseBook:
    """One state of a course: students, assignments, work by student and slug, entries in force.

    Who was found to be the same person as another stands under that one alone.
    """

    id: int
    students: tuple[Student, ...]
    assignments: tuple[Asked, ...]
    work: Work
    entries: tuple[Entry, ...]

    def student(self, named: str) -> Student:
        """Return the student of a name or an id, whatever its case, or of the two together.

        Raises:
            UsageError: there is none, or several.
        """
        for student in self.students:
            if named == student.whole:
                return student
        wanted = named.strip().casefold()
        found = [
            s
            for s in self.students
            if wanted == s.whole.casefold()
            or any(
                wanted and wanted in (name.casefold(), lms.casefold()) for name, lms in s.spellings
            )
        ]
        if len(found) == 1:
            return found[0]
        if found:
            names = ", ".join(student.whole for student in found)
            raise UsageError(say("gradebook.several_students", named=named, students=names))
        raise UsageError(say("gradebook.no_student", named=named))

    def assignment(self, slug: str) -> Asked:
        """Return the assignment of a slug.

        Raises:
            UsageError: nothing of it was graded.
        """
        for asked in self.assignments:
            if asked.slug == slug:
                return asked
        slugs = ", ".join(asked.slug for asked in self.assignments)
        raise UsageError(say("gradebook.no_assignment", slug=slug, slugs=slugs))

    def facts(self, student: Student, slug: str) -> Facts:
        """Return what is known of a student's work for an assignment."""
        return self.work.get(student.id, {}).get(slug, Facts())


def read_course_book(connection: Connection, title: str) -> CourseBook:
    """Return a course as its gradebook has it.

    Raises:
        UsageError: the gradebook has no such course.
    """
    course = connection.execute(select(courses.c.id).where(courses.c.title == title)).scalar()
    if course is None:
        raise UsageError(say("gradebook.no_course", course=title))
    held = in_force(entries(connection, course))
    same = _same(held)
    people = tuple(sorted(_students(connection, course, same), key=_place))
    asked = tuple(_asked(connection, course))
    work = _work(connection, course, same)
    for entry in held:
        _enter(entry, same, work, [student.id for student in people])
    return CourseBook(course, people, asked, work, tuple(held))


def _same(held: list[Entry]) -> dict[int, int]:
    """Return, by number, which student somebody really is, where the ledger says so."""
    above: dict[int, int] = {}

    def top(number: int) -> int:
        while number in above:
            number = above[number]
        return number

    for entry in held:
        if entry.kind == "same" and entry.student is not None:
            kept, other = top(entry.student), top(int(entry.details["student"]))
            if kept != other:
                above[other] = kept
    return {number: top(number) for number in above}


def _students(connection: Connection, course: int, same: dict[int, int]) -> Iterator[Student]:
    spellings: dict[int, list[tuple[str, str]]] = {}
    query = select(aliases).where(aliases.c.course_id == course).order_by(aliases.c.id)
    for row in connection.execute(query):
        number = same.get(row.student_id, row.student_id)
        spellings.setdefault(number, []).append((row.name, row.lms_id))
    query = select(students).where(students.c.course_id == course).order_by(students.c.id)
    for row in connection.execute(query):
        if row.id not in same:
            yield Student(row.id, row.name, row.lms_id, tuple(spellings.get(row.id, ())))


def _place(student: Student) -> tuple[str, str, str]:
    """Return what students are sorted by, the same in every database."""
    return student.name.casefold(), student.name, student.lms_id


def _asked(connection: Connection, course: int) -> Iterator[Asked]:
    query = select(assignments).where(assignments.c.course_id == course)
    for row in connection.execute(query.order_by(assignments.c.slug)):
        questions = tuple((q, title, float(points)) for q, title, points in _parts(row.questions))
        yield Asked(row.id, row.slug, row.title, row.points, questions)


def _parts(text: str) -> list[Any]:
    found: list[Any] = json.loads(text)
    return found


def _work(connection: Connection, course: int, same: dict[int, int]) -> Work:
    """Return attempts by student and slug, each with the grading that counts, the records apart."""
    graded: dict[int, list[Row[Any]]] = {}
    for row in connection.execute(_gradings_of(course)):
        graded.setdefault(row.attempt_id, []).append(row)
    query = (
        select(attempts, assignments.c.slug)
        .join(assignments, attempts.c.assignment_id == assignments.c.id)
        .where(assignments.c.course_id == course)
        .order_by(attempts.c.id)
    )
    work: Work = {}
    for row in connection.execute(query):
        student = same.get(row.student_id, row.student_id)
        mine = work.setdefault(student, {}).setdefault(row.slug, Facts())
        moment = datetime.fromisoformat(row.submitted) if row.submitted else None
        counts = _counting(graded[row.id])
        attempt = Attempt(row.id, moment, row.submitted_from, _graded(counts), row.label)
        work[student][row.slug] = replace(mine, attempts=(*mine.attempts, attempt))
    return work


def _gradings_of(course: int) -> Select[Any]:
    columns = [column for column in gradings.c if column.name not in ("record", "environment")]
    return (
        select(*columns)
        .join(attempts, gradings.c.attempt_id == attempts.c.id)
        .join(assignments, attempts.c.assignment_id == assignments.c.id)
        .where(assignments.c.course_id == course)
        .order_by(gradings.c.id)
    )


def _counting(rows: list[Row[Any]]) -> Row[Any]:
    """Return the grading that counts: with a score, of all tests, and of these the last."""
    return max(
        rows, key=lambda r: (r.status == "graded", r.extent == "everything", r.created, r.id)
    )


def _graded(row: Row[Any]) -> Graded:
    questions = tuple(
        QuestionMark(name, float(score), float(most), tuple(MarkOfTest(*test) for test in tests))
        for name, score, most, tests in _parts(row.marks)
    )
    seed = int(row.seed) if row.seed else None
    return Graded(row.id, row.status, row.created, seed, questions)


def _enter(entry: Entry, same: dict[int, int], work: Work, everybody: list[int]) -> None:
    """Put an entry to the work that it is about."""
    if entry.kind in ("same", "undo") or not entry.assignment:
        return
    named = [entry.student] if entry.student is not None else entry.details.get("students")
    for number in named if named is not None else everybody:
        student = same.get(number, number)
        mine = work.setdefault(student, {}).setdefault(entry.assignment, Facts())
        work[student][entry.assignment] = replace(mine, entries=(*mine.entries, entry))
