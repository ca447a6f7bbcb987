"""Work that is graded for nobody is named; what was left out on purpose is not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gradewright.cli import main
from gradewright.course.records import Assignment, Course
from gradewright.submissions.find import find
from gradewright.submissions.overlooked import overlooked

Missed = Callable[..., list[str]]


@pytest.fixture
def missed(tmp_path: Path, course: Course) -> Missed:
    """Return a function that makes files in a folder and names what is overlooked there."""

    def run(*files: str, at: str = ".", assignment: Assignment | None = None) -> list[str]:
        for name in files:
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
        paths = [tmp_path / at]
        found = find(paths, assignment=assignment, course=course)
        left = overlooked(paths, found, assignment=assignment, course=course)
        return [path.name for path in left]

    return run


NAMED = "ann/logistic_regression.ipynb"


def test_a_student_whose_file_is_called_otherwise_is_named(missed: Missed) -> None:
    assert missed(NAMED, "bob/homework.ipynb", "carl/deep/down/hw.py") == ["bob", "carl"]


def test_a_loose_file_beside_the_students_is_named(missed: Missed) -> None:
    assert missed(NAMED, "eve.ipynb") == ["eve.ipynb"]


def test_what_holds_no_work_is_not(missed: Missed) -> None:
    assert missed(NAMED, "readme.txt", "images/plot.png", ".git/hook.py") == []


def test_with_an_assignment_others_are_left_out_on_purpose(
    missed: Missed, logistic: Assignment
) -> None:
    files = (NAMED, "bob/planar_network.ipynb", "carl/planar_network/x.ipynb")
    assert missed(*files, "ann__planar_network.py", assignment=logistic) == []


def test_of_one_student_nothing_is_missing(missed: Missed, logistic: Assignment) -> None:
    assert missed("ann/work.ipynb", "ann/draft.ipynb", at="ann", assignment=logistic) == []
    assert missed("ann/logistic_regression.py", at="ann") == []


def test_links_are_taken_as_absent(missed: Missed, tmp_path: Path) -> None:
    (tmp_path / "link.ipynb").symlink_to(tmp_path / "ann")
    assert missed(NAMED) == []


def test_the_run_says_so(
    tiny_course: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    work = "def total(x):\n    return sum(x)\ndef mean(x):\n    return sum(x) / len(x)\n"
    for name in ("bob/homework.py", "ann/sums.py"):
        path = tmp_path / "class" / name
        path.parent.mkdir(parents=True)
        path.write_text(work, encoding="utf-8")
    arguments = ["grade", str(tmp_path / "class"), "--out", str(tmp_path / "out"), "--jobs", "1"]
    assert main([*arguments, "--course", str(tiny_course.root)]) == 0
    told = capsys.readouterr().out
    assert "Not graded" in told
    assert "bob" in told
    assert "--assignment" in told
