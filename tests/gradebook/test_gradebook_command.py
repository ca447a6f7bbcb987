"""`gradewright gradebook`: what it prints, what it refuses, and with what code it ends."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from gradewright.cli import main
from gradewright.reports.json_report import write_results
from gradewright.results import Device, Environment, RunInfo, SubmissionResult

POLICY = """\
name = "tiny"
title = "Tiny"
[policy]
timezone = "Europe/Berlin"
late = "per_day"
late_per_day = 0.1
[policy.assignment.sums]
due = 2026-11-01T23:59:00
[[policy.assignment.sums.by_hand]]
id = "essay"
title = "Essay"
points = 4
"""
SAID = ["--author", "Ada", "--reason", "because"]
Run = Callable[..., tuple[int, list[str]]]


def results_in(out: Path, *results: SubmissionResult, course: str = "Tiny") -> Path:
    environment = Environment("3.11", {}, Device("cpu", "here"))
    run = RunInfo(course, "2026-11-03T02:00:00Z", 11, environment)
    write_results(run, results, out / "results.json")
    return out


@pytest.fixture
def run(tiny_course: Any, tmp_path: Path, result: Any, capsys: pytest.CaptureFixture[str]) -> Run:
    tiny_course.write("course.toml", POLICY)
    book = str(tmp_path / "book.sqlite")

    def run(*words: str) -> tuple[int, list[str]]:
        action = ["gradebook", *words, "--course", str(tiny_course.root), "--gradebook", book]
        code = main(action)
        said = capsys.readouterr()
        return code, [line.rstrip() for line in (said.out + said.err).splitlines()]

    late = "2026-11-03T12:00:00Z"
    found = [
        result("ann", 2, student_id="17"),
        result("bob", 3, submitted=late),
        result("bob", 1, digest="sha256:other", submitted="2026-11-01T10:00:00Z"),
        replace(result("cat", 0, digest=""), status="unreadable", message="a picture"),
    ]
    out = results_in(tmp_path / "out", *found)
    assert run("import", str(out)) == (0, ["New in the gradebook: 4 of 4 results."])
    assert run("import", str(out)) == (0, ["New in the gradebook: 0 of 4 results."])
    return run


def test_the_class_as_a_table(run: Run) -> None:
    code, lines = run("show")
    assert code == 0
    assert [" ".join(line.split()) for line in lines] == [
        "Student Score Of Attempts Late Remarks",
        "ann (17) 2 7 1 waits for marks",
        "bob 2.4 7 2 1 d 13 h 1 min waits for marks",
        "cat - 7 1",
    ]


def test_the_class_for_programs(run: Run) -> None:
    document = json.loads("\n".join(run("show", "--json")[1]))
    assert document["assignments"] == [{"slug": "sums", "title": "Sums", "points": 7.0}]
    ann, bob, cat = document["students"]
    assert (ann["student_id"], ann["scores"]["sums"]["score"], ann["of"]) == ("17", 2.0, 7.0)
    assert bob["scores"]["sums"]["late_seconds"] == 133_260.0
    assert cat["scores"]["sums"] == {
        "score": None,
        "attempts": 1,
        "excused": False,
        "late_seconds": 0.0,
        "late_days_spent": 0,
        "overridden": False,
        "waiting": [],
    }


def test_a_score_is_explained_line_by_line(run: Run) -> None:
    run("add", "override", "bob", "sums", "2", "--question", "total", *SAID)
    run("add", "mark", "bob", "sums", "essay", "3", *SAID)
    run("add", "comment", "bob", "sums", "Well done.", *SAID)
    code, lines = run("explain", "bob", "sums")
    assert code == 0
    said, by = "by Ada on ", "by the graders"
    graded = "graded 2026-11-03 03:00 CET with seed 11"
    assert [line.partition(said)[0] for line in lines] == [
        "bob, Sums (sums)",
        "Due 2026-11-01 23:59 CET",
        f"Attempt 1 of 2, handed in 2026-11-01 11:00 CET (the file's time): {graded}, 1 of 3 {by}",
        "  total: 1 of 2",
        "  mean: 0 of 1",
        "  essay: waits for a mark (0 of 4 so far)",
        "  on time",
        f"Attempt 2 of 2, handed in 2026-11-03 13:00 CET (the file's time): {graded}, 3 of 3 {by}",
        "  total: 2 of 2",
        "  mean: 1 of 1",
        "  question total is 2 ",
        "  essay: 3 of 4, marked ",
        "  makes 6 of 7",
        "  late by 1 d 13 h 1 min",
        "  lateness takes 20 %: 4.8 are left",
        "Attempt 2 counts (the last)",
        "Comment ",
        "Score: 4.8 of 7",
    ]
    assert any(line.endswith(": because [entry 2]") for line in lines)


def test_decisions_change_the_score_and_are_taken_back(run: Run) -> None:
    def score(student: str = "ann") -> str:
        return run("explain", student, "sums")[1][-1]

    assert score() == "Score: 2 of 7"
    assert run("add", "override", "17", "sums", "6.5", *SAID) == (0, ["Entry 1 is in the ledger."])
    assert score() == "Score: 6.5 of 7"
    assert run("undo", "1", *SAID) == (0, ["Entry 2 is in the ledger."])
    assert score() == "Score: 2 of 7"
    run("add", "override", "ann", "sums", "1", "--test", "t3", *SAID)
    assert score() == "Score: 3 of 7"
    assert score("bob") == "Score: 2.4 of 7"
    run("add", "extension", "bob", "sums", "--until", "2026-11-02T23:59:00", *SAID)
    assert score("bob") == "Score: 2.7 of 7"
    run("add", "extension", "bob", "sums", "--hours", "48", *SAID)
    assert score("bob") == "Score: 3 of 7"
    run("add", "exclude", "bob", "sums", "--attempt", "2", *SAID)
    assert score("bob") == "Score: 1 of 7"
    run("add", "exclude", "ann", "sums", *SAID)
    assert score() == "Score: none yet"
    assert "excused" in run("show")[1][1]


def test_a_moment_is_corrected_with_a_reason(run: Run) -> None:
    run("add", "moment", "bob", "sums", "2026-11-01T23:00:00", *SAID)
    lines = run("explain", "bob", "sums")[1]
    assert any("2026-11-01 23:00 CET (the ledger)" in line for line in lines)
    assert lines[-1] == "Score: 3 of 7"


def test_two_spellings_become_one_student(run: Run, tmp_path: Path, result: Any) -> None:
    again = result("Ann Lee", 3, created="2026-11-09T00:00:00Z", submitted="2026-11-01T20:00:00Z")
    run("import", str(results_in(tmp_path / "more", again)))
    assert len(run("show")[1]) == 5
    run("add", "same", "17", "Ann Lee", *SAID)
    assert len(run("show")[1]) == 4
    assert run("explain", "Ann Lee", "sums")[1][0] == "ann (17), Sums (sums)"
    assert run("explain", "ann", "sums")[1][-1] == "Score: 3 of 7"
    assert run("add", "same", "Ann Lee", "ann", *SAID)[0] == 2
    run("undo", "1", *SAID)
    assert run("explain", "ann", "sums")[1][-1] == "Score: 2 of 7"


def test_a_note_reaches_those_it_names(run: Run) -> None:
    run("add", "note", "sums", "See page 7.", "--students", "ann", "cat", "--fault", "f1", *SAID)
    told = [any("See page 7." in x for x in run("explain", s, "sums")[1]) for s in ("ann", "bob")]
    assert told == [True, False]
    run("add", "note", "sums", "All of you.", *SAID)
    assert any("All of you." in line for line in run("explain", "bob", "sums")[1])


def test_the_ledger_as_a_table_and_for_programs(run: Run) -> None:
    run("add", "override", "ann", "sums", "3", *SAID)
    run("undo", "1", "--author", "Bea", "--reason", "a slip")
    table = run("show", "--ledger")[1]
    assert "override" in table[1]
    assert "undone" in "".join(table)
    rows = json.loads("\n".join(run("show", "--ledger", "--json")[1]))
    assert [(row["entry"], row["author"], row["counts"]) for row in rows] == [
        (1, "Ada", False),
        (2, "Bea", True),
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["explain", "dan", "sums"], "no student “dan”"),
        (["explain", "ann", "other"], "no results of other. It has: sums."),
        (["show", "other"], "no results of other"),
        (["undo", "7", *SAID], "no entry 7"),
        (["add", "override", "ann", "sums", "nan", *SAID], "A score is 0 or more"),
        (["add", "override", "ann", "sums", "-1", *SAID], "A score is 0 or more"),
        (["add", "override", "ann", "sums", "1", "--test", "t9", *SAID], "has: t1, t2, t3"),
        (["add", "override", "ann", "sums", "1", "--question", "x", *SAID], "has: total, mean"),
        (["add", "mark", "ann", "sums", "total", "1", *SAID], "no question “total” that people"),
        (["add", "mark", "ann", "sums", "essay", "5", *SAID], "has 4.0 points at most"),
        (["add", "exclude", "ann", "sums", "--attempt", "3", *SAID], "no attempt 3"),
        (["add", "comment", "ann", "sums", "x", "--author", " ", "--reason", "x"], "--author"),
        (["add", "comment", "ann", "sums", "x", "--author", "x", "--reason", ""], "--reason"),
        (["import", "nowhere"], "holds no results.json"),
        (["restore", "nowhere.gz"], "is no whole backup"),
    ],
)
def test_what_cannot_be_done_is_refused(run: Run, words: list[str], said: str) -> None:
    code, lines = run(*words)
    assert code == 2
    assert said in " ".join(lines)
    assert json.loads("\n".join(run("show", "--ledger", "--json")[1])) == []


def test_results_of_another_course_or_damaged_ones_are_not_brought_in(
    run: Run, tmp_path: Path, result: Any
) -> None:
    other = results_in(tmp_path / "other", result("zoe"), course="Other")
    assert run("import", str(other))[0] == 2
    broken = results_in(tmp_path / "broken", result("yan"), result("zoe"))
    file = broken / "results.json"
    file.write_text(file.read_text("utf-8")[:-50], encoding="utf-8")
    assert run("import", str(broken))[0] == 2
    assert len(run("show")[1]) == 4


def test_backup_restore_and_check(run: Run, tiny_course: Any, tmp_path: Path) -> None:
    file, new = tmp_path / "book.gz", tmp_path / "new.sqlite"
    assert run("backup", str(file))[0] == 0
    there = ["--gradebook", str(new), "--course", str(tiny_course.root)]
    assert main(["gradebook", "restore", str(file), *there]) == 0
    assert main(["gradebook", "check", *there]) == 0
    assert run("restore", str(file))[0] == 2
    assert run("check")[0] == 0
    connection = sqlite3.connect(tmp_path / "book.sqlite")
    connection.execute("UPDATE gradings SET score = 3 WHERE id = 1")
    connection.commit()
    connection.close()
    code, lines = run("check")
    assert code == 1
    assert "Damage: grading 1: score is not what its record says" in lines
    assert "Restore the last backup" in lines[-1]


def test_a_file_that_cannot_be_read_any_more_is_damage(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "book.sqlite"
    file.write_bytes(b"\xa5" * file.stat().st_size)
    code, lines = run("check")
    assert code == 1
    assert lines[0].startswith("Damage: ")


def test_without_a_gradebook_none_is_made(tiny_course: Any, tmp_path: Path) -> None:
    nowhere = tmp_path / "none.sqlite"
    words = ["--course", str(tiny_course.root), "--gradebook", str(nowhere)]
    for action in (["show"], ["check"], ["backup", "x.gz"]):
        assert main(["gradebook", *action, *words]) == 2
    assert not nowhere.exists()
