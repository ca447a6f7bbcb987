"""The files of kept values: what they tell, which go first, and what is left alone."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from gradewright.performance import entries
from gradewright.performance.store import Store

DAY = 86_400


def key(number: int) -> str:
    return f"{number:064x}"


def put(folder: Path, number: int, used: float, size: int = 1000, slug: str = "sums") -> Path:
    entries.write(folder, key(number), slug, bytes(size))
    file = entries.file_of(folder, key(number))
    os.utime(file, (used, used))
    return file


def test_what_is_written_is_read(tmp_path: Path) -> None:
    size = entries.write(tmp_path, key(1), "sums", b"payload")
    found = entries.read(tmp_path, key(1))
    assert found is not None
    assert bytes(found) == b"payload"
    assert size == entries.file_of(tmp_path, key(1)).stat().st_size


def test_an_entry_tells_what_made_it_and_when(tmp_path: Path) -> None:
    before = int(time.time())
    put(tmp_path, 1, used=before + 2 * DAY)
    put(tmp_path, 2, used=before + 3 * DAY, slug="means")
    found = entries.entries(tmp_path)
    assert [(e.key, e.assignment, e.used) for e in found] == [
        (key(2), "means", before + 3 * DAY),
        (key(1), "sums", before + 2 * DAY),
    ]
    assert all(before <= e.made <= time.time() + 1 for e in found)
    assert all(e.size == entries.file_of(tmp_path, e.key).stat().st_size > 1000 for e in found)


@pytest.mark.parametrize("content", [b"", b"gradewright kept 2\n", b"\xff" * 300])
def test_a_file_that_tells_nothing_is_listed_all_the_same(tmp_path: Path, content: bytes) -> None:
    entries.file_of(tmp_path, key(1)).write_bytes(content)
    (found,) = entries.entries(tmp_path)
    assert (found.assignment, found.size) == ("", len(content))
    assert entries.read(tmp_path, key(1)) is None


def test_reading_counts_as_use(tmp_path: Path) -> None:
    file = put(tmp_path, 1, used=1000.0)
    assert entries.read(tmp_path, key(1)) is not None
    assert file.stat().st_mtime > time.time() - DAY


def test_what_was_not_used_for_longest_goes_first(tmp_path: Path) -> None:
    files = [put(tmp_path, n, used=1000.0 * (10 - n)) for n in range(10)]
    entries.read(tmp_path, key(9))
    entries.prune(tmp_path, 6 * files[0].stat().st_size)
    # To nine tenths of it, so that the next entry does not prune again.
    assert [n for n, file in enumerate(files) if file.exists()] == [0, 1, 2, 3, 9]


def test_nothing_goes_while_there_is_room(tmp_path: Path) -> None:
    files = [put(tmp_path, n, used=1000.0) for n in range(4)]
    entries.prune(tmp_path, 4 * files[0].stat().st_size)
    assert all(file.exists() for file in files)


def test_files_of_others_are_left_alone(tmp_path: Path) -> None:
    mine = [tmp_path / "new-essay.txt", tmp_path / f"{key(1)}", tmp_path / "notes.kept"]
    for file in mine:
        file.write_bytes(bytes(10_000))
        os.utime(file, (1000.0, 1000.0))
    put(tmp_path, 2, used=2000.0)
    entries.prune(tmp_path, 10)
    assert [e.key for e in entries.entries(tmp_path)] == []
    assert entries.clear(tmp_path) == []
    assert all(file.exists() for file in mine)


def test_what_a_kill_left_behind_goes_with_time(tmp_path: Path) -> None:
    old, young = (tmp_path / f".gradewright-new-{name}" for name in ("old", "young"))
    for file, age in ((old, 7200.0), (young, 5.0)):
        file.write_bytes(b"half")
        os.utime(file, (time.time() - age,) * 2)
    entries.prune(tmp_path)
    assert (old.exists(), young.exists()) == (False, True)


def test_entries_of_an_assignment_are_cleared(tmp_path: Path) -> None:
    put(tmp_path, 1, used=1.0)
    put(tmp_path, 2, used=2.0, slug="means")
    put(tmp_path, 3, used=3.0)
    assert [e.key for e in entries.clear(tmp_path, ["sums"])] == [key(3), key(1)]
    assert [e.key for e in entries.entries(tmp_path)] == [key(2)]
    assert [e.key for e in entries.clear(tmp_path)] == [key(2)]
    assert entries.clear(tmp_path / "absent") == []


def test_a_store_keeps_below_its_size(tmp_path: Path) -> None:
    store = Store(tmp_path, "sums", most_bytes=20_000)
    for number in range(40):
        store.once(key(number), lambda: b"x" * 1500)
        assert sum(e.size for e in entries.entries(tmp_path)) <= 20_000
    found = {e.key for e in entries.entries(tmp_path)}
    assert key(39) in found
    assert key(0) not in found
    assert len(found) > 8


def test_processes_prune_beside_each_other(tmp_path: Path) -> None:
    """Each finds its own values right, whatever the others remove meanwhile."""
    code = (
        "import random, sys; from pathlib import Path\n"
        "from gradewright.performance.store import Store\n"
        "drawn = random.Random(int(sys.argv[2]))\n"
        "for _ in range(60):\n"
        "    n = drawn.randrange(30)\n"
        "    store = Store(Path(sys.argv[1]), 'sums', most_bytes=12_000)\n"
        "    assert store.once(f'{n:064x}', lambda: [n] * 700) == [n] * 700\n"
    )
    commands = [[sys.executable, "-c", code, str(tmp_path), str(seed)] for seed in range(3)]
    beside = [subprocess.Popen(each, stderr=subprocess.PIPE, text=True) for each in commands]
    ends = [process.communicate(timeout=120)[1] for process in beside]
    assert [process.returncode for process in beside] == [0, 0, 0], ends
    assert entries.entries(tmp_path)
    assert not list(tmp_path.glob(".gradewright-new-*"))
