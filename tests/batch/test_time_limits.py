"""Limits of a question and of the full budget, as a grading keeps them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from gradewright.cli import main

SLEEPY = """\
import time

def total(x):
    return sum(x)

def mean(x):
    time.sleep(1.2)
    return sum(x) / len(x)
"""
TOML = Path("assignments", "sums", "assignment.toml")


@pytest.fixture
def mean_of(tiny_course: Any, tmp_path: Path) -> Any:
    """Give a function that grades a slow mean: the test's status, and what its page says."""
    submission = tmp_path / "amara.py"
    submission.write_text(SLEEPY, encoding="utf-8")

    def grade(*more: str) -> tuple[str, str]:
        out = tmp_path / "out"
        arguments = ["grade", str(submission), "--assignment", "sums", "--out", str(out)]
        arguments += ["--course", str(tiny_course.root), "--jobs", "1", "--no-notebooks", *more]
        assert main(arguments) == 0
        (entry,) = json.loads((out / "results.json").read_text(encoding="utf-8"))["submissions"]
        (question,) = (q for q in entry["questions"] if q["id"] == "mean")
        (test,) = question["tests"]
        return test["status"], json.dumps(test)

    return grade


def limited(course: Any, text: str) -> None:
    file = course.root / TOML
    file.write_text(file.read_text(encoding="utf-8") + text, encoding="utf-8")


def test_without_one_the_assignments_limit_holds(mean_of: Any) -> None:
    assert mean_of()[0] == "passed"


def test_a_question_keeps_its_own_limit(tiny_course: Any, mean_of: Any) -> None:
    limited(tiny_course, "test_seconds = 0.5\n")
    status, told = mean_of()
    assert status != "passed"
    assert "0.5 s" in told


def test_the_full_budget_lets_a_test_take_longer(tiny_course: Any, mean_of: Any) -> None:
    file = tiny_course.root / TOML
    text = file.read_text(encoding="utf-8").replace("test_seconds = 2.0", "test_seconds = 0.5")
    file.write_text(f"{text}\n[limits.full]\ntest_seconds = 5.0\n", encoding="utf-8")
    assert mean_of()[0] != "passed"
    assert mean_of("--budget", "full")[0] == "passed"
