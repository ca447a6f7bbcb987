"""Results put into a gradebook: each once, however often it is brought."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Table, insert, select, update

from gradewright.gradebook.canonical import digest_of, record_text, spelled
from gradewright.gradebook.schema import (
    aliases,
    assignments,
    attempts,
    courses,
    gradings,
    students,
)
from gradewright.results import Environment, SubmissionResult, to_plain

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Arrival:
    """A result on its way into the gradebook.

    `started` and `finished` are when it was graded, "" where nobody knows.
    """

    result: SubmissionResult
    environment: Environment | None = None
    started: str = ""
    finished: str = ""


def now() -> str:
    """Return this moment as the gradebook writes it: ISO-8601, UTC, to the second."""
    return written(datetime.now(UTC))


def written(moment: datetime) -> str:
    """Return a moment as the gradebook writes it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def record(connection: Connection, course: str, arrivals: Iterable[Arrival]) -> int:
    """Put results of a course in and return how many were new.

    Raises:
        ValueError: a record holds NaN or infinity.
    """
    course_id = course_number(connection, course)
    waiting: dict[str, tuple[Arrival, str]] = {}
    for arrival in arrivals:
        text = record_text(arrival.result)
        waiting.setdefault(digest_of(text), (arrival, text))
    for known in _known(connection, list(waiting)):
        del waiting[known]
    # Most results of a run ask for the same: that is looked up once.
    asked: dict[tuple[Any, ...], int] = {}
    for content, (arrival, text) in waiting.items():
        result = arrival.result
        of = result.assignment, result.only, result.status, *_asked(result)
        if of not in asked:
            asked[of] = _assignment(connection, course_id, result)
        _record(connection, course_id, asked[of], arrival, text, content)
    return len(waiting)


def _known(connection: Connection, contents: list[str]) -> list[str]:
    """Return which of these records are there already."""
    found: list[str] = []
    for at in range(0, len(contents), _AT_ONCE):
        some = contents[at : at + _AT_ONCE]
        query = select(gradings.c.content).where(gradings.c.content.in_(some))
        found += connection.execute(query).scalars()
    return found


def course_number(connection: Connection, title: str) -> int:
    """Return the number of a course, which is put in where it is new."""
    return _number(connection, courses, {"title": title})


def _record(
    connection: Connection,
    course_id: int,
    assignment_id: int,
    arrival: Arrival,
    text: str,
    content: str,
) -> None:
    """Put one result in that is not there yet."""
    result = arrival.result
    attempt = {
        "student_id": _student(connection, course_id, result),
        "assignment_id": assignment_id,
        "digest": result.digest or _digest_of_names(result),
    }
    more = {
        "files": spelled(result.files),
        "label": result.attempt,
        "submitted": result.submitted,
        "submitted_from": result.submitted_from,
    }
    values = {
        "attempt_id": _number(connection, attempts, attempt, more),
        "content": content,
        "created": result.created,
        "started": arrival.started,
        "finished": arrival.finished,
        "seed": "" if result.seed is None else str(result.seed),
        "graded_with": result.graded_with,
        "environment": spelled(to_plain(arrival.environment)) if arrival.environment else "",
        "status": result.status,
        "score": result.score,
        "max_score": result.max_score,
        "marks": spelled(marks_of(result)),
        "record": text,
        "extent": result.only,
    }
    connection.execute(insert(gradings), values)


def marks_of(result: SubmissionResult) -> list[Any]:
    """Return the points of each question and of its tests."""
    return [
        [q.id, q.score, q.max_score, [[t.id, t.score, t.max_score] for t in q.tests]]
        for q in result.questions
    ]


def _student(connection: Connection, course_id: int, result: SubmissionResult) -> int:
    """Return the number of the student whose result it is.

    Who has the same id is the same, whatever the name. Without an id the name has to be the same
    to the letter, and of somebody without an id: nobody is guessed.
    """
    spelling = {"course_id": course_id, "name": result.student, "lms_id": result.student_id}
    found = _find(connection, aliases, spelling, aliases.c.student_id)
    if found is not None:
        return found
    if result.student_id:
        by_id = {"course_id": course_id, "lms_id": result.student_id}
        found = _find(connection, students, by_id, students.c.id)
    if found is None:
        found = _insert(connection, students, spelling)
    connection.execute(insert(aliases), {"student_id": found, **spelling})
    return found


def _assignment(connection: Connection, course_id: int, result: SubmissionResult) -> int:
    found = _number(
        connection,
        assignments,
        {"course_id": course_id, "slug": result.assignment},
        {"title": result.title, "points": 0.0, "questions": "[]"},
    )
    # A part of the tests does not say what the whole gives.
    if result.only == "everything" and result.status == "graded":
        title, points, questions = _asked(result)
        row = connection.execute(select(assignments).where(assignments.c.id == found)).one()
        if (row.title, row.points, row.questions) != (title, points, questions):
            here = assignments.c.id == found
            now_asked = {"title": title, "points": points, "questions": questions}
            connection.execute(update(assignments).where(here).values(now_asked))
    return found


def _asked(result: SubmissionResult) -> tuple[str, float, str]:
    """Return title, points and questions of an assignment as a result has them."""
    questions = spelled([[q.id, q.title, q.max_score] for q in result.questions])
    return result.title, result.max_score, questions


def _digest_of_names(result: SubmissionResult) -> str:
    return f"names:{digest_of(spelled([result.attempt, result.files]))}"


def _number(
    connection: Connection, table: Table, key: dict[str, Any], more: dict[str, Any] | None = None
) -> int:
    """Return the number of a row, which is put in where it is new."""
    found = _find(connection, table, key, table.c.id)
    if found is not None:
        return found
    return _insert(connection, table, {**key, **(more or {})})


def _insert(connection: Connection, table: Table, values: dict[str, Any]) -> int:
    done = connection.execute(insert(table), values)
    assert done.inserted_primary_key is not None
    return int(done.inserted_primary_key[0])


def _find(connection: Connection, table: Table, key: dict[str, Any], column: Any) -> int | None:
    conditions = [table.c[name] == value for name, value in key.items()]
    found = connection.execute(select(column).where(*conditions).order_by(column)).scalars().first()
    return None if found is None else int(found)
