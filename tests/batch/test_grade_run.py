"""One run over a class in which everything goes wrong that can: nothing is lost."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from gradewright.cli import main

RIGHT = "def total(x):\n    return sum(x)\ndef mean(x):\n    return sum(x) / len(x)\n"
MEAN = "def mean(x):\n    return sum(x) / len(x)\n"


def notebook(*cells: str) -> str:
    return json.dumps(
        {
            "cells": [
                {"cell_type": "code", "source": c, "metadata": {}, "outputs": []} for c in cells
            ],
            "metadata": {},
            "nbformat": 4,
            "nbformat_minor": 5,
        }
    )


CLASS = {
    "right.py": RIGHT,
    "messy.ipynb": notebook("%matplotlib inline\n!pip install x", "from lr_utils import y", RIGHT),
    "half.ipynb": notebook("def total(x):\n    return (sum(x)", MEAN),
    "sum_for_mean.py": "def total(x):\n    return sum(x)\n\nmean = total\n",
    "hard_coded.py": "def total(x):\n    return 3.0\n" + MEAN,
    "loud.py": "import sys\nfor i in range(10**5):\n    print(i, file=sys.stderr)\n" + RIGHT,
    "shouting.py": RIGHT.replace("    return", "    print('x' * 10**6)\n    return"),
    "endless.py": "def total(x):\n    while True:\n        pass\n" + MEAN,
    "endless_top.py": "while True:\n    pass\n" + RIGHT,
    "exits.py": "def total(x):\n    raise SystemExit\n" + MEAN,
    "aborts.py": "import os\ndef total(x):\n    os.abort()\n" + MEAN,
    "fills.py": "def total(x):\n    return [bytearray(3 * 10**8) for _ in range(10**6)]\n" + MEAN,
    "raises.py": "def total(x):\n    return x.sun()\n" + MEAN,
    "junk.py": "def total(x):\n    return {'a': [None, 'b']}\ndef mean(x):\n    return print\n",
    "nothing.py": "pass\n",
    "python2.ipynb": notebook('print "hello"', RIGHT),
    "broken.ipynb": '{"cells": [',
    "=cmd|' /C calc'!A0.py": RIGHT,
}


@pytest.fixture(scope="module")
def graded(shared_tiny_course: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Grade the whole class once and return the output folder."""
    folder, out = tmp_path_factory.mktemp("class"), tmp_path_factory.mktemp("out")
    for name, text in CLASS.items():
        (folder / name.replace("/", "_")).write_text(text, encoding="utf-8")
    arguments = ["grade", str(folder), "--assignment", "sums", "--out", str(out), "--seed", "11"]
    code = main([*arguments, "--course", str(shared_tiny_course.root), "--jobs", "2"])
    assert code == 0
    return out


@pytest.fixture(scope="module")
def results(graded: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((graded / "results.json").read_text(encoding="utf-8"))
    return document


@pytest.fixture(scope="module")
def by_student(results: dict[str, Any]) -> dict[str, Any]:
    return {entry["student"]: entry for entry in results["submissions"]}


def failures(entry: dict[str, Any]) -> dict[str, tuple[str, str]]:
    tests = [test for question in entry["questions"] for test in question["tests"]]
    return {
        t["id"].partition("::")[2]: (t["status"], t["message"])
        for t in tests
        if t["status"] != "passed"
    }


def test_everybody_is_in_the_results(by_student: dict[str, Any]) -> None:
    assert len(by_student) == len(CLASS)
    assert {entry["status"] for entry in by_student.values()} == {"graded", "unreadable"}


@pytest.mark.parametrize(
    ("student", "score"),
    [
        ("right", 3),
        ("messy", 3),
        ("half", 1),
        ("sum_for_mean", 2),
        ("hard_coded", 2),
        ("loud", 3),
        ("shouting", 3),
        ("endless", 1),
        ("endless_top", 3),
        ("exits", 1),
        ("aborts", 1),
        ("fills", 1),
        ("raises", 1),
        ("junk", 0),
        ("nothing", 0),
        ("python2", 3),
        ("broken", 0),
    ],
)
def test_scores_are_what_the_work_deserves(
    by_student: dict[str, Any], student: str, score: float
) -> None:
    assert by_student[student]["score"] == score
    assert by_student[student]["max_score"] == 3


@pytest.mark.parametrize(
    ("student", "test", "status", "words"),
    [
        ("endless", "test_printed", "timeout", "did not return within 2"),
        ("exits", "test_printed", "error", "SystemExit"),
        ("aborts", "test_printed", "crashed", "SIGABRT"),
        ("fills", "test_printed", "error", "MemoryError"),
        ("raises", "test_printed", "error", "has no attribute 'sun'"),
        ("sum_for_mean", "test_mean", "failed", "n = 4 times too large"),
        ("nothing", "test_printed", "failed", "your work defines no function at all"),
        ("half", "test_printed", "failed", "not valid Python, so total could not be read"),
        ("junk", "test_mean", "failed", "builtin_function_or_method"),
    ],
)
def test_messages_name_the_fault(
    by_student: dict[str, Any], student: str, test: str, status: str, words: str
) -> None:
    found, message = failures(by_student[student])[test]
    assert found == status
    assert words in message


def test_hidden_tests_keep_values_to_themselves(by_student: dict[str, Any]) -> None:
    tests = by_student["hard_coded"]["questions"][0]["tests"]
    (hidden,) = [test for test in tests if test["visibility"] == "hidden"]
    assert hidden["status"] == "failed"
    assert hidden["failure"]["rows"] == []
    assert hidden["failure"]["largest"] == ""
    assert "float64 (5,)" in hidden["message"]


def test_notes_say_what_was_left_out(by_student: dict[str, Any]) -> None:
    assert any("lr_utils" in note for note in by_student["messy"]["notes"])
    assert any("Cell 1, line 2" in note for note in by_student["half"]["notes"])
    assert any("Python 2" in note for note in by_student["python2"]["notes"])


def test_an_unreadable_file_says_what_to_do(by_student: dict[str, Any]) -> None:
    broken = by_student["broken"]
    assert broken["status"] == "unreadable"
    assert "hand it in again" in broken["message"]


def test_the_students_code_is_beside_the_results(by_student: dict[str, Any]) -> None:
    excerpts = {excerpt["function"]: excerpt for excerpt in by_student["half"]["code"]}
    assert excerpts["mean"]["cell"] == 2
    assert excerpts["mean"]["text"] == MEAN.rstrip()


def test_the_results_follow_their_schema(results: dict[str, Any], repository: Path) -> None:
    schema = repository / "runner" / "gradewright" / "results.schema.json"
    jsonschema.validate(results, json.loads(schema.read_text(encoding="utf-8")))
    assert results["seed"] == 11
    assert results["course"] == "Tiny"


def test_the_level_of_isolation_is_in_every_result(by_student: dict[str, Any]) -> None:
    levels = {e["isolation"]["level"] for e in by_student.values() if e["status"] == "graded"}
    assert len(levels) == 1
    assert levels <= {"namespaces", "landlock", "process"}
    protections = by_student["right"]["isolation"]["protections"]
    assert {"own_process", "cpu_limit", "memory_limit"} <= set(protections)


def test_the_table_has_a_row_a_submission(graded: Path) -> None:
    with (graded / "scores.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(CLASS)
    row = next(row for row in rows if row["student"] == "sum_for_mean")
    assert (float(row["total"]), float(row["mean"]), float(row["score"])) == (2, 0, 2)
    assert all(not row["student"].startswith("=") for row in rows)


def test_every_student_has_a_page(graded: Path) -> None:
    pages = list((graded / "students").glob("*/sums.html"))
    assert len(pages) == len(CLASS)
    assert "index.html" in {path.name for path in graded.iterdir()}
    assert not (graded / "results.partial.jsonl").exists()


def test_the_same_seed_gives_the_same_results(
    graded: Path, shared_tiny_course: Any, tmp_path: Path, results: dict[str, Any]
) -> None:
    work = tmp_path / "hard_coded.py"
    work.write_text(CLASS["hard_coded.py"], encoding="utf-8")
    out = tmp_path / "out"
    arguments = ["grade", str(work), "--assignment", "sums", "--out", str(out), "--seed", "11"]
    assert main([*arguments, "--course", str(shared_tiny_course.root)]) == 0
    (again,) = json.loads((out / "results.json").read_text(encoding="utf-8"))["submissions"]
    (before,) = [e for e in results["submissions"] if e["student"] == "hard_coded"]
    assert failures(again) == failures(before)
    assert graded != out


def test_what_the_callers_own_pytest_is_told_does_not_matter(
    tiny_course: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTEST_ADDOPTS", "--no-such-option -k nothing")
    work = tmp_path / "ann.py"
    work.write_text(RIGHT)
    arguments = ["grade", str(work), "--assignment", "sums", "--course", str(tiny_course.root)]
    assert main([*arguments, "--out", str(tmp_path / "out"), "--jobs", "1"]) == 0
    (entry,) = json.loads((tmp_path / "out" / "results.json").read_text())["submissions"]
    assert entry["score"] == entry["max_score"] == 3
