"""A check finds damage of every kind, and nothing where there is none."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from gradewright.errors import UsageError
from gradewright.gradebook.checking import check
from gradewright.gradebook.ledger import About, append, undo
from gradewright.gradebook.recording import Arrival, record
from gradewright.gradebook.store import Gradebook, is_damage, open_gradebook


def filled(url: str, make: Any) -> Gradebook:
    book = open_gradebook(url)
    with book.writing() as connection:
        record(connection, "Tiny", [Arrival(make(f"s{n}", n % 4)) for n in range(20)])
        for n in range(4):
            append(connection, "comment", About(1, 1, 1), {"text": str(n)}, "Ada", "why")
        undo(connection, 2, "Ada", "no")
    return book


@pytest.fixture
def whole(new_url: Callable[[], str], result: Any) -> Iterator[Gradebook]:
    book = filled(new_url(), result)
    yield book
    book.close()


def harm(book: Gradebook, statement: str) -> None:
    """Do what somebody with full access to the database could."""
    unlock = "DROP TRIGGER ledger_no_update", "DROP TRIGGER ledger_no_delete"
    refuse = "BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
    lock = (
        f"CREATE TRIGGER ledger_no_update BEFORE UPDATE ON ledger {refuse}",
        f"CREATE TRIGGER ledger_no_delete BEFORE DELETE ON ledger {refuse}",
    )
    if not book.is_sqlite:
        unlock = tuple(f"{line} ON ledger" for line in unlock)
        head, tail = "CREATE TRIGGER ledger_no_", "EXECUTE FUNCTION gradewright_append_only()"
        lock = (
            f"{head}update BEFORE UPDATE ON ledger FOR EACH STATEMENT {tail}",
            f"{head}delete BEFORE DELETE ON ledger FOR EACH STATEMENT {tail}",
        )
    with book.writing() as connection:
        for line in (*unlock, statement, *lock):
            connection.execute(text(line))


def test_a_whole_gradebook_is_whole(whole: Gradebook) -> None:
    found = check(whole)
    assert (found.damage, found.gradings, found.entries) == ((), 20, 5)


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE gradings SET score = 3 WHERE id = 2", "grading 2: score is not"),
        ("UPDATE gradings SET marks = '[]' WHERE id = 2", "grading 2: marks is not"),
        ("UPDATE gradings SET status = 'failed' WHERE id = 2", "grading 2: status is not"),
        ("UPDATE gradings SET extent = 'performance' WHERE id = 2", "grading 2: extent is not"),
        ("UPDATE gradings SET record = '{}' WHERE id = 4", "grading 4: its record is not"),
        ("UPDATE gradings SET content = 'x' WHERE id = 4", "grading 4: its record is not"),
        ("UPDATE ledger SET reason = 'other' WHERE id = 3", "ledger entry 3"),
        ("UPDATE ledger SET author = 'Eve' WHERE id = 5", "ledger entry 5"),
        ("UPDATE ledger SET at = '2020' WHERE id = 1", "ledger entry 1"),
        ("UPDATE ledger SET student_id = 2 WHERE id = 4", "ledger entry 4"),
        ("DELETE FROM ledger WHERE id = 1", "ledger entry 2"),
        ("DELETE FROM ledger WHERE id = 2", "takes back entry 2, which is not there"),
        ("DROP TRIGGER ledger_no_update ON LEDGER", "protection ledger_no_update is gone"),
    ],
)
def test_damage_is_named(whole: Gradebook, statement: str, said: str) -> None:
    statement = statement.replace(" ON LEDGER", "" if whole.is_sqlite else " ON ledger")
    if statement.startswith("DROP"):
        with whole.writing() as connection:
            connection.execute(text(statement))
    else:
        harm(whole, statement)
    damage = check(whole).damage
    assert len(damage) in (1, 2), damage
    assert any(said in line for line in damage), damage


def test_an_entry_made_up_with_a_right_hash_of_its_own_breaks_the_chain(whole: Gradebook) -> None:
    harm(whole, "UPDATE ledger SET hash = before WHERE id = 2")
    damage = check(whole).damage
    assert [line.split(":")[0] for line in damage] == ["ledger entry 2", "ledger entry 3"]


def test_rows_that_lead_nowhere_are_found(tmp_path: Path, result: Any) -> None:
    file = tmp_path / "book.sqlite"
    filled(str(file), result).close()
    connection = sqlite3.connect(file)
    connection.execute("DELETE FROM attempts WHERE id = 7")
    connection.commit()
    connection.close()
    book = open_gradebook(str(file))
    assert check(book).damage == ("table gradings: row 7 leads to nothing in attempts",)
    book.close()


@pytest.mark.parametrize("part", [3, 6, 9, 12])
def test_a_damaged_file_is_found(tmp_path: Path, result: Any, part: int) -> None:
    file = tmp_path / "book.sqlite"
    filled(str(file), result).close()
    content = bytearray(file.read_bytes())
    assert len(content) > 13 * 4096
    content[part * 4096 : part * 4096 + 2000] = b"\xa5" * 2000
    file.write_bytes(content)
    found = _checked(file)
    assert found != []


def _checked(file: Path) -> list[str]:
    """Return the damage, wherever it is met: opening may be refused already."""
    try:
        book = open_gradebook(str(file))
    except UsageError as error:
        assert is_damage(error)
        return [str(error)]
    damage = list(check(book).damage)
    book.close()
    return damage
