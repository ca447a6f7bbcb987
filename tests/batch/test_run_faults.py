"""When our own parts or the course fail: the right exit code, and the rest is graded."""

from __future__ import annotations

import errno
import json
from pathlib import Path
from typing import Any

import pytest

from gradewright.cli import main
from gradewright.reports import files

RIGHT = "def total(x):\n    return sum(x)\ndef mean(x):\n    return sum(x) / len(x)\n"


def grade(course: Any, folder: Path, *more: str) -> int:
    out = course.root / "out"
    arguments = ["grade", str(folder), "--assignment", "sums", "--out", str(out), "--seed", "1"]
    return main([*arguments, "--course", str(course.root), "--jobs", "1", *more])


def entries(course: Any) -> dict[str, Any]:
    document = json.loads((course.root / "out" / "results.json").read_text(encoding="utf-8"))
    return {entry["student"]: entry for entry in document["submissions"]}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "class"
    folder.mkdir()
    for name in ("a_first", "m_middle", "z_last"):
        (folder / f"{name}.py").write_text(f"def who():\n    return '{name}'\n{RIGHT}")
    return folder


def add_grader(course: Any, body: str) -> None:
    code = f"""
import os
import pytest
pytestmark = pytest.mark.question("mean")
def test_more(student):
    {body}
"""
    course.write("graders/sums/test_more.py", code)


def test_a_judge_that_dies_costs_one_submission(tiny_course: Any, folder: Path) -> None:
    add_grader(tiny_course, "if student.who() == 'm_middle': os._exit(9)")
    assert grade(tiny_course, folder) == 3
    found = entries(tiny_course)
    assert [found[name]["status"] for name in sorted(found)] == ["graded", "failed", "graded"]
    assert found["z_last"]["score"] == 3
    assert "judged this submission ended" in found["m_middle"]["message"]


def test_a_grader_that_fails_is_no_fault_of_the_student(tiny_course: Any, folder: Path) -> None:
    add_grader(tiny_course, "if student.who() == 'm_middle': raise KeyError('dw')")
    assert grade(tiny_course, folder) == 3
    found = entries(tiny_course)
    assert found["m_middle"]["status"] == "failed"
    assert "KeyError: 'dw'" in found["m_middle"]["message"]
    assert (found["m_middle"]["score"], found["m_middle"]["max_score"]) == (2.5, 2.5)
    assert (found["a_first"]["score"], found["z_last"]["score"]) == (3, 3)


@pytest.mark.parametrize(
    ("file", "text", "words"),
    [
        ("graders/sums/test_more.py", "def test_x(student): pass\n", "pytest.mark.question"),
        ("graders/sums/test_more.py", "import nowhere\n", "nowhere"),
        ("graders/sums/test_more.py", "def test_x(:\n", "test_more.py"),
        ("reference/sums/sums.py", "import nowhere\n", "nowhere"),
        ("assignments/sums/assignment.toml", "title = 3\n", "a text"),
    ],
)
def test_a_broken_course_is_told_and_exits_with_2(
    tiny_course: Any,
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    file: str,
    text: str,
    words: str,
) -> None:
    tiny_course.write(file, text)
    assert grade(tiny_course, folder) == 2
    assert words in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["grade", "nowhere.py", "--assignment", "sums"], "nowhere.py"),
        (["grade", "class", "--assignment", "products"], "this course has: sums"),
        (["validate", "products"], "this course has: sums"),
    ],
)
def test_wrong_usage_exits_with_2(
    tiny_course: Any,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    words: str,
) -> None:
    monkeypatch.chdir(folder.parent)
    assert main([*arguments, "--course", str(tiny_course.root)]) == 2
    assert words in capsys.readouterr().err


def test_an_unknown_option_exits_with_2() -> None:
    with pytest.raises(SystemExit) as caught:
        main(["grade", "--colour"])
    assert caught.value.code == 2


def test_a_folder_that_cannot_be_made_is_told_before_anything_is_graded(
    tiny_course: Any, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tiny_course.root / "out").write_text("a file where the folder should be")
    assert grade(tiny_course, folder) == 2
    told = capsys.readouterr()
    assert "--out" in told.err
    assert "graded" not in told.out


def test_a_full_disk_ends_the_run_with_what_was_graded_kept(
    tiny_course: Any,
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write, page = files.write, "m_middle"

    def full(path: Path, text: str) -> None:
        if page in str(path):
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        write(path, text)

    monkeypatch.setattr(files, "write", full)
    assert grade(tiny_course, folder) == 3
    told = capsys.readouterr().err
    assert "No space left on device" in told
    journal = tiny_course.root / "out" / "results.partial.jsonl"
    assert str(journal) in told
    assert '"m_middle"' in journal.read_text(encoding="utf-8")
