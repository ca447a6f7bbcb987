"""A grader that starts anew within a test: what calls left behind is not met by later ones."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from gradewright.cli import main

GRADER = """
import pytest
from gradewright.checks import check_equal

pytestmark = pytest.mark.question("mean")

@pytest.fixture
def kept_mean(student, kept):
    return kept.once("mean", lambda: student.mean([2.0, 4.0]))

def test_twice(student, kept_mean):
    START
    check_equal(student.mean([1.0, 3.0]), 2.0)

def test_kept(kept_mean):
    check_equal(kept_mean, 3.0)
"""
# As an optimizer in a global name, which knows the variables of one network alone.
ONCE = """
used_for = []

def total(x):
    return sum(x)

def mean(x):
    if used_for and used_for != [x]:
        raise ValueError("another network")
    used_for[:] = [x]
    return sum(x) / len(x)
"""


@pytest.mark.parametrize(
    ("start", "status"), [("student.start_anew()", "passed"), ("pass", "error")]
)
def test_right_work_with_an_object_for_one_network(
    tiny_course: Any, tmp_path: Path, start: str, status: str
) -> None:
    file = "assignments/sums/assignment.toml"
    text = (tiny_course.root / file).read_text(encoding="utf-8")
    tiny_course.write(file, text.replace("[limits]", '[load]\nfresh = "question"\n\n[limits]'))
    tiny_course.write("graders/sums/test_more.py", GRADER.replace("START", start))
    (tmp_path / "amara.py").write_text(ONCE, encoding="utf-8")
    out = tmp_path / "out"
    arguments = ["grade", str(tmp_path / "amara.py"), "--assignment", "sums", "--out", str(out)]
    arguments += ["--course", str(tiny_course.root), "--jobs", "1", "--no-notebooks"]
    assert main(arguments) == 0
    (entry,) = json.loads((out / "results.json").read_text(encoding="utf-8"))["submissions"]
    tests = {test["id"]: test for part in entry["questions"] for test in part["tests"]}
    twice = tests["test_more.py::test_twice"]
    assert twice["status"] == status
    assert ("another network" in twice["message"]) == (status == "error")
    assert tests["test_more.py::test_kept"]["status"] == "passed"
