"""Functions as arguments of a call: the judge answers its own, the submission calls its own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from gradewright.cli import main

ASSIGNMENT = """\
title = "Slopes"
source = "made up for tests"

[limits]
test_seconds = 4.0
load_seconds = 5.0
memory_mb = 700

[[question]]
id = "slope"
title = "The slope"
points = 6
functions = ["slope", "cube"]
"""
REFERENCE = '''\
"""Reference solution: Slopes."""

# %% slope
def slope(f, x, h=1e-3):
    """Return the slope of f at x."""
    ### BEGIN SOLUTION
    return (f(x + h) - f(x - h)) / (2 * h)
    ### END SOLUTION

# %% cube
def cube(x):
    """Return the third power of x."""
    ### BEGIN SOLUTION
    return x**3
    ### END SOLUTION
'''
GRADERS = """\
import pytest

from gradewright.checks import check, check_close

pytestmark = [pytest.mark.question("slope"), pytest.mark.points(1)]


def test_of_the_reference(student, reference):
    check_close(student.slope(reference.cube, 2.0), 12.0, rtol=1e-4)


def test_of_the_graders_own(student):
    check_close(student.slope(lambda x: 5 * x, 1.0), 5.0, rtol=1e-4)


def test_of_the_students_own(student):
    check_close(student.slope(student.cube, 2.0), 12.0, rtol=1e-4)


def test_by_name(student):
    check_close(student.slope(f=student.ref("cube"), x=1.0), 3.0, rtol=1e-4)


def test_with_a_check_in_it(student):
    def checked(x):
        check(abs(x - 1.0) < 0.1, "The function is asked for far from x.")
        return x

    check_close(student.slope(checked, 1.0), 1.0, rtol=1e-4)


def test_one_that_raises(student):
    def refusing(x):
        raise ValueError(f"no value at {x:.1f}")

    try:
        student.slope(refusing, 1.0)
    except Exception as error:
        check("ValueError: no value at 1.0" in str(error), "Another error came.")
    else:
        check(False, "No error came.")
"""


def graded(folder: Path, source: str) -> dict[str, Any]:
    for name, text in {
        "course.toml": 'name = "tiny"\ntitle = "Tiny"\n',
        "assignments/slopes/assignment.toml": ASSIGNMENT,
        "graders/slopes/test_slopes.py": GRADERS,
        "reference/slopes/slopes.py": REFERENCE,
        "work/ada.py": source,
    }.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    arguments = ["grade", str(folder / "work/ada.py"), "--assignment", "slopes"]
    arguments += ["--course", str(folder), "--out", str(folder / "out"), "--seed", "2"]
    assert main(arguments) == 0
    (result,) = json.loads((folder / "out/results.json").read_text("utf-8"))["submissions"]
    return {t["id"].split("::")[1]: t for q in result["questions"] for t in q["tests"]}


def test_right_work_earns_everything(tmp_path: Path) -> None:
    found = graded(tmp_path, REFERENCE)
    assert {name: test["status"] for name, test in found.items()} == dict.fromkeys(found, "passed")
    assert len(found) == 6


def test_the_students_own_function_is_the_students(tmp_path: Path) -> None:
    found = graded(tmp_path, REFERENCE.replace("x**3", "x**2"))
    wrong = {name for name, test in found.items() if test["status"] != "passed"}
    assert wrong == {"test_of_the_students_own", "test_by_name"}


def test_a_function_that_is_missing_is_named(tmp_path: Path) -> None:
    found = graded(tmp_path, REFERENCE.replace("def cube", "def kube"))
    assert "no function named cube" in found["test_of_the_students_own"]["message"]
    assert found["test_of_the_reference"]["status"] == "passed"


@pytest.mark.parametrize("far", ["f(x + 2)", "f('text')", "f(object())", "f(f)"])
def test_odd_calls_of_the_judges_function_cost_the_test_only(tmp_path: Path, far: str) -> None:
    found = graded(tmp_path, REFERENCE.replace("(f(x + h)", f"({far} * 0 + f(x + h)"))
    assert found["test_with_a_check_in_it"]["status"] in ("failed", "error")
    assert all(test["score"] in (0, 1) for test in found.values())


def test_a_failed_check_in_it_is_the_tests_failure(tmp_path: Path) -> None:
    found = graded(tmp_path, REFERENCE.replace("(f(x + h)", "(f(x + 2) * 0 + f(x + h)"))
    assert "far from x" in found["test_with_a_check_in_it"]["message"]
