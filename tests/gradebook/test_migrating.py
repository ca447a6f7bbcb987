"""Gradebooks of every earlier version become today's, with all that is in them."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import MetaData, create_engine, insert, inspect, select, text

from gradewright.errors import UsageError
from gradewright.gradebook import migrating, schema, store
from gradewright.gradebook.checking import check
from gradewright.gradebook.dumping import backup, restore
from gradewright.gradebook.recording import Arrival, record
from gradewright.gradebook.store import Gradebook, bring_up, open_gradebook, revision_of


@pytest.fixture
def first(new_url: Callable[[], str], result: Any, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the URL of a gradebook as the first version made it, with three gradings."""
    url, filled = new_url(), new_url()
    now = open_gradebook(filled)
    parts = ["everything", "performance", "correctness"]
    with now.writing() as connection:
        arrivals = [Arrival(result(f"s{n}", only=only)) for n, only in enumerate(parts)]
        record(connection, "Tiny", arrivals)
    with monkeypatch.context() as patch:
        patch.setattr(store, "bring_up", lambda book: bring_up(book, "0001"))
        then = open_gradebook(url)
    with then.writing() as connection, now.reading() as source:
        assert revision_of(connection) == "0001"
        tables = MetaData()
        tables.reflect(connection)
        for table in schema.TABLES:
            names = {column.name for column in tables.tables[table.name].c}
            rows = [
                {k: v for k, v in row._asdict().items() if k in names}
                for row in source.execute(select(table))
            ]
            if rows:
                connection.execute(insert(tables.tables[table.name]), rows)
    then.close()
    now.close()
    return url


def extents(book: Gradebook) -> list[str]:
    with book.reading() as connection:
        query = select(schema.gradings.c.extent).order_by(schema.gradings.c.id)
        return list(connection.execute(query).scalars())


def test_the_first_version_is_brought_up_on_opening(first: str) -> None:
    book = open_gradebook(first)
    with book.reading() as connection:
        assert revision_of(connection) == schema.REVISION
    assert extents(book) == ["everything", "performance", "correctness"]
    assert check(book).damage == ()
    book.close()


def test_a_backup_of_the_first_version_is_restored(
    first: str, new_url: Callable[[], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(store, "bring_up", lambda _: None)
        old = open_gradebook(first)
        then = MetaData()
        with old.reading() as connection:
            then.reflect(connection)
        tables = tuple(then.tables[table.name] for table in schema.TABLES)
        patch.setattr("gradewright.gradebook.dumping.TABLES", tables)
        backup(old, tmp_path / "old.gz")
    old.close()
    book = open_gradebook(new_url())
    restore(book, tmp_path / "old.gz")
    with book.reading() as connection:
        assert revision_of(connection) == schema.REVISION
    assert extents(book) == ["everything", "performance", "correctness"]
    book.close()


def test_the_steps_lead_to_the_tables_of_the_schema(new_url: Callable[[], str]) -> None:
    book = open_gradebook(new_url())
    with book.reading() as connection:
        look = inspect(connection)
        assert set(look.get_table_names()) == {*schema.metadata.tables, "alembic_version"}
        for name, table in schema.metadata.tables.items():
            columns = {c["name"]: c for c in look.get_columns(name)}
            assert set(columns) == {c.name for c in table.c}
            for column in table.c:
                found = columns[column.name]
                if not column.primary_key:
                    assert found["nullable"] == column.nullable, (name, column.name)
                assert (
                    found["type"].__visit_name__.casefold()
                    in {
                        "INTEGER": ("integer",),
                        "TEXT": ("text",),
                        "FLOAT": ("float", "double_precision", "double", "real"),
                    }[_kind(column)]
                ), (name, column.name)
            keys = {k["constrained_columns"][0] for k in look.get_foreign_keys(name)}
            assert keys == {c.name for c in table.c if c.foreign_keys}
            unique = {tuple(sorted(u["column_names"])) for u in look.get_unique_constraints(name)}
            wanted = {
                tuple(sorted(c.name for c in constraint.columns))
                for constraint in table.constraints
                if constraint.__visit_name__ == "unique_constraint"
            }
            assert unique == wanted, name
    book.close()


def _kind(column: Any) -> str:
    name: str = column.type.__visit_name__.upper()
    # What leads to another table has the type of what it leads to.
    return (
        "INTEGER"
        if column.foreign_keys
        else {"INTEGER": "INTEGER", "TEXT": "TEXT"}.get(name, "FLOAT")
    )


def test_a_newer_gradebook_is_refused_and_left_as_it_is(new_url: Callable[[], str]) -> None:
    url = new_url()
    book = open_gradebook(url)
    with book.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0099'"))
    with pytest.raises(UsageError, match=r"newer version of gradewright .step 0099; this one"):
        open_gradebook(url)
    with book.reading() as connection:
        assert revision_of(connection) == "0099"
    book.close()


def test_the_schema_names_the_last_step() -> None:
    assert migrating.is_known(schema.REVISION)
    assert not migrating.is_known("0003")


def test_several_that_open_it_first_make_it_once(new_url: Callable[[], str], result: Any) -> None:
    url = new_url()

    def first(n: int) -> int:
        book = open_gradebook(url)
        with book.writing() as connection:
            new = record(connection, "Tiny", [Arrival(result(f"s{n % 3}"))])
        book.close()
        return new

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(first, range(6))) == 3
    book = open_gradebook(url)
    assert check(book).damage == ()
    book.close()


def test_a_database_of_something_else_is_not_written_over(tmp_path: Path) -> None:
    file = tmp_path / "other.sqlite"
    engine = create_engine(f"sqlite:///{file}")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE students (name TEXT)"))
    engine.dispose()
    with pytest.raises(UsageError, match="students already exists"):
        open_gradebook(str(file))
    engine = create_engine(f"sqlite:///{file}")
    assert inspect(engine).get_table_names() == ["students"]
    engine.dispose()
