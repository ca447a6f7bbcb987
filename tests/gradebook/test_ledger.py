"""The ledger: append-only in the database itself, chained, and taken back only by new entries."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.dialects.postgresql import insert as pg_insert

from gradewright.errors import UsageError
from gradewright.gradebook.facts import Entry, in_force
from gradewright.gradebook.ledger import About, append, breaks, entries, undo
from gradewright.gradebook.recording import Arrival, course_number, record
from gradewright.gradebook.schema import ledger
from gradewright.gradebook.store import Gradebook, open_gradebook


@pytest.fixture
def ann(book: Gradebook, result: Any) -> Gradebook:
    with book.writing() as connection:
        record(connection, "Tiny", [Arrival(result())])
    return book


def comment(book: Gradebook, words: str) -> int:
    with book.writing() as connection:
        course = course_number(connection, "Tiny")
        return append(connection, "comment", About(course, 1, 1), {"text": words}, "Ada", "because")


def rows(book: Gradebook) -> list[Any]:
    with book.reading() as connection:
        return list(connection.execute(select(ledger).order_by(ledger.c.id)))


@pytest.mark.parametrize(
    "statement",
    [
        update(ledger).values(author="Eve"),
        update(ledger).where(ledger.c.id == 1).values(details='{"text":"other"}'),
        delete(ledger),
        delete(ledger).where(ledger.c.id == 2),
    ],
)
def test_the_database_itself_refuses_changes(ann: Gradebook, statement: Any) -> None:
    comment(ann, "one")
    comment(ann, "two")
    before = rows(ann)
    with pytest.raises(UsageError, match="append-only"), ann.writing() as connection:
        connection.execute(statement)
    assert rows(ann) == before


def test_postgresql_refuses_to_empty_it(new_database: Callable[[], str]) -> None:
    book = open_gradebook(new_database())
    with pytest.raises(UsageError, match="append-only"), book.writing() as connection:
        connection.execute(text("TRUNCATE ledger"))
    book.close()


def test_a_new_row_does_not_take_the_place_of_an_entry(ann: Gradebook) -> None:
    comment(ann, "one")
    (row,) = rows(ann)
    values = row._asdict() | {"author": "Eve"}
    if ann.is_sqlite:
        statement: Any = insert(ledger).prefix_with("OR REPLACE").values(values)
    else:
        changes = {"index_elements": ["id"], "set_": {"author": "Eve"}}
        statement = pg_insert(ledger).values(values).on_conflict_do_update(**changes)
    with pytest.raises(UsageError, match="append-only"), ann.writing() as connection:
        connection.execute(statement)
    assert rows(ann)[0].author == "Ada"


def test_entries_are_numbered_and_chained(ann: Gradebook) -> None:
    assert [comment(ann, str(n)) for n in range(4)] == [1, 2, 3, 4]
    found = rows(ann)
    assert [row.before for row in found[1:]] == [row.hash for row in found[:-1]]
    assert list(breaks(found)) == []
    assert list(breaks(found[:1] + found[2:])) == [3]
    assert list(breaks(found[1:])) == [2]


@pytest.mark.parametrize(
    ("author", "reason"), [("", "why"), (" ", "why"), ("Ada", ""), ("Ada", " ")]
)
def test_nobody_decides_without_a_name_and_a_reason(
    ann: Gradebook, author: str, reason: str
) -> None:
    with pytest.raises(UsageError, match=r"--author|--reason"), ann.writing() as connection:
        append(connection, "comment", About(1), {"text": "x"}, author, reason)
    assert rows(ann) == []


def test_an_undo_is_an_entry_and_can_be_undone(ann: Gradebook) -> None:
    def counts() -> list[int]:
        with ann.reading() as connection:
            return [entry.id for entry in in_force(entries(connection, 1))]

    def take_back(number: int) -> int:
        with ann.writing() as connection:
            return undo(connection, number, "Bea", "no")

    comment(ann, "one")
    comment(ann, "two")
    assert take_back(1) == 3
    assert counts() == [2]
    assert take_back(3) == 4
    assert counts() == [1, 2]
    assert take_back(4) == 5
    assert counts() == [2]
    with pytest.raises(UsageError, match="no entry 17"):
        take_back(17)
    assert len(rows(ann)) == 5


def test_what_is_in_force_does_not_depend_on_the_order_given() -> None:
    def entry(number: int, of: int | None = None) -> Entry:
        kind: Any = "comment" if of is None else "undo"
        return Entry(number, kind, 1, "sums", None, {"entry": of}, "Ada", "x", "")

    given = [entry(1), entry(2), entry(3, 1), entry(4, 3), entry(5, 2)]
    assert [e.id for e in in_force(given[::-1])] == [e.id for e in in_force(given)] == [1]


def test_two_at_once_make_one_chain(new_url: Callable[[], str]) -> None:
    url = new_url()
    open_gradebook(url).close()

    def write(name: str) -> list[int]:
        book = open_gradebook(url)
        numbers = []
        for n in range(15):
            with book.writing() as connection:
                course = course_number(connection, "Tiny")
                about = About(course)
                numbers.append(append(connection, "note", about, {"text": f"{n}"}, name, "x"))
        book.close()
        return numbers

    with ThreadPoolExecutor(3) as pool:
        written = [number for numbers in pool.map(write, "abc") for number in numbers]
    assert sorted(written) == list(range(1, 46))
    book = open_gradebook(url)
    found = rows(book)
    assert (len(found), list(breaks(found))) == (45, [])
    book.close()
