"""A submission without a score is asked for what its neighbours are, whatever a run leaves out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from gradewright.cli import main

RIGHT = "def total(x):\n    return sum(x)\ndef mean(x):\n    return sum(x) / len(x)\n"
MORE = """
import os
from pathlib import Path

import pytest

pytestmark = pytest.mark.question("mean")
MARK = Path({mark!r})
if {dies_first} and not MARK.exists():
    MARK.write_text("a judge was here")
    os._exit(9)

@pytest.mark.performance
@pytest.mark.points(0.25)
def test_speed(student):
    student.mean([1.0])
    if student.who() == "ends_the_judge":
        os._exit(9)

@pytest.mark.needs("no_such_package")
@pytest.mark.points(0.5)
def test_elsewhere(student):
    raise KeyError

def test_more(student):
    if student.who() == "ends_the_judge":
        os._exit(9)
"""
OPTIONS = [
    (),
    ("--no-performance",),
    ("--only", "performance"),
]


def grade(course: Any, folder: Path, *options: str, dies_first: bool = False) -> dict[str, Any]:
    mark = str(folder.parent / "mark")
    course.write("graders/sums/test_more.py", MORE.format(mark=mark, dies_first=dies_first))
    folder.mkdir()
    for name in ("a_first", "ends_the_judge", "z_last"):
        (folder / f"{name}.py").write_text(f"def who():\n    return '{name}'\n{RIGHT}")
    (folder / "picture.ipynb").write_bytes(b"\x89PNG")
    out = folder.parent / "out"
    arguments = ["grade", str(folder), "--assignment", "sums", "--out", str(out), "--jobs", "1"]
    assert main([*arguments, "--course", str(course.root), "--no-notebooks", *options]) == 3
    results = json.loads((out / "results.json").read_text(encoding="utf-8"))["submissions"]
    return {result["student"]: result for result in results}


def asked(result: dict[str, Any]) -> tuple[Any, ...]:
    questions = [(q["id"], q["title"], q["max_score"]) for q in result["questions"]]
    left_out = [note for note in result["notes"] if "no_such_package" in note]
    return result["max_score"], questions, left_out


@pytest.mark.parametrize("options", OPTIONS)
def test_lost_and_unreadable_ones_are_asked_for_the_same(
    tiny_course: Any, tmp_path: Path, options: tuple[str, ...]
) -> None:
    found = grade(tiny_course, tmp_path / "class", *options)
    statuses = {student: result["status"] for student, result in found.items()}
    assert statuses == {
        "a_first": "graded",
        "ends_the_judge": "failed",
        "picture": "unreadable",
        "z_last": "graded",
    }
    assert 0 < found["a_first"]["max_score"] < 3
    assert {student: asked(result) for student, result in found.items()} == dict.fromkeys(
        found, asked(found["a_first"])
    )


def test_one_that_was_lost_before_anybody_knew_is_asked_for_the_same(
    tiny_course: Any, tmp_path: Path
) -> None:
    found = grade(tiny_course, tmp_path / "class", "--no-performance", dies_first=True)
    assert found["a_first"]["status"] == "failed"
    assert "judged this submission ended" in found["a_first"]["message"]
    assert asked(found["a_first"]) == asked(found["z_last"])


def test_where_no_judge_lives_the_whole_assignment_is_asked(
    tiny_course: Any, tmp_path: Path
) -> None:
    tiny_course.write("graders/sums/test_dead.py", "import os\nos._exit(9)\n")
    found = grade(tiny_course, tmp_path / "class")
    assert {result["status"] for result in found.values()} == {"failed"}
    assert {result["max_score"] for result in found.values()} == {3.0}
