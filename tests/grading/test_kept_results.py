"""What tests share: made once, failing again as it failed, and another for the next submission."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from gradewright.checks import CheckFailed, about, check, latest_call
from gradewright.checks.subject import Call
from gradewright.cli import main
from gradewright.grading.kept import Kept

GRADER = """
import pytest
from gradewright.checks import check, check_close

pytestmark = pytest.mark.question("mean")

@pytest.fixture
def shared(student, kept):
    return kept.once("mean", lambda: student.mean([2.0, 4.0]))

def test_first(shared):
    check_close(shared, 3.0)

def test_again(shared):
    check_close(shared, 3.0)
"""
RIGHT = "def total(x):\n    return sum(x)\ndef mean(x):\n    return sum(x) / len(x)\n"


def test_a_result_is_made_once() -> None:
    made: list[int] = []
    kept = Kept()
    first = kept.once("a", lambda: made.append(1) or object())
    assert kept.once("a", object) is first
    assert kept.once("b", object) is not first
    assert made == [1]


def test_nothing_is_a_result_too() -> None:
    made: list[int] = []
    kept = Kept()
    for _ in range(2):
        assert kept.once("a", lambda: made.append(1)) is None
    assert made == [1]


def test_a_failed_check_fails_again_without_another_try() -> None:
    tries: list[int] = []

    def fail() -> None:
        tries.append(1)
        check(False, "The model was not trained.")

    kept = Kept()
    for _ in range(2):
        with pytest.raises(CheckFailed, match="not trained"):
            kept.once("a", fail)
    assert tries == [1]


def test_a_fault_of_the_grader_is_not_kept() -> None:
    kept = Kept()
    with pytest.raises(KeyError):
        kept.once("a", lambda: {}["missing"])
    assert kept.once("a", lambda: 5) == 5


def test_no_submission_gets_anothers(tiny_course: Any, tmp_path: Path) -> None:
    tiny_course.write("graders/sums/test_more.py", GRADER)
    folder, out = tmp_path / "class", tmp_path / "out"
    folder.mkdir()
    (folder / "amara.py").write_text(RIGHT, encoding="utf-8")
    (folder / "bohdan.py").write_text(RIGHT.replace("/ len(x)", ""), encoding="utf-8")
    (folder / "chiara.py").write_text(RIGHT, encoding="utf-8")
    arguments = ["grade", str(folder), "--assignment", "sums", "--out", str(out), "--no-notebooks"]
    assert main([*arguments, "--course", str(tiny_course.root), "--jobs", "1"]) == 0
    entries = json.loads((out / "results.json").read_text(encoding="utf-8"))["submissions"]
    assert {entry["student"]: entry["score"] for entry in entries} == {
        "amara": 3.0,
        "bohdan": 2.0,
        "chiara": 3.0,
    }


def test_a_kept_result_is_about_the_call_that_it_came_from() -> None:
    def make() -> int:
        about("train", "train(model, x)")
        return 3

    kept = Kept()
    about("build", "build()")
    kept.once("settings", dict)
    kept.once("trained", make)
    about("predict", "predict(x)")
    kept.once("settings", dict)
    assert latest_call() == Call("predict", "predict(x)")
    assert kept.once("trained", make) == 3
    assert latest_call() == Call("train", "train(model, x)")


FOR_ALL = """
import pytest
from gradewright.graders import check

pytestmark = [pytest.mark.question("mean"), pytest.mark.points(0.1)]

def test_first(kept_by_judge, reference):
    made = kept_by_judge.once("made", list)
    made.append(1)
    check(len(made) > 2, f"made {len(made)} times")

def test_in_place(reference):
    numbers = [3.0, 1.0]
    check(reference.in_place.mean is not reference.mean, "It is wrapped.")
    check(reference.in_place.mean(numbers) == 2.0, "It is another function.")
    check(reference.in_place is reference.in_place, "It is loaded again.")
"""


def test_a_judge_keeps_what_no_submission_has_a_part_in(tiny_course: Any, tmp_path: Path) -> None:
    tiny_course.write("graders/sums/test_for_all.py", FOR_ALL)
    folder, out = tmp_path / "class", tmp_path / "out"
    folder.mkdir()
    for name in ("amara", "bohdan", "chiara"):
        (folder / f"{name}.py").write_text(RIGHT, encoding="utf-8")
    arguments = ["grade", str(folder), "--assignment", "sums", "--out", str(out), "--no-notebooks"]
    assert main([*arguments, "--course", str(tiny_course.root), "--jobs", "1"]) == 0
    entries = json.loads((out / "results.json").read_text(encoding="utf-8"))["submissions"]
    tests = [t for e in entries for q in e["questions"] for t in q["tests"]]
    first = sorted(t["message"] for t in tests if t["id"].endswith("test_first"))
    assert [message[:12] for message in first] == ["", "made 1 times", "made 2 times"]
    assert {t["status"] for t in tests if t["id"].endswith("in_place")} == {"passed"}
