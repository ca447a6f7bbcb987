"""Look for damage: in the file, between the tables, in records, and in the ledger's chain."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, exists, func, select, text
from sqlalchemy.exc import DBAPIError

from gradewright.gradebook.canonical import digest_of, spelled
from gradewright.gradebook.ledger import breaks
from gradewright.gradebook.recording import marks_of
from gradewright.gradebook.schema import TABLES, TRIGGERS, gradings, ledger
from gradewright.gradebook.store import Gradebook, reason_of
from gradewright.phrases import say
from gradewright.results import SubmissionResult
from gradewright.results_reader import NotARecordError, from_plain

_MOST_OF_THE_FILE = 20


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found: damage in words, and how much there is."""

    damage: tuple[str, ...]
    gradings: int
    entries: int


def check(book: Gradebook) -> Checked:
    """Return the damage of a gradebook, none where it is whole.

    Raises:
        UsageError: it cannot be read at all.
    """
    with book.reading() as connection:
        damage: list[str] = []
        counts = {"gradings": 0, "ledger": 0}
        try:
            damage += _protection(connection)
            damage += _file(connection)
            damage += _orphans(connection)
            damage += _records(connection)
            damage += _ledger(connection)
            for table in (gradings, ledger):
                counts[table.name] = connection.scalar(select(func.count()).select_from(table)) or 0
        except DBAPIError as error:
            # A damaged file stops being read where the damage is.
            damage.append(say("gradebook.file_damaged", reason=reason_of(error)))
        return Checked(tuple(damage), counts["gradings"], counts["ledger"])


def _file(connection: Connection) -> Iterator[str]:
    if connection.dialect.name != "sqlite":
        return
    rows = connection.exec_driver_sql(f"PRAGMA integrity_check({_MOST_OF_THE_FILE})").scalars()
    for said in rows.all():
        if said != "ok":
            yield say("gradebook.file_damaged", reason=said)


def _orphans(connection: Connection) -> Iterator[str]:
    """Yield rows whose foreign key leads to nothing: an import past our own code can do that."""
    for table in TABLES:
        for column in table.c:
            for key in column.foreign_keys:
                other = key.column.table
                there = exists().where(key.column == column).correlate(table)
                query = select(table.c.id).where(column.is_not(None), ~there)
                for row in connection.execute(query).scalars():
                    words = {"table": table.name, "row": row, "other": other.name}
                    yield say("gradebook.orphans", **words)


def _records(connection: Connection) -> Iterator[str]:
    numbers = connection.execute(select(gradings.c.id).order_by(gradings.c.id)).scalars().all()
    for number in numbers:
        row = connection.execute(select(gradings).where(gradings.c.id == number)).one()
        if not row.record.isascii() or digest_of(row.record) != row.content:
            yield say("gradebook.record_changed", number=number)
            continue
        for column, value in _columns(row.record).items():
            if getattr(row, column) != value:
                yield say("gradebook.columns_changed", number=number, column=column)


def _columns(record: str) -> dict[str, Any]:
    """Return what stands in columns of its own beside a record."""
    plain = json.loads(record)
    try:
        result = from_plain(SubmissionResult, plain)
    except NotARecordError:
        # Of a newer version: what this one knows of it can be compared all the same.
        return {name: plain.get(name) for name in ("status", "created", "graded_with")}
    return {
        "status": result.status,
        "score": result.score,
        "max_score": result.max_score,
        "created": result.created,
        "graded_with": result.graded_with,
        "extent": result.only,
        "marks": spelled(marks_of(result)),
    }


def _ledger(connection: Connection) -> Iterator[str]:
    rows = connection.execute(select(ledger).order_by(ledger.c.id)).all()
    for number in breaks(rows):
        yield say("gradebook.chain_broken", number=number)
    known = {row.id for row in rows}
    for row in rows:
        if row.kind == "undo":
            entry = json.loads(row.details).get("entry")
            if entry not in known:
                yield say("gradebook.undo_of_nothing", number=row.id, entry=entry)


def _protection(connection: Connection) -> Iterator[str]:
    if connection.dialect.name == "sqlite":
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    else:
        query = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    there = set(connection.execute(text(query)).scalars())
    for name in TRIGGERS[connection.dialect.name]:
        if name not in there:
            yield say("gradebook.no_trigger", name=name)
