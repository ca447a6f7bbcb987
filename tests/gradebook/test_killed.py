"""Several processes write into one gradebook, killed at random: nothing lost, nothing twice."""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import signal
import sqlite3
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from gradewright.gradebook.checking import check
from gradewright.gradebook.ledger import entries
from gradewright.gradebook.recording import Arrival, record
from gradewright.gradebook.schema import gradings
from gradewright.gradebook.store import open_gradebook

pytestmark = pytest.mark.slow(seconds=150)

sys.path.insert(0, str(Path(__file__).parent))

KILLS = 24
WRITERS = 4
BATCHES, BATCH = 400, 4


@pytest.fixture(scope="module")
def context() -> Any:
    """Return what starts processes that have everything imported."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["killed_writer", "gradewright.gradebook.migrating", "psycopg"])
    return context


@pytest.mark.parametrize("seed", [1])
def test_nothing_that_was_told_is_lost_and_nothing_is_there_twice(
    new_url: Callable[[], str], tmp_path: Path, result: Any, context: Any, seed: int
) -> None:
    import killed_writer

    url, rng = new_url(), random.Random(seed)
    work = [
        [[result(f"w{w}b{b}n{n}") for n in range(BATCH)] for b in range(BATCHES)]
        for w in range(WRITERS)
    ]
    told = [tmp_path / f"told-{w}" for w in range(WRITERS)]

    def start(w: int) -> Any:
        # It begins from the start each time: what is there already must not come twice.
        arguments = (url, work[w], f"writer {w}", str(told[w]))
        process = context.Process(target=killed_writer.write_on, args=arguments)
        process.start()
        return process

    running = [start(w) for w in range(WRITERS)]
    kills = 0
    until = time.monotonic() + 300
    while kills < KILLS and time.monotonic() < until:
        time.sleep(rng.uniform(0.02, 0.4))
        w = rng.randrange(WRITERS)
        if running[w].is_alive():
            os.kill(running[w].pid, signal.SIGKILL)
            kills += 1
        running[w].join()
        running[w] = start(w)
        if Path(url).is_file():
            assert_file_is_whole(url)
    for process in running:
        process.kill()
        process.join()
    assert kills == KILLS
    book = open_gradebook(url)
    lines = [line for file in told if file.exists() for line in file.read_text().splitlines()]
    promised = {line for line in lines if line != "done"}
    with book.reading() as connection:
        notes = Counter(e.details["text"] for e in entries(connection, 1) if e.kind == "note")
        records = connection.execute(select(gradings.c.record)).scalars().all()
    students = Counter(json.loads(text)["student"] for text in records)
    assert promised, "nobody got far enough to promise anything"
    for line in promised:
        number, _, words = line.partition(" ")
        w = words.split()[1]
        assert notes[words] == 1
        assert all(students[f"w{w}b{number}n{n}"] == 1 for n in range(BATCH))
    assert set(notes.values()) == {1}
    assert set(students.values()) == {1}
    # A transaction is whole: of no batch is there a part.
    assert all(
        len({students[f"w{w}b{b}n{n}"] for n in range(BATCH)}) == 1
        for w in range(WRITERS)
        for b in range(BATCHES)
    )
    assert check(book).damage == ()
    # All of it brought in again: what is new is exactly what was not there.
    everything = [each for batches in work for batch in batches for each in batch]
    with book.writing() as connection:
        new = record(connection, "Tiny", [Arrival(each) for each in everything])
    assert new == len(everything) - len(students)
    book.close()


def assert_file_is_whole(file: str) -> None:
    """Look at a file of SQLite's with the writers going on."""
    connection = sqlite3.connect(file, timeout=60)
    (said,) = connection.execute("PRAGMA quick_check").fetchone()
    connection.close()
    assert said == "ok"
