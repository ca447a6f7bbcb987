"""Backup and restore: one state, one file for every database, whole or not at all."""

from __future__ import annotations

import gzip
import hashlib
import json
import stat
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from gradewright.errors import UsageError
from gradewright.gradebook.checking import check
from gradewright.gradebook.dumping import backup, restore
from gradewright.gradebook.ledger import About, append
from gradewright.gradebook.recording import Arrival, record
from gradewright.gradebook.schema import TABLES
from gradewright.gradebook.store import Gradebook, open_gradebook


def fill(book: Gradebook, make: Any, count: int = 5) -> None:
    with book.writing() as connection:
        names = [f"s{n}" for n in range(count - 1)] + ["Zoë"]
        record(connection, "Tiny", [Arrival(make(name, n % 4)) for n, name in enumerate(names)])
    for n in range(3):
        with book.writing() as connection:
            append(connection, "comment", About(1, 1, 1), {"text": f"ö {n}"}, "Ada", "why")


def everything(book: Gradebook) -> list[Any]:
    with book.reading() as connection:
        return [list(connection.execute(select(t).order_by(t.c.id))) for t in TABLES]


@pytest.fixture
def full(book: Gradebook, result: Any) -> Gradebook:
    fill(book, result)
    return book


def test_what_is_restored_is_what_was_backed_up(
    full: Gradebook, new_url: Callable[[], str], tmp_path: Path, result: Any
) -> None:
    file = tmp_path / "book.gz"
    rows = backup(full, file)
    assert rows == sum(map(len, everything(full)))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    other = open_gradebook(new_url())
    assert restore(other, file) == rows
    assert everything(other) == everything(full)
    assert check(other).damage == ()
    # Numbers go on behind those that were restored.
    fill(other, result, count=7)
    assert check(other).damage == ()
    other.close()


def test_it_moves_between_databases(
    new_database: Callable[[], str], tmp_path: Path, result: Any
) -> None:
    lite, server = open_gradebook(str(tmp_path / "a.sqlite")), open_gradebook(new_database())
    back = open_gradebook(str(tmp_path / "b.sqlite"))
    fill(lite, result)
    backup(lite, tmp_path / "one.gz")
    restore(server, tmp_path / "one.gz")
    backup(server, tmp_path / "two.gz")
    restore(back, tmp_path / "two.gz")
    assert everything(back) == everything(lite)
    assert (tmp_path / "one.gz").read_bytes() == (tmp_path / "two.gz").read_bytes()
    for book in (lite, server, back):
        book.close()


def test_nothing_is_restored_over_a_gradebook(full: Gradebook, tmp_path: Path) -> None:
    backup(full, tmp_path / "book.gz")
    before = everything(full)
    with pytest.raises(UsageError, match="holds a gradebook already"):
        restore(full, tmp_path / "book.gz")
    assert everything(full) == before


def lines(file: Path) -> list[bytes]:
    return gzip.decompress(file.read_bytes()).splitlines(keepends=True)


def without_last_row(rows: list[bytes]) -> bytes:
    return b"".join(rows[:-2] + rows[-1:])


def with_other_score(rows: list[bytes]) -> bytes:
    return b"".join(rows).replace(b'"score":1.0', b'"score":3.0', 1)


@pytest.mark.parametrize(
    "damage",
    [
        lambda rows: b"".join(rows[:-1]),
        without_last_row,
        with_other_score,
        lambda rows: b"".join(rows) + rows[1],
        lambda rows: b"".join([b'{"format":"other"}\n', *rows[1:]]),
        lambda rows: b"[]\n" + b"".join(rows),
        lambda rows: b"".join(rows)[:-20],
        lambda _: b"",
    ],
)
def test_a_damaged_backup_restores_nothing(
    tmp_path: Path, result: Any, damage: Callable[[list[bytes]], bytes]
) -> None:
    book, file = open_gradebook(str(tmp_path / "a.sqlite")), tmp_path / "book.gz"
    fill(book, result)
    backup(book, file)
    file.write_bytes(gzip.compress(damage(lines(file))))
    other = open_gradebook(str(tmp_path / "b.sqlite"))
    with pytest.raises(UsageError, match="is no whole backup"):
        restore(other, file)
    assert sum(map(len, everything(other))) == 0
    for each in (book, other):
        each.close()


def test_a_file_cut_short_and_one_that_is_no_backup(tmp_path: Path, result: Any) -> None:
    book, file = open_gradebook(str(tmp_path / "a.sqlite")), tmp_path / "book.gz"
    fill(book, result)
    backup(book, file)
    other = open_gradebook(str(tmp_path / "b.sqlite"))
    for content in (file.read_bytes()[:-30], b"no gzip"):
        file.write_bytes(content)
        with pytest.raises(UsageError, match="is no whole backup"):
            restore(other, file)
    with pytest.raises(UsageError, match="is no whole backup"):
        restore(other, tmp_path / "nothing.gz")
    for each in (book, other):
        each.close()


def test_a_newer_backup_is_refused(tmp_path: Path, result: Any) -> None:
    book, file = open_gradebook(str(tmp_path / "a.sqlite")), tmp_path / "book.gz"
    fill(book, result)
    backup(book, file)
    rows = lines(file)
    rows[0] = rows[0].replace(b'"0002"', b'"0099"')
    digest = hashlib.sha256(b"".join(rows[:-1])).hexdigest()
    end = {"end": json.loads(rows[-1])["end"], "sha256": digest}
    file.write_bytes(gzip.compress(b"".join(rows[:-1]) + json.dumps(end).encode()))
    other = open_gradebook(str(tmp_path / "b.sqlite"))
    with pytest.raises(UsageError, match=r"newer version of gradewright .step 0099"):
        restore(other, file)
    for each in (book, other):
        each.close()


def test_a_backup_is_one_state_while_others_write(
    new_url: Callable[[], str], tmp_path: Path, result: Any
) -> None:
    url = new_url()
    book, over = open_gradebook(url), threading.Event()

    def write() -> None:
        mine, n = open_gradebook(url), 0
        while not over.is_set():
            n += 1
            with mine.writing() as connection:
                record(connection, "Tiny", [Arrival(result(f"w{n}"))])
                append(connection, "note", About(1), {"text": str(n)}, "Ada", "why")
        mine.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for n in range(4):
            backup(book, tmp_path / f"{n}.gz")
    finally:
        over.set()
        writer.join()
    for n in range(4):
        other = open_gradebook(str(tmp_path / f"{n}.sqlite"))
        restore(other, tmp_path / f"{n}.gz")
        found = check(other)
        assert found.damage == ()
        # Each transaction wrote one of each.
        assert found.gradings == found.entries
        other.close()
    book.close()


def test_a_failed_backup_leaves_the_last_one(full: Gradebook, tmp_path: Path) -> None:
    file = tmp_path / "book.gz"
    backup(full, file)
    before = file.read_bytes()
    full.close()
    with pytest.raises(OSError, match="No such file"):
        backup(full, tmp_path / "nowhere" / "book.gz")
    assert file.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".tmp")] == []
