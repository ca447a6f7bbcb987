"""Results go into the gradebook while a run goes on, and no trouble there costs a grading."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from gradewright.batch import recording
from gradewright.batch.recording import Recorder, bring_in
from gradewright.cli import main
from gradewright.gradebook.store import open_gradebook
from gradewright.results import Device, Environment, Isolation, SubmissionResult

ENVIRONMENT = Environment("3.11", {"numpy": "2.0"}, Device("cpu", "here"))
RIGHT = "def total(x):\n    return sum(x)\ndef mean(x):\n    return sum(x) / len(x)\n"
SLOW = RIGHT.replace("    return sum(x)\n", "    time.sleep(0.4)\n    return sum(x)\n", 1)
Grade = Callable[..., int]


def made(name: str, seconds: float = 0.5) -> SubmissionResult:
    return SubmissionResult(
        student=name,
        assignment="sums",
        files=(f"{name}.py",),
        digest=f"sha256:{name}",
        status="graded",
        message=None,
        isolation=Isolation(),
        score=1.0,
        max_score=3.0,
        seconds=seconds,
        questions=(),
        created="2026-11-03T02:00:00Z",
    )


def students(file: Path) -> list[str]:
    connection = sqlite3.connect(file)
    query = "SELECT name FROM gradings JOIN attempts ON attempt_id = attempts.id "
    rows = connection.execute(query + "JOIN students ON student_id = students.id").fetchall()
    connection.close()
    return sorted(name for (name,) in rows)


def test_all_are_recorded_with_what_is_known_of_the_run(tmp_path: Path) -> None:
    file = tmp_path / "book.sqlite"
    recorder = Recorder(str(file), "Tiny", ENVIRONMENT)
    recorder.add_earlier([made("ann"), made("bob")])
    for name in ("cat", "dan", "ann"):
        recorder.add(made(name))
    recorder.close()
    recorder.close()
    assert recorder.problem == ""
    assert students(file) == ["ann", "bob", "cat", "dan"]
    connection = sqlite3.connect(file)
    query = "SELECT started, finished, environment FROM gradings ORDER BY id"
    rows = connection.execute(query).fetchall()
    connection.close()
    assert rows[0] == ("", "", "")
    assert json.loads(rows[2][2])["packages"] == {"numpy": "2.0"}
    assert rows[2][0] <= rows[2][1]


def test_results_are_there_while_the_run_goes_on(tmp_path: Path) -> None:
    file = tmp_path / "book.sqlite"
    recorder = Recorder(str(file), "Tiny", ENVIRONMENT)
    recorder.add(made("ann"))
    until = time.monotonic() + 60
    while not file.exists() or "ann" not in _there(file):
        assert time.monotonic() < until
        time.sleep(0.05)
    recorder.close()


def _there(file: Path) -> list[str]:
    try:
        return students(file)
    except sqlite3.OperationalError:  # no tables yet
        return []


def test_adding_does_not_wait_for_the_database(tmp_path: Path) -> None:
    file = tmp_path / "book.sqlite"
    open_gradebook(str(file)).close()
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    recorder = Recorder(str(file), "Tiny", ENVIRONMENT)
    recorder.add(made("warm"))
    begun = time.monotonic()
    for n in range(200):
        recorder.add(made(f"s{n}"))
    assert time.monotonic() - begun < 2
    assert students(file) == []
    other.execute("ROLLBACK")
    other.close()
    recorder.close()
    assert len(students(file)) == 201


def test_a_gradebook_that_comes_back_gets_everything_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from gradewright.errors import UsageError
    from gradewright.gradebook import recording as inner

    calls, real = [], inner.record

    def flaky(connection: Any, course: str, arrivals: Any) -> int:
        done = real(connection, course, arrivals)
        calls.append(done)
        if len(calls) <= 2:
            raise UsageError("the server went away")
        return done

    monkeypatch.setattr(inner, "record", flaky)
    monkeypatch.setattr(recording, "_TRIES", (0.01, 0.01, 0.01))
    recorder = Recorder(str(tmp_path / "book.sqlite"), "Tiny", ENVIRONMENT)
    recorder.add(made("ann"))
    recorder.close()
    assert (recorder.problem, students(tmp_path / "book.sqlite")) == ("", ["ann"])
    assert len(calls) == 3


@pytest.mark.parametrize("trouble", ["a folder", "no database", "no such server"])
def test_a_gradebook_that_cannot_be_used_is_told_and_blocks_nothing(
    tmp_path: Path, trouble: str
) -> None:
    file = tmp_path / "book.sqlite"
    if trouble == "a folder":
        file.mkdir()
    elif trouble == "no database":
        file.write_text("no database, but long enough to look like one\n" * 100)
    url = "postgresql://gw@/x?host=/nowhere" if trouble == "no such server" else str(file)
    recorder = Recorder(url, "Tiny", ENVIRONMENT)
    for n in range(100):
        recorder.add(made(f"s{n}"))
    recorder.close()
    assert "cannot be used" in recorder.problem
    assert threading.active_count() < 20


def test_a_result_that_cannot_be_told_is_a_problem_and_no_crash(tmp_path: Path) -> None:
    recorder = Recorder(str(tmp_path / "book.sqlite"), "Tiny", ENVIRONMENT)
    recorder.add(replace(made("ann"), score=float("nan")))
    recorder.close()
    assert "ValueError" in recorder.problem


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "class"
    folder.mkdir()
    for name in ("ann", "bob", "cat", "dan"):
        (folder / f"{name}.py").write_text(f"# {name}\n{RIGHT}", encoding="utf-8")
    return folder


@pytest.fixture
def words(tiny_course: Any, tmp_path: Path, folder: Path) -> list[str]:
    words = ["grade", str(folder), "--assignment", "sums", "--out", str(tmp_path / "out")]
    return [*words, "--course", str(tiny_course.root), "--jobs", "1", "--no-notebooks"]


@pytest.mark.slow(seconds=15)
def test_a_run_keeps_a_gradebook_beside_its_results(
    words: list[str], folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    listed = tmp_path / "list.csv"
    listed.write_text("student,submitted\nann,2026-11-01T10:00Z\nzoe,2026-11-01T10:00Z\n")
    assert main([*words, "--submitted", str(listed)]) == 0
    assert "1 of " in (said := capsys.readouterr().out)
    assert "are nobody's here: zoe" in " ".join(said.split())
    file = tmp_path / "out" / "gradebook.sqlite"
    assert students(file) == ["ann", "bob", "cat", "dan"]
    connection = sqlite3.connect(file)
    query = "SELECT name, submitted_from FROM attempts JOIN students ON student_id = students.id"
    sources = dict(connection.execute(query).fetchall())
    connection.close()
    assert sources == {"ann": "csv", "bob": "file", "cat": "file", "dan": "file"}
    # What is in results.json is what was recorded.
    book = open_gradebook(str(file))
    assert bring_in(book, tmp_path / "out", "Tiny") == (0, 4)
    book.close()
    # A new gradebook gets what the folder holds; what changed is graded again.
    file.unlink()
    (folder / "bob.py").write_text(f"# bob again\n{RIGHT}", encoding="utf-8")
    assert main(words) == 0
    assert students(file) == ["ann", "bob", "bob", "cat", "dan"]


@pytest.mark.slow(seconds=10)
def test_a_gradebook_that_cannot_be_written_loses_no_grading(
    words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    (out / "gradebook.sqlite").mkdir(parents=True)
    assert main(words) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert f"`gradewright gradebook import {out}` brings them in" in said
    assert len(json.loads((out / "results.json").read_text())["submissions"]) == 4
    other = tmp_path / "other.sqlite"
    course = words[words.index("--course") + 1]
    action = ["gradebook", "import", str(out), "--gradebook", str(other), "--course", course]
    assert main(action) == 0
    assert students(other) == ["ann", "bob", "cat", "dan"]


@pytest.mark.slow(seconds=8)
def test_none_is_none(words: list[str], tmp_path: Path) -> None:
    assert main([*words, "--gradebook", "none"]) == 0
    assert not (tmp_path / "out" / "gradebook.sqlite").exists()


def test_a_slip_of_the_pen_ends_the_run_before_it_begins(
    words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for url in ("postgrsql://gw@/x", "postgresql://gw@/x?host=/nowhere"):
        assert main([*words, "--gradebook", url]) == 2
    assert "gradebook" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


@pytest.mark.slow(seconds=20)
def test_what_a_killed_run_graded_is_recorded_by_the_next(
    words: list[str], folder: Path, tmp_path: Path
) -> None:
    for n in range(8):
        (folder / f"s{n}.py").write_text(f"import time\n# {n}\n{SLOW}", encoding="utf-8")
    out = tmp_path / "out"
    # A gradebook that nobody can write keeps the killed run from recording anything.
    (out / "gradebook.sqlite").mkdir(parents=True)
    program = [sys.executable, "-m", "gradewright", *words]
    process = subprocess.Popen(
        program, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    journal = out / "results.partial.jsonl"
    until = time.monotonic() + 120
    while not journal.exists() or journal.read_bytes().count(b"\n") < 4:
        assert time.monotonic() < until
        assert process.poll() is None, "the run ended before it was killed"
        time.sleep(0.05)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    graded = journal.read_bytes().count(b"\n") - 1
    assert 3 <= graded < 12
    shutil.rmtree(out / "gradebook.sqlite")
    open_gradebook(str(out / "gradebook.sqlite")).close()
    assert main(words) == 0
    assert len(students(out / "gradebook.sqlite")) == 12


@pytest.mark.slow(seconds=8)
def test_without_the_packages_a_run_goes_on_and_says_so(
    words: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for module in ("batch.recording", "cli.grade", "cli.gradebook"):
        monkeypatch.setattr(f"gradewright.{module}.packages_are_there", lambda: False)
    course = words[words.index("--course") + 1]
    assert main(["gradebook", "show", "--course", course]) == 2
    assert main([*words, "--gradebook", "postgresql://x"]) == 2
    assert capsys.readouterr().err.count("Install gradewright[gradebook]") == 2
    assert main(words) == 0
    assert "No gradebook is kept" in capsys.readouterr().out
    assert (tmp_path / "out" / "results.json").exists()
    assert not (tmp_path / "out" / "gradebook.sqlite").exists()
