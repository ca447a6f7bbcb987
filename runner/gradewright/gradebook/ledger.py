"""The ledger: what people decided, append-only, each entry chained to the one before it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Connection, Row, insert, select

from gradewright.errors import UsageError
from gradewright.gradebook.canonical import digest_of, spelled
from gradewright.gradebook.facts import Entry, Kind
from gradewright.gradebook.recording import now
from gradewright.gradebook.schema import assignments, ledger
from gradewright.phrases import say

_HASHED = (
    "id",
    "course_id",
    "student_id",
    "assignment_id",
    "attempt_id",
    "kind",
    "details",
    "author",
    "reason",
    "at",
    "before",
)


@dataclass(frozen=True, slots=True)
class About:
    """What an entry is about, by the numbers of the gradebook; None: all of them."""

    course: int
    student: int | None = None
    assignment: int | None = None
    attempt: int | None = None


def append(
    connection: Connection,
    kind: Kind,
    about: About,
    details: Mapping[str, Any],
    author: str,
    reason: str,
) -> int:
    """Add an entry and return its number; the connection's transaction has to write alone.

    Raises:
        UsageError: it has no author or no reason.
    """
    if not author.strip():
        raise UsageError(say("gradebook.no_author"))
    if not reason.strip():
        raise UsageError(say("gradebook.no_reason"))
    last = connection.execute(
        select(ledger.c.id, ledger.c.hash).order_by(ledger.c.id.desc()).limit(1)
    ).first()
    values: dict[str, Any] = {
        "id": 1 if last is None else last.id + 1,
        "course_id": about.course,
        "student_id": about.student,
        "assignment_id": about.assignment,
        "attempt_id": about.attempt,
        "kind": kind,
        "details": spelled(dict(details)),
        "author": author.strip(),
        "reason": reason.strip(),
        "at": now(),
        "before": "" if last is None else last.hash,
    }
    connection.execute(insert(ledger).values(values | {"hash": hash_of(values)}))
    return int(values["id"])


def undo(connection: Connection, number: int, author: str, reason: str) -> int:
    """Add an entry that takes another one back, and return its number.

    Raises:
        UsageError: there is no such entry.
    """
    row = connection.execute(select(ledger).where(ledger.c.id == number)).first()
    if row is None:
        raise UsageError(say("gradebook.no_entry", number=number))
    about = About(row.course_id, row.student_id, row.assignment_id, row.attempt_id)
    return append(connection, "undo", about, {"entry": number}, author, reason)


def hash_of(values: Mapping[str, Any]) -> str:
    """Return the hash of an entry: over all of its fields, and the hash of the one before."""
    return digest_of(spelled([values[name] for name in _HASHED]))


def breaks(rows: Iterable[Row[Any]]) -> Iterator[int]:
    """Yield the numbers of entries, in order, that are not what was written, or follow a gap."""
    number, before = 0, ""
    for row in rows:
        number += 1
        if row.id != number or row.before != before or row.hash != hash_of(row._asdict()):
            yield row.id
        number, before = row.id, row.hash


def entries(connection: Connection, course: int) -> list[Entry]:
    """Return all entries of a course, in order."""
    rows = connection.execute(
        select(ledger, assignments.c.slug)
        .outerjoin(assignments, ledger.c.assignment_id == assignments.c.id)
        .where(ledger.c.course_id == course)
        .order_by(ledger.c.id)
    )
    return [
        Entry(
            id=row.id,
            kind=cast("Kind", row.kind),
            student=row.student_id,
            assignment=row.slug or "",
            attempt=row.attempt_id,
            details=json.loads(row.details),
            author=row.author,
            reason=row.reason,
            at=row.at,
        )
        for row in rows
    ]
