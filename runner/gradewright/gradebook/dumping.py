"""Backup and restore: one file of our own, the same for every database.

gzip of lines of JSON: a head with the format and the step of the tables, a line a row, and an end
that tells how many rows there are and the digest of all lines before it.
"""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import json
import os
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import Connection, MetaData, Table, func, insert, select, text

from gradewright.errors import UsageError
from gradewright.gradebook.canonical import spelled
from gradewright.gradebook.migrating import is_known, migrate
from gradewright.gradebook.schema import REVISION, TABLES
from gradewright.gradebook.store import Gradebook, revision_of
from gradewright.phrases import say

FORMAT = "gradewright/gradebook-dump/v1"
_NAMES = tuple(table.name for table in TABLES)
_BATCH = 200


def backup(book: Gradebook, file: Path) -> int:
    """Write one state of a gradebook into a file, whoever writes meanwhile; return its rows.

    The file is whole or not there, and for its owner alone.

    Raises:
        OSError: it cannot be written.
        UsageError: the gradebook cannot be read.
    """
    draft = file.with_name(f".{file.name}.tmp")
    with contextlib.suppress(FileNotFoundError):
        draft.unlink()
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as raw:
            # No name and no time in it: the same state is the same file.
            with gzip.GzipFile("", "wb", fileobj=raw, mtime=0) as packed, book.reading() as source:
                count = _write(source, packed)
            raw.flush()
            os.fsync(raw.fileno())
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)
    return count


def restore(book: Gradebook, file: Path) -> int:
    """Fill an empty gradebook from a backup, of this version or an earlier one; return its rows.

    All of it is restored or nothing.

    Raises:
        UsageError: the gradebook is not empty, or the file is damaged or newer.
    """
    count, revision = _check(file)
    with book.writing() as connection:
        if revision_of(connection) is not None:
            if any(connection.scalar(select(func.count()).select_from(t)) for t in TABLES):
                raise UsageError(say("gradebook.not_empty", url=book.shown))
            _clear(connection)
        migrate(connection, revision)
        _fill(connection, file)
        if revision != REVISION:
            migrate(connection)
    return count


def _write(source: Connection, packed: gzip.GzipFile) -> int:
    digest, count = hashlib.sha256(), 0
    for plain in _plain(source):
        line = (spelled(plain) + "\n").encode("ascii")
        digest.update(line)
        packed.write(line)
        count += "row" in plain
    end = {"end": count, "sha256": digest.hexdigest()}
    packed.write((spelled(end) + "\n").encode("ascii"))
    return count


def _plain(source: Connection) -> Iterator[dict[str, Any]]:
    yield {"format": FORMAT, "revision": revision_of(source)}
    for table in TABLES:
        last = 0
        while True:
            rows = source.execute(
                select(table).where(table.c.id > last).order_by(table.c.id).limit(_BATCH)
            ).all()
            for row in rows:
                yield {"table": table.name, "row": row._asdict()}
            if not rows:
                break
            last = rows[-1].id


def _check(file: Path) -> tuple[int, str]:
    """Return how many rows a backup has and the step of its tables.

    Raises:
        UsageError: it is no whole backup, or a newer one.
    """
    digest, count, revision, end = hashlib.sha256(), 0, "", None
    for line, plain in _lines(file):
        if end is not None:
            raise _no_dump(file, "more after its end")
        if not revision:
            if plain.get("format") != FORMAT:
                raise _no_dump(file, f"not {FORMAT}")
            revision = str(plain.get("revision"))
        if "end" in plain:
            end = plain
            continue
        digest.update(line)
        count += "row" in plain
    if end is None or end.get("end") != count or end.get("sha256") != digest.hexdigest():
        raise _no_dump(file, "it is cut short or was changed")
    if not is_known(revision):
        words = {"file": file, "theirs": revision, "ours": REVISION}
        raise UsageError(say("gradebook.dump_newer", **words))
    return count, revision


def _fill(connection: Connection, file: Path) -> None:
    """Put all rows in, into tables as they were at the backup's step."""
    then = MetaData()
    then.reflect(connection, only=_NAMES)
    waiting: list[dict[str, Any]] = []
    name = ""
    for _, plain in _lines(file):
        if "row" not in plain:
            continue
        if plain["table"] != name or len(waiting) >= _BATCH:
            _insert(connection, then, name, waiting)
            waiting, name = [], plain["table"]
        waiting.append(plain["row"])
    _insert(connection, then, name, waiting)
    if connection.dialect.name == "postgresql":
        for table in then.tables.values():
            _count_on(connection, table)


def _insert(connection: Connection, then: MetaData, name: str, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(insert(then.tables[name]), rows)


def _count_on(connection: Connection, table: Table) -> None:
    """Let a table's numbers go on behind the last one."""
    sequence = connection.scalar(select(func.pg_get_serial_sequence(table.name, "id")))
    last = connection.scalar(select(func.max(table.c.id)))
    if sequence and last:
        connection.execute(select(func.setval(sequence, last)))


def _clear(connection: Connection) -> None:
    """Remove empty tables, so that they can be made as they were at an earlier step."""
    now = MetaData()
    now.reflect(connection, only=[*_NAMES, "alembic_version"])
    now.drop_all(connection)
    if connection.dialect.name == "postgresql":
        connection.execute(text("DROP FUNCTION IF EXISTS gradewright_append_only()"))


def _lines(file: Path) -> Iterator[tuple[bytes, dict[str, Any]]]:
    try:
        with gzip.open(file, "rb") as packed:
            source: BinaryIO = packed  # type: ignore[assignment]
            for line in source:
                plain = json.loads(line)
                if not isinstance(plain, dict):
                    raise _no_dump(file, "a line that is no object")
                yield line, plain
    except (OSError, EOFError, zlib.error, ValueError) as error:
        raise _no_dump(file, str(error)) from error


def _no_dump(file: Path, reason: str) -> UsageError:
    return UsageError(say("gradebook.no_dump", file=file, reason=reason))
