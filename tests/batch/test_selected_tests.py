"""A run that grades only some tests, on a machine that lacks a package: points and words fit."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from gradewright.cli import main

RIGHT = "def total(x):\n    return sum(x)\ndef mean(x):\n    return sum(x) / len(x)\n"
MORE = """
import pytest
from gradewright.graders.pictures import line

pytestmark = pytest.mark.question("mean")

@pytest.mark.performance
def test_speed(student):
    student.mean([1.0])

@pytest.mark.needs("no_such_package")
def test_elsewhere(student):
    raise KeyError

@pytest.mark.visibility("hidden")
def test_pictures(student, picture, note):
    picture.plot("Drawn", [line("yours", [1.0, float("inf"), 2.0])], x="n", y="mean")
    note("a word in passing")
"""


@pytest.fixture
def graded(tiny_course: Any, tmp_path: Path) -> Any:
    tiny_course.write("graders/sums/test_more.py", MORE)
    submission = tmp_path / "amara.py"
    submission.write_text(RIGHT, encoding="utf-8")

    def grade(*more: str) -> dict[str, Any]:
        out = tmp_path / "out"
        arguments = ["grade", str(submission), "--assignment", "sums", "--out", str(out)]
        arguments += ["--course", str(tiny_course.root), "--jobs", "1", "--no-notebooks", *more]
        assert main(arguments) == 0
        results = json.loads((out / "results.json").read_text(encoding="utf-8"))
        entry: dict[str, Any] = results["submissions"][0]
        return entry

    return grade


def titles(entry: dict[str, Any]) -> set[str]:
    return {test["id"].partition("::")[2] for q in entry["questions"] for test in q["tests"]}


def test_what_a_package_is_missing_for_is_not_asked_for(graded: Any) -> None:
    entry = graded()
    assert "test_elsewhere" not in titles(entry)
    assert (entry["score"], entry["max_score"]) == (2.75, 2.75)
    assert any("no_such_package is not installed" in note for note in entry["notes"])


def test_only_performance(graded: Any) -> None:
    entry = graded("--only", "performance")
    assert titles(entry) == {"test_speed"}
    assert (entry["score"], entry["max_score"]) == (0.25, 0.25)
    assert any("Only the performance checks" in note for note in entry["notes"])


def test_no_performance(graded: Any) -> None:
    entry = graded("--no-performance")
    assert "test_speed" not in titles(entry)
    assert (entry["score"], entry["max_score"]) == (2.5, 2.5)
    assert any("performance checks were not run" in note for note in entry["notes"])


def test_what_graders_draw_and_tell_is_recorded(graded: Any) -> None:
    entry = graded()
    (picture,) = entry["pictures"]
    assert (picture["title"], picture["visibility"]) == ("Drawn", "hidden")
    (series,) = picture["plot"]["series"]
    assert (series["xs"], series["ys"]) == ([0.0, 1.0, 2.0], [1.0, None, 2.0])
    assert "a word in passing" in entry["notes"]


def test_an_assignment_that_cannot_stand_is_refused(
    tiny_course: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tiny_course.root / "assignments" / "sums" / "assignment.toml"
    text = file.read_text(encoding="utf-8") + '\n[load]\npreload = ["numpy", "no_such_package"]\n'
    file.write_text(text, encoding="utf-8")
    (tmp_path / "amara.py").write_text(RIGHT, encoding="utf-8")
    arguments = ["grade", str(tmp_path / "amara.py"), "--assignment", "sums"]
    arguments += ["--course", str(tiny_course.root), "--out", str(tmp_path / "out")]
    assert main(arguments) == 2
    assert "load.preload: found no_such_package, which cannot" in capsys.readouterr().err


def test_an_optional_package_may_be_absent(tiny_course: Any, tmp_path: Path) -> None:
    file = tiny_course.root / "assignments" / "sums" / "assignment.toml"
    text = file.read_text(encoding="utf-8") + '\n[load]\noptional = ["no_such_package"]\n'
    file.write_text(text, encoding="utf-8")
    (tmp_path / "amara.py").write_text(RIGHT, encoding="utf-8")
    arguments = ["grade", str(tmp_path / "amara.py"), "--assignment", "sums"]
    arguments += ["--course", str(tiny_course.root), "--out", str(tmp_path / "out")]
    assert main(arguments) == 0
