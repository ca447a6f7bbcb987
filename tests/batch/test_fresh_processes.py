"""How often an assignment gives its tests a new process: each test, each question, or never."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from gradewright.cli import main

COUNTING = """
calls = []
def total(x):
    calls.append(1)
    return float(len(calls))
mean = total
"""
GRADERS = """
import os
import pytest
from gradewright.checks import check
seen = []
@pytest.mark.question("total")
@pytest.mark.parametrize("n", range(2))
def test_total(student, n):
    seen.append(student.total([1.0]))
@pytest.mark.question("mean")
@pytest.mark.parametrize("n", range(2))
def test_mean(student, n):
    seen.append(student.mean([1.0]))
    if n == 1:
        check(False, " ".join(f"{count:g}" for count in seen))
"""


@pytest.mark.parametrize(
    ("fresh", "counts"),
    [
        ("changed", "1 1 1 1"),
        ("test", "1 1 1 1"),
        ("question", "1 2 1 2"),
        ("submission", "1 2 3 4"),
    ],
)
def test_processes_are_as_fresh_as_asked(
    tiny_course: Any, tmp_path: Path, fresh: str, counts: str
) -> None:
    file = tiny_course.root / "assignments/sums/assignment.toml"
    tiny_course.write("graders/sums/test_sums.py", GRADERS)
    text = file.read_text().replace("[limits]", f'[load]\nfresh = "{fresh}"\n\n[limits]')
    tiny_course.write("assignments/sums/assignment.toml", text)
    work = tmp_path / "ann.py"
    work.write_text(COUNTING)
    out = tmp_path / "out"
    arguments = ["grade", str(work), "--assignment", "sums", "--course", str(tiny_course.root)]
    assert main([*arguments, "--out", str(out), "--jobs", "1"]) == 0
    (entry,) = json.loads((out / "results.json").read_text())["submissions"]
    (failed,) = [t for q in entry["questions"] for t in q["tests"] if t["status"] == "failed"]
    assert failed["message"].splitlines()[0] == counts


def test_damage_gives_a_new_process_all_the_same(tiny_course: Any, tmp_path: Path) -> None:
    file = tiny_course.root / "assignments/sums/assignment.toml"
    text = file.read_text().replace("[limits]", '[load]\nfresh = "submission"\n\n[limits]')
    tiny_course.write("assignments/sums/assignment.toml", text)
    work = tmp_path / "ann.py"
    work.write_text(
        "import os\ndef total(x):\n    os.abort()\ndef mean(x):\n    return sum(x) / len(x)\n"
    )
    out = tmp_path / "out"
    arguments = ["grade", str(work), "--assignment", "sums", "--course", str(tiny_course.root)]
    assert main([*arguments, "--out", str(out), "--jobs", "1"]) == 0
    (entry,) = json.loads((out / "results.json").read_text())["submissions"]
    assert entry["score"] == 1
