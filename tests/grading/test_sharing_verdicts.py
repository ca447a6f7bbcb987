"""A verdict is the same whether tests share a process or each has one of its own."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from gradewright.authoring.apart import Said, Told, differences, told_by
from gradewright.batch.here import grade_here
from gradewright.batch.hiring import Hiring
from gradewright.batch.plan import Task
from gradewright.batch.pool import Pool
from gradewright.course.reader import read_course
from gradewright.course.records import Assignment, Fresh
from gradewright.grading.repeating import Repeating
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
    tests = {**told["right"].tests, test: Said("failed", 0.0, "wrong")}
    other = {"right": replace(told["right"], tests=tests)}
    (finding,) = differences(sums, other, found, hiring)
    assert finding.place == f"right {test}"
    assert "a process of its own" in finding.text


PASSED, FAILED = Said("passed", 1.0), Said("failed", 0.0, "wrong")


@pytest.mark.parametrize(
    ("shared", "apart", "differs"),
    [
        (PASSED, PASSED, False),
        (PASSED, FAILED, True),
        (FAILED, PASSED, True),
        (FAILED, Said("failed", 0.0, "wrong in another way"), True),
        # What follow-through has earned was lost before.
        (Said("passed", 1.0, "helped", given=True), FAILED, False),
        (Said("passed", 1.0, "helped", given=True), PASSED, True),
        # Tried once what it depends on was made good, of which nothing is told here.
        (FAILED, Said("skipped", 0.0), True),
        (None, PASSED, True),
    ],
)
def test_what_differs(shared: Said | None, apart: Said, differs: bool) -> None:
    told = Told("graded", {} if shared is None else {"t": shared})
    assert list(told.differing(Told("graded", {"t": apart}))) == (["t"] if differs else [])


def test_what_depends_on_a_test_that_was_made_good_may_have_been_tried() -> None:
    helped = {"first": Said("passed", 1.0, "helped", given=True), "second": FAILED}
    apart = {"first": FAILED, "second": Said("skipped", 0.0)}
    assert list(Told("graded", helped).differing(Told("graded", apart))) == []
    assert list(Told("failed", helped).differing(Told("graded", apart))) == [""]


def test_what_is_tried_again_never_shares(
    sums: Assignment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that verdicts before it are all that has to be compared."""
    seen: list[tuple[bool, bool]] = []
    run = Repeating._run

    def watched(self: Repeating, *args: Any, shares: bool = False) -> Any:
        seen.append((self.case.retry is not None, shares))
        return run(self, *args, shares=shares)

    monkeypatch.setattr(Repeating, "_run", watched)
    file = tmp_path / "wrong.py"
    file.write_text(
        "def total(x):\n    return sum(x) + 1\ndef mean(x):\n    return total(x) / len(x)\n",
        encoding="utf-8",
    )
    (result,) = grade_here(sums, Hiring(Terms(5), jobs=1), [Found("wrong", "sums", file)], [])
    assert any(test.given for question in result.questions for test in question.tests)
    assert (True, False) in seen
    assert (False, True) in seen
    assert (True, True) not in seen


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
    points = {name: round(sum(s.score for s in told[name].tests.values()), 3) for name in told}
    assert {name for name in told if points[name] == 3} >= {"right", "remembers_rightly"}
    assert {name for name in told if points[name] != 3} >= {
        "right_once",
        "right_from_the_second_call",
        "right_in_the_second_test",
    }
