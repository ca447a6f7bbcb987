"""Grading into a folder that holds results: what is graded again, what stands, what is refused."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gradewright.batch import run as running
from gradewright.batch.plan import Plan, make_plan
from gradewright.cli import main
from gradewright.submissions.records import LeftOut

pytestmark = pytest.mark.slow(seconds=80)

RIGHT = "def total(x):\n    return sum(x)\ndef mean(x):\n    return sum(x) / len(x)\n"
WRONG = "def total(x):\n    return 3.0\ndef mean(x):\n    return sum(x) / len(x)\n"
SLOW = RIGHT.replace("    return sum(x)\n", "    time.sleep(0.4)\n    return sum(x)\n", 1)
PERFORMANCE = """
import pytest

@pytest.mark.question("mean")
@pytest.mark.performance
def test_speed(student):
    student.mean([1.0])
"""

Grade = Callable[..., int]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "class"
    folder.mkdir()
    for name in ("ann", "bob", "cat", "dan"):
        (folder / f"{name}.py").write_text(f"# {name}\n{RIGHT}", encoding="utf-8")
    return folder


@pytest.fixture
def grade(tiny_course: Any, tmp_path: Path) -> Grade:
    def grade(path: Path, *more: str) -> int:
        arguments = ["grade", str(path), "--assignment", "sums", "--out", str(tmp_path / "out")]
        arguments += ["--course", str(tiny_course.root), "--jobs", "1", "--no-notebooks"]
        return main([*arguments, *more])

    return grade


def document(tmp_path: Path) -> Any:
    return json.loads((tmp_path / "out" / "results.json").read_text(encoding="utf-8"))


def entries(tmp_path: Path) -> dict[str, Any]:
    return {entry["student"]: entry for entry in document(tmp_path)["submissions"]}


def graded(text: str) -> list[str]:
    """Return who was graded, from what was printed."""
    return sorted(line.split()[2] for line in text.splitlines() if line.startswith("["))


def test_one_student_again_keeps_the_class(
    grade: Grade, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert grade(folder, "--seed", "5") == 0
    before = entries(tmp_path)
    capsys.readouterr()
    (folder / "cat.py").write_text(WRONG, encoding="utf-8")
    assert grade(folder / "cat.py") == 0
    told = capsys.readouterr().out
    assert graded(told) == ["cat"]
    assert "(0 added, 1 replaced, 3 kept)" in told
    after = entries(tmp_path)
    assert sorted(after) == ["ann", "bob", "cat", "dan"]
    assert (before["cat"]["score"], after["cat"]["score"]) == (3, 2)
    assert {k: v for k, v in after.items() if k != "cat"} == {
        k: v for k, v in before.items() if k != "cat"
    }
    # A class has one seed, unless another is asked for.
    assert after["cat"]["seed"] == document(tmp_path)["seed"] == 5


def test_the_same_command_grades_only_what_changed(
    grade: Grade, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    grade(folder)
    first = entries(tmp_path)
    capsys.readouterr()
    (folder / "bob.py").write_text(f"# once more\n{RIGHT}", encoding="utf-8")
    (folder / "eve.py").write_text(RIGHT, encoding="utf-8")
    # Only its date is another.
    os.utime(folder / "ann.py", (1, 1))
    assert grade(folder) == 0
    told = capsys.readouterr().out
    assert graded(told) == ["bob", "eve"]
    assert "Unchanged since they were graded: 3." in told
    assert entries(tmp_path)["ann"] == first["ann"]
    assert grade(folder, "--again") == 0
    assert len(graded(capsys.readouterr().out)) == 5


def test_another_seed_grades_everybody_again(
    grade: Grade, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    grade(folder, "--seed", "5")
    capsys.readouterr()
    assert grade(folder, "--seed", "6") == 0
    assert graded(capsys.readouterr().out) == ["ann", "bob", "cat", "dan"]


def test_who_has_no_score_is_graded_again(
    grade: Grade, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "bob.py").rename(folder / "bob.ipynb")
    grade(folder)
    assert entries(tmp_path)["bob"]["status"] == "unreadable"
    capsys.readouterr()
    assert grade(folder) == 0
    told = capsys.readouterr().out
    assert graded(told) == ["bob"]
    assert "bob needs you: unreadable. " in told


def test_a_newer_file_that_cannot_be_read_keeps_the_score(
    grade: Grade, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    grade(folder)
    (folder / "dan.py").unlink()
    (folder / "dan.ipynb").write_text('{"cells": [', encoding="utf-8")
    capsys.readouterr()
    assert grade(folder) == 0
    told = capsys.readouterr().out
    assert "dan needs you: graded again without a score (unreadable)" in told
    entry = entries(tmp_path)["dan"]
    assert (entry["status"], entry["score"]) == ("graded", 3)
    assert "the earlier result is kept" in entry["attention"]


def test_a_part_of_the_tests_does_not_replace_all_of_them(
    grade: Grade,
    folder: Path,
    tiny_course: Any,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    tiny_course.write("graders/sums/test_more.py", PERFORMANCE)
    assert grade(folder, "--no-performance") == 0
    assert grade(folder / "ann.py", "--only", "performance") == 2
    assert grade(folder) == 0
    assert {entry["only"] for entry in entries(tmp_path).values()} == {"everything"}
    before = (tmp_path / "out" / "results.json").read_bytes()
    capsys.readouterr()
    assert grade(folder / "ann.py", "--no-performance") == 2
    assert "would be replaced by less" in capsys.readouterr().err
    assert (tmp_path / "out" / "results.json").read_bytes() == before


def test_damaged_results_end_the_run_before_it_begins(
    grade: Grade, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    grade(folder)
    file = tmp_path / "out" / "results.json"
    file.write_bytes(file.read_bytes()[:1500])
    before = file.read_bytes()
    capsys.readouterr()
    assert grade(folder) == 2
    told = capsys.readouterr()
    assert "cannot be read as results" in told.err
    assert "--out" in told.err
    assert graded(told.out) == []
    assert file.read_bytes() == before


def test_a_folder_that_goes_away_is_told_truly(
    grade: Grade,
    folder: Path,
    tiny_course: Any,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    # A grader runs in the judge, and removes what it likes.
    out = tmp_path / "out"
    removing = f"""
import shutil
import pytest

@pytest.mark.question("mean")
def test_more(student):
    shutil.rmtree({str(out)!r}, ignore_errors=True)
"""
    tiny_course.write("graders/sums/test_more.py", removing)
    assert grade(folder) == 3
    told = capsys.readouterr()
    assert "is not there any more, so what this run graded went with it" in told.err
    assert not out.exists()


@pytest.fixture
def planned(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let every plan hold these left-out entries and decisions, too."""

    def planned(left_out: tuple[LeftOut, ...], decisions: tuple[str, ...] = ()) -> None:
        def made(*arguments: Any) -> Plan:
            plan = make_plan(*arguments)
            return Plan(plan.tasks, left_out, decisions)

        monkeypatch.setattr(running, "make_plan", made)

    return planned


def test_what_is_graded_for_nobody_is_everywhere(
    grade: Grade,
    folder: Path,
    tmp_path: Path,
    planned: Callable[..., None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    path, reason = str(folder / "kim.webloc"), "A link to a file, not the file."
    planned((LeftOut(path, reason),), ("read as a class of 4, because each file names a student",))
    assert grade(folder) == 0
    told = capsys.readouterr().out
    assert "Not graded (1):" in told
    assert f"{path}: {reason}" in told
    assert "Read as: read as a class of 4" in told
    assert document(tmp_path)["left_out"] == [{"path": path, "reason": reason}]
    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    scores = (tmp_path / "out" / "scores.csv").read_text(encoding="utf-8")
    for text in (page, scores):
        assert path in text
        assert reason in text
    assert "read as a class of 4" in page


def test_left_out_entries_stay_until_their_place_is_named_again(
    grade: Grade, folder: Path, tmp_path: Path, planned: Callable[..., None]
) -> None:
    old, other = LeftOut(str(folder / "kim.txt"), "old"), LeftOut("/elsewhere/lee.txt", "other")
    planned((old, other), ("one way",))
    grade(folder)
    planned((), ("another way",))
    grade(folder / "ann.py")
    assert [e["reason"] for e in document(tmp_path)["left_out"]] == ["old", "other"]
    assert document(tmp_path)["decisions"] == ["one way", "another way"]
    grade(folder)
    assert [e["reason"] for e in document(tmp_path)["left_out"]] == ["other"]
    assert document(tmp_path)["decisions"] == ["another way"]


def interrupted(words: list[str], after: int) -> tuple[int, str]:
    """Run a command and press Ctrl-C, as a terminal does, when it has printed so many lines."""
    with subprocess.Popen(
        words,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
        # Who runs the tests in the background has it ignored, and so would this.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    ) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(after)]
        os.killpg(process.pid, signal.SIGINT)
        told = "".join(lines) + process.stdout.read()
    return process.returncode, told


def test_ctrl_c_says_what_is_kept_and_the_same_command_goes_on(
    tiny_course: Any, tmp_path: Path
) -> None:
    folder, out = tmp_path / "class", tmp_path / "out"
    folder.mkdir()
    for number in range(14):
        (folder / f"s{number:02}.py").write_text(f"import time\n{SLOW}")
    words = [sys.executable, "-m", "gradewright", "grade", str(folder), "--assignment", "sums"]
    words += ["--course", str(tiny_course.root), "--out", str(out), "--jobs", "2"]
    code, told = interrupted(words, after=3)
    assert code == 130, told
    first = entries(tmp_path)
    assert 3 <= len(first) < 14
    assert {entry["status"] for entry in first.values()} == {"graded"}
    assert f"Results kept in {out}: {len(first)}. This goes on from there: gradewright " in told
    assert f"Submissions not graded yet: {14 - len(first)}." in told
    assert "Traceback" not in told
    assert "INTERNALERROR" not in told
    waiting = {Path(e["path"]).stem for e in document(tmp_path)["left_out"]}
    assert waiting == {f"s{n:02}" for n in range(14)} - set(first)
    assert f"Stopped after {len(first)} of 14" in (out / "index.html").read_text(encoding="utf-8")
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert set(graded(done.stdout)) == waiting
    after = entries(tmp_path)
    assert len(after) == 14
    assert {name: after[name] for name in first} == first
    assert "Stopped after" not in (out / "index.html").read_text(encoding="utf-8")
    assert document(tmp_path)["left_out"] == []


def test_a_killed_run_is_gone_on_from(tiny_course: Any, tmp_path: Path) -> None:
    folder, out = tmp_path / "class", tmp_path / "out"
    folder.mkdir()
    for number in range(10):
        (folder / f"s{number:02}.py").write_text(f"import time\n{SLOW}")
    words = [sys.executable, "-m", "gradewright", "grade", str(folder), "--assignment", "sums"]
    words += ["--course", str(tiny_course.root), "--out", str(out), "--jobs", "2"]
    with subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        assert process.stdout is not None
        for _ in range(4):
            process.stdout.readline()
        process.kill()
        told = process.stdout.read()
    assert "INTERNALERROR" not in told
    assert not (out / "results.json").exists()
    assert "of 10 graded so far" in (out / "index.html").read_text(encoding="utf-8")
    # Somebody else's first: what the killed run graded stays.
    (tmp_path / "zoe.py").write_text(RIGHT)
    other = [*words[:4], str(tmp_path / "zoe.py"), *words[5:]]
    assert subprocess.run(other, capture_output=True, check=False).returncode == 0
    first = entries(tmp_path)
    assert "zoe" in first
    assert len(first) >= 5
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    # Of the last one it is not sure whether its page was written.
    assert len(graded(done.stdout)) <= 10 - (len(first) - 1) + 1
    assert len(entries(tmp_path)) == 11


def test_a_folder_of_its_own_is_not_touched_by_a_wrong_command(
    grade: Grade, folder: Path, tmp_path: Path
) -> None:
    grade(folder)
    before = {p.name: p.read_bytes() for p in (tmp_path / "out").iterdir() if p.is_file()}
    shutil.rmtree(folder)
    assert grade(folder) == 2
    assert {p.name: p.read_bytes() for p in (tmp_path / "out").iterdir() if p.is_file()} == before
