"""A grader's own fault is said once, with its place, and costs nobody points."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from gradewright.cli import main
from gradewright.sandbox import clock

pytestmark = pytest.mark.slow(seconds=60)

RIGHT = "def total(x):\n    return sum(x)\ndef mean(x):\n    return sum(x) / len(x)\n"
MORE = """
import pytest
from helper_of_graders import divided

pytestmark = pytest.mark.question("mean")

def test_more(student):
    got = student.mean([1.0, 2.0])
    {body}
"""
HELPER = "def divided(x, by):\n    return x / by\n"


def grade(course: Any, body: str, *, limits: str = "", students: tuple[str, ...] = ("ada",)) -> int:
    course.write("graders/sums/test_more.py", MORE.format(body=body))
    course.write("graders/sums/helper_of_graders.py", HELPER)
    if limits:
        file = course.root / "assignments/sums/assignment.toml"
        text = file.read_text("utf-8").replace(
            "[limits]\ntest_seconds = 2.0", f"[limits]\n{limits}"
        )
        course.write("assignments/sums/assignment.toml", text)
    for name in students:
        course.write(f"work/{name}.py", RIGHT + f"# by {name}\n")
    arguments = ["grade", str(course.root / "work"), "--assignment", "sums", "--seed", "9"]
    return main([*arguments, "--course", str(course.root), "--out", str(course.root / "out")])


def results(course: Any) -> list[dict[str, Any]]:
    document = json.loads((course.root / "out" / "results.json").read_text("utf-8"))
    return list(document["submissions"])


@pytest.fixture(autouse=True)
def forget_helpers() -> None:
    sys.modules.pop("helper_of_graders", None)


def test_it_is_told_with_its_place_and_the_command_that_shows_it(tiny_course: Any) -> None:
    assert grade(tiny_course, "divided(got, 0)") == 3
    (result,) = results(tiny_course)
    (fault,) = result["grader_faults"]
    assert fault["test"] == "test_more.py::test_more"
    assert fault["error"] == "ZeroDivisionError: float division by zero"
    assert (fault["file"], fault["line"]) == ("graders/sums/helper_of_graders.py", 2)
    assert "divided(got, 0)" in fault["traceback"]
    assert "site-packages" not in fault["traceback"]
    assert fault["command"].startswith("pytest graders/sums/test_more.py::test_more --submission ")
    assert fault["command"].endswith("--grading-seed 9")


def test_the_command_shows_it(tiny_course: Any) -> None:
    grade(tiny_course, "divided(got, 0)")
    (result,) = results(tiny_course)
    words = result["grader_faults"][0]["command"].split()
    done = subprocess.run(
        [sys.executable, "-m", *words],
        check=False,
        cwd=tiny_course.root,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert "ZeroDivisionError" in done.stdout


def test_its_points_are_not_asked_for(tiny_course: Any) -> None:
    grade(tiny_course, "divided(got, 0)")
    (result,) = results(tiny_course)
    assert (result["score"], result["max_score"]) == (2.5, 2.5)
    (mean,) = (q for q in result["questions"] if q["id"] == "mean")
    assert (mean["score"], mean["max_score"]) == (0.5, 0.5)
    assert {t["id"]: t["max_score"] for t in mean["tests"]}["test_more.py::test_more"] == 0
    assert "not your fault" in next(t for t in mean["tests"] if t["status"] == "error")["message"]


def test_it_is_said_once(tiny_course: Any, capsys: pytest.CaptureFixture[str]) -> None:
    grade(tiny_course, "divided(got, 0)", students=("ada", "bob", "cyd"))
    said = [line for line in capsys.readouterr().out.splitlines() if "ZeroDivision" in line]
    assert len(said) == 1
    assert "3 submission(s)" in said[0]
    assert "helper_of_graders.py, line 2" in said[0]


@pytest.mark.parametrize("body", ["while True: pass", "import time; time.sleep(60)"])
def test_a_grader_that_hangs_is_stopped(tiny_course: Any, body: str) -> None:
    started = time.monotonic()
    assert grade(tiny_course, body, limits="test_seconds = 1.0\ngrader_seconds = 1.0") == 3
    assert time.monotonic() - started < 40
    (result,) = results(tiny_course)
    (fault,) = result["grader_faults"]
    assert "did not come to an end within 2 s" in fault["error"]
    assert (fault["file"], fault["line"]) == ("graders/sums/test_more.py", 9)
    assert result["score"] == 2.5


def test_one_that_swallows_what_stops_it_is_stopped_all_the_same(tiny_course: Any) -> None:
    body = (
        "for _ in range(3):\n        try:\n            while True: pass\n"
        "        except Exception:\n            pass\n    raise KeyError('at last')"
    )
    assert grade(tiny_course, body, limits="test_seconds = 1.0\ngrader_seconds = 1.0") == 3
    (fault,) = results(tiny_course)[0]["grader_faults"]
    assert fault["file"] == "graders/sums/test_more.py"


def test_waiting_for_a_submission_is_no_fault_of_the_graders(tiny_course: Any) -> None:
    slow = RIGHT.replace("def mean(x):\n", "def mean(x):\n    import time\n    time.sleep(3)\n")
    tiny_course.write("work/slow.py", slow)
    limits = "test_seconds = 1.0\ngrader_seconds = 1.0"
    assert grade(tiny_course, "assert got", limits=limits, students=()) == 0
    (result,) = results(tiny_course)
    assert result["grader_faults"] == []
    assert {t["status"] for t in result["questions"][1]["tests"]} == {"timeout"}


def test_the_clock_goes_on_after_a_pause() -> None:
    with pytest.raises(clock.OutOfTime), clock.at_most(0.4):
        with clock.paused():
            time.sleep(0.6)
        time.sleep(5)


def test_the_inner_limit_is_its_own_and_the_outer_goes_on() -> None:
    started = time.monotonic()
    with pytest.raises(clock.OutOfTime), clock.at_most(1.0):
        with pytest.raises(clock.OutOfTime), clock.at_most(0.2):
            time.sleep(5)
        assert time.monotonic() - started < 0.9
        time.sleep(5)
    assert 0.9 < time.monotonic() - started < 3


def test_nothing_rings_afterwards(tmp_path: Path) -> None:
    with clock.at_most(0.1):
        (tmp_path / "work").write_text("done")
    time.sleep(0.3)
    assert (tmp_path / "work").read_text() == "done"
