"""An author sees what a grader called, got and compared, in seconds, and can stop there."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import numpy as np
import pytest

from gradewright.authoring.watching import shown
from gradewright.cli import main

VARIANTS = {
    "correct/loop.py": "total = sum\ndef mean(x):\n    return total(x) / len(x)\n",
    "wrong/halved.py": "# loses: mean\n# over: loop.py\ndef mean(x):\n    return total(x) / 2\n",
}
BROKEN = "\n\n@pytest.mark.question('mean')\ndef test_broken(student):\n    1 / 0\n"


@pytest.fixture
def course(tiny_course: Any) -> Any:
    for name, text in VARIANTS.items():
        tiny_course.write(f"graders/sums/variants/{name}", text)
    assert main(["generate", "--course", str(tiny_course.root)]) == 0
    return tiny_course


def looked(course: Any, *options: str, typed: str = "") -> tuple[int, str]:
    """Return the exit code and the output of a `validate` of its own: it grades in its process."""
    command = [sys.executable, "-c", "import sys, gradewright.cli as c; sys.exit(c.main())"]
    words = ["validate", "sums", "--course", str(course.root), "--seed", "1", *options]
    done = subprocess.run(
        [*command, *words], input=typed, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


def test_calls_values_and_the_graders_line(course: Any) -> None:
    code, out = looked(course, "--only", "halved", "-k", "test_mean")
    grader = (course.root / "graders/sums/test_sums.py").read_text().splitlines()
    check = 'check_close(student.mean(x), reference.mean(x), sizes={"n": 4})'
    line = grader.index(f"    {check}") + 1
    assert code == 0
    assert "wrong/halved.py · test_sums.py::test_mean\n" in out
    assert "  mean(float64 (4,) [" in out
    assert "    → " in out
    assert f"  ✗ test_sums.py:{line}: {check}\n" in out
    assert "    The result of mean " in out
    assert "    x = float64 (4,) [" in out
    assert "wrong/halved.py: 0 of 1 tests passed." in out
    assert "test_printed" not in out


def test_a_graders_own_error_has_its_traceback(course: Any) -> None:
    grader = course.root / "graders/sums/test_sums.py"
    grader.write_text(grader.read_text() + BROKEN)
    line = grader.read_text().splitlines().index("    1 / 0") + 1
    code, out = looked(course, "--only", "reference", "-k", "test_broken")
    assert code == 1
    assert f'test_sums.py", line {line}, in test_broken' in out
    assert "ZeroDivisionError: division by zero" in out


def test_the_debugger_stops_at_the_graders_line(course: Any) -> None:
    code, out = looked(course, "--only", "halved", "-k", "mean", "--pdb", typed="p len(x)\nq\n")
    assert code == 0
    assert "(Pdb) 4\n" in out
    assert "-> check_close(student.mean(x), reference.mean(x)" in out
    assert "0 of 1 tests passed" in out


def test_a_test_that_is_not_there(course: Any) -> None:
    code, out = looked(course, "--only", "halved", "-k", "median")
    assert code == 2
    assert "-k median: no test has this in its name" in out
    assert "Traceback" not in out


def test_only_some_and_how_far_it_is(course: Any, capsys: pytest.CaptureFixture[str]) -> None:
    options = ["validate", "sums", "--course", str(course.root), "--jobs", "1", "--seed", "1"]
    assert main([*options, "--only", "halved", "--only", "stub.py"]) == 0
    out = capsys.readouterr().out
    assert "[1/2] ✓ sums wrong/halved.py 2/3\n" in out
    assert "[2/2] ✓ sums stub.py 0/3\n" in out
    assert "All 2 cases are as expected (seed 1)." in out
    assert main([*options, "--only", "halves"]) == 2
    assert "Near: halved" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (np.arange(2.0), "float64 (2,) [0. 1.]"),
        (np.zeros((30, 2)), "float64 (30, 2) [[0. 0.] [0. 0.] ... [0. 0.] [0. 0.]]"),
        ({"w": (1, [None])}, "{'w': (1, [None])}"),
        (list(range(14)), "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, … 14 in all]"),
        ("a\nb", r"'a\nb'"),
    ],
)
def test_a_value_in_one_line(value: object, text: str) -> None:
    assert shown(value) == text


def test_a_long_value_is_cut() -> None:
    assert len(shown("x" * 1000)) == 400
