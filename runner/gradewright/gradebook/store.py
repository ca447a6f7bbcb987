"""A gradebook's database: opened, brought up to date, and used in short transactions."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from gradewright.errors import UsageError
from gradewright.gradebook.schema import REVISION
from gradewright.phrases import say

_BUSY_SECONDS = 60
# Any number, the same in every version: who writes holds it until the end of the transaction.
_WRITERS = 7_182_818
# SQLite's numbers for these errors; what stands above the first eight bits is detail.
_CORRUPT, _NO_DATABASE = 11, 26
_READS = "gradewright_reads"


class Gradebook:
    """An open gradebook; every use of it is one transaction."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @property
    def is_sqlite(self) -> bool:
        """Tell whether it is a file of SQLite's."""
        return self._engine.dialect.name == "sqlite"

    @property
    def shown(self) -> str:
        """Return where it is, without a password."""
        url = self._engine.url
        return str(url.database) if self.is_sqlite else url.render_as_string(hide_password=True)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Write alone: of several processes one at a time; all of it is kept or nothing.

        Raises:
            UsageError: the database cannot be written.
        """
        with self._telling(), self._engine.begin() as connection:
            if not self.is_sqlite:
                lock = text("SELECT pg_advisory_xact_lock(:number)")
                connection.execute(lock, {"number": _WRITERS})
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Read one state of it, whoever writes meanwhile.

        Raises:
            UsageError: the database cannot be read.
        """
        options: dict[str, Any] = {_READS: True}
        if not self.is_sqlite:
            options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        with self._telling(), self._engine.connect().execution_options(**options) as connection:
            try:
                yield connection
            finally:
                # Nothing was written, and a damaged file cannot even commit nothing.
                with suppress(DBAPIError):
                    connection.rollback()

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    @contextmanager
    def _telling(self) -> Iterator[None]:
        with telling(self.shown):
            yield


@contextmanager
def telling(shown: str) -> Iterator[None]:
    """Turn an error of the database into a UsageError that says what to do.

    Raises:
        UsageError: the block met one.
    """
    try:
        yield
    except DBAPIError as error:
        raise UsageError(say("gradebook.trouble", url=shown, reason=reason_of(error))) from error


def open_gradebook(url: str, *, make: bool = True) -> Gradebook:
    """Return a gradebook, brought up to the present tables.

    Args:
        url: a path of a SQLite file, or an URL of SQLAlchemy's: `sqlite:///FILE`,
            `postgresql+psycopg://USER@HOST/NAME`.
        make: whether a file that is not there is made.

    Raises:
        UsageError: it cannot be opened, or is newer than this version of gradewright.
    """
    parsed = _parsed(url)
    if parsed.get_backend_name() == "sqlite":
        _prepare_file(Path(parsed.database or ""), make=make)
    book = Gradebook(_engine(parsed))
    try:
        with telling(book.shown):
            bring_up(book)
    except UsageError:
        book.close()
        raise
    return book


def bring_up(book: Gradebook, revision: str = REVISION) -> None:
    """Take the steps that a database lacks; whoever comes second finds them taken.

    Raises:
        UsageError: the database is newer than this version of gradewright.
    """
    with book.reading() as connection:
        now = revision_of(connection)
    if now == revision:
        return
    from gradewright.gradebook.migrating import is_known, migrate

    with book.writing() as connection:
        now = revision_of(connection)
        if now is not None and not is_known(now):
            raise UsageError(say("gradebook.newer", url=book.shown, theirs=now, ours=REVISION))
        if now != revision:
            migrate(connection, revision)


def revision_of(connection: Connection) -> str | None:
    """Return the step that a database stands at, None where it is empty."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)


def is_damage(error: UsageError) -> bool:
    """Tell whether a database could not be used because its file is damaged."""
    cause = error.__cause__
    said = cause.orig if isinstance(cause, DBAPIError) else None
    code = getattr(said, "sqlite_errorcode", 0) or 0
    return code & 0xFF in (_CORRUPT, _NO_DATABASE)


def reason_of(error: DBAPIError) -> str:
    """Return what a database said, on one line, without the statement."""
    return " ".join(str(error.orig or error).split())[:300]


def _parsed(url: str) -> URL:
    if "://" not in url:
        return URL.create("sqlite", database=str(Path(url).absolute()))
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise UsageError(say("gradebook.bad_url", url=url)) from error
    if parsed.drivername in ("postgresql", "postgres"):
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.get_backend_name() not in ("sqlite", "postgresql"):
        raise UsageError(say("gradebook.bad_url", url=parsed.render_as_string()))
    if parsed.get_backend_name() == "sqlite" and parsed.database in (None, "", ":memory:"):
        raise UsageError(say("gradebook.bad_url", url=url))
    return parsed


def _prepare_file(path: Path, *, make: bool) -> None:
    """Make a file that only its owner may read; the files that SQLite lays beside it follow it.

    Raises:
        UsageError: it cannot be made, or is not there and must not be made.
    """
    if path.is_file():
        return
    if not make:
        raise UsageError(say("gradebook.not_there", url=path))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))
    except OSError as error:
        raise UsageError(say("gradebook.trouble", url=path, reason=error.strerror)) from error


def _engine(url: URL) -> Engine:
    try:
        if url.get_backend_name() != "sqlite":
            return create_engine(url, pool_pre_ping=True)
        engine = create_engine(url, connect_args={"timeout": _BUSY_SECONDS})
    except (ImportError, NoSuchModuleError) as error:
        raise UsageError(say("gradebook.no_driver", driver=url.drivername)) from error
    event.listen(engine, "connect", _begin_ourselves)
    event.listen(engine, "begin", _begin)
    return engine


def _begin_ourselves(connection: Any, _: object) -> None:
    """Set a new SQLite connection up: our own BEGIN, foreign keys, and a log ahead of the file."""
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    # Readers and the one writer do not wait for each other. Where the file system has no shared
    # memory SQLite stays with its rollback journal, which a kill does not harm either.
    with suppress(sqlite3.OperationalError):  # another process is about to do the same
        cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.close()


def _begin(connection: Connection) -> None:
    reads = connection.get_execution_options().get(_READS, False)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")
