"""A verdict is the same whether tests share a process or each has one of its own."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from gradewright import results
from gradewright.authoring.validate import cases_of, written
from gradewright.batch.hiring import Hiring, shared_folder
from gradewright.batch.plan import Task
from gradewright.batch.pool import Pool
from gradewright.course.reader import read_course
from gradewright.course.records import Assignment, Fresh
from gradewright.grading.terms import Terms
from gradewright.submissions.records import Found

ROOT = Path(__file__).parents[2]
COURSE = read_course(ROOT).assignments
SHARING = [each for each in COURSE if each.load.fresh == "changed"]
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
Told = Mapping[str, tuple[object, ...]]


def verdicts(assignment: Assignment, files: Mapping[str, Path], fresh: Fresh) -> dict[str, Told]:
    """Return what came of each test of each submission."""
    changed = replace(assignment, load=replace(assignment.load, fresh=fresh))
    found = tuple(Found(name, assignment.slug, file) for name, file in files.items())
    told: dict[str, Told] = {}
    with shared_folder(Hiring(Terms(5), jobs=1)) as hiring:
        for delivery in Pool([Task(changed, found)], hiring).run():
            result = delivery.result
            tests = [test for question in result.questions for test in question.tests]
            told[result.student] = {
                "": (result.status, result.score, result.message),
                **{t.id: (t.status, t.score, _said(t), t.given, t.because_of) for t in tests},
            }
    return told


def _said(test: results.TestResult) -> str:
    """Return a test's message; what measures draws as often as the machine's noise asks for."""
    return "" if test.id.endswith("test_time") else test.message


def assert_alike(assignment: Assignment, files: Mapping[str, Path]) -> dict[str, Told]:
    apart = verdicts(assignment, files, "test")
    shared = verdicts(assignment, files, "changed")
    assert shared.keys() == apart.keys() == files.keys()
    for name in files:
        assert shared[name] == apart[name], name
    return shared


@pytest.fixture
def sums(tiny_course: Any) -> Iterator[Assignment]:
    tiny_course.write("graders/sums/test_sums.py", GRADERS)
    (assignment,) = read_course(tiny_course.root).assignments
    yield assignment


@pytest.mark.slow(seconds=15)
def test_tricks_with_state_gain_and_lose_nothing(sums: Assignment, tmp_path: Path) -> None:
    files = {}
    for name, source in TRICKS.items():
        files[name] = tmp_path / f"{name}.py"
        files[name].write_text(source, encoding="utf-8")
    told = assert_alike(sums, files)
    assert {name for name in told if told[name][""][1] == 3} >= {"right", "remembers_rightly"}
    assert {name for name in told if told[name][""][1] != 3} >= {
        "right_once",
        "right_from_the_second_call",
        "right_in_the_second_test",
    }


@pytest.mark.slow(seconds=60)
@pytest.mark.parametrize(
    "assignment",
    [
        pytest.param(each, id=each.slug, marks=pytest.mark.xdist_group(each.slug))
        for each in SHARING
    ],
)
def test_every_variant_gets_the_same_verdict(assignment: Assignment, tmp_path: Path) -> None:
    assert_alike(
        assignment, {c.name: written(assignment, c, tmp_path) for c in cases_of(assignment)}
    )
