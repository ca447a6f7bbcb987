"""A verdict is the same whether tests share a process or each has one of its own."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from gradewright.authoring.apart import Told, differences, told_by
from gradewright.batch.hiring import Hiring
from gradewright.batch.plan import Task
from gradewright.batch.pool import Pool
from gradewright.course.reader import read_course
from gradewright.course.records import Assignment, Fresh
from gradewright.grading.terms import Terms
from gradewright.submissions.records import Found

TRICKS: dict[str, str] = tomllib.loads(
    Path(__file__).with_name("tricks.toml").read_text(encoding="utf-8")
)
GRADERS = '''
import numpy as np
import pytest
from gradewright.checks import check_close

@pytest.mark.question("total")
@pytest.mark.parametrize("n", range(6))
def test_total(student, reference, rng, n):
    """Fresh numbers."""
    x = rng.normal(size=n + 2)
    for _ in range(1 + n % 2):
        check_close(student.total(x), reference.total(x))

@pytest.mark.question("mean")
@pytest.mark.parametrize("n", range(4))
def test_mean(student, reference, kept, n):
    """The same numbers."""
    got = kept.once("mean", lambda: student.mean(np.arange(4.0)))
    check_close(got, 1.5)
    check_close(student.mean(np.arange(n + 2.0)), reference.mean(np.arange(n + 2.0)))
'''


def verdicts(assignment: Assignment, files: Mapping[str, Path], fresh: Fresh) -> dict[str, Told]:
    """Return what came of each test of each submission."""
    changed = replace(assignment, load=replace(assignment.load, fresh=fresh))
    found = tuple(Found(name, assignment.slug, file) for name, file in files.items())
    deliveries = Pool([Task(changed, found)], Hiring(Terms(5), jobs=1)).run()
    return {each.result.student: told_by(each.result) for each in deliveries}


@pytest.fixture
def sums(tiny_course: Any) -> Iterator[Assignment]:
    tiny_course.write("graders/sums/test_sums.py", GRADERS)
    (assignment,) = read_course(tiny_course.root).assignments
    yield assignment


def test_a_verdict_that_differs_is_told(sums: Assignment, tmp_path: Path) -> None:
    file = tmp_path / "right.py"
    file.write_text(TRICKS["right"], encoding="utf-8")
    found, hiring = (Found("right", "sums", file),), Hiring(Terms(5), jobs=1)
    told = verdicts(sums, {"right": file}, "changed")
    assert list(differences(sums, told, found, hiring)) == []
    test = "test_sums.py::test_total[3]"
    other = {"right": {**told["right"], test: ("failed", 0.0, "wrong", (), ())}}
    (finding,) = differences(sums, other, found, hiring)
    assert finding.place == f"right {test}"
    assert "a process of its own" in finding.text


@pytest.mark.slow(seconds=15)
def test_tricks_with_state_gain_and_lose_nothing(sums: Assignment, tmp_path: Path) -> None:
    files = {}
    for name, source in TRICKS.items():
        files[name] = tmp_path / f"{name}.py"
        files[name].write_text(source, encoding="utf-8")
    told = verdicts(sums, files, "changed")
    apart = verdicts(sums, files, "test")
    assert told.keys() == apart.keys() == files.keys()
    for name in files:
        assert told[name] == apart[name], name
    assert {name for name in told if told[name][""][1] == 3} >= {"right", "remembers_rightly"}
    assert {name for name in told if told[name][""][1] != 3} >= {
        "right_once",
        "right_from_the_second_call",
        "right_in_the_second_test",
    }
