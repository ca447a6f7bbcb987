"""`gradewright suspects`, and what `grade` says of tests that may be wrong."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest
from rich.console import Console

from gradewright import results
from gradewright.batch.run import Summary
from gradewright.cli import main
from gradewright.cli.summary import print_summary
from gradewright.reports.json_report import write_results
from gradewright.reports.suspects import suspects

sys.path.insert(0, str(Path(__file__).parent.parent / "reports"))
from simulated import simulated_class

ENVIRONMENT = results.Environment("3.11", {}, results.Device("cpu", "x"))
RUN = results.RunInfo("A course", "2026-01-05T10:00:00Z", 1, ENVIRONMENT)


def _records(rows):
    for row in rows:
        questions = tuple(
            results.QuestionResult(
                q.id,
                q.title,
                q.score,
                q.max_score,
                tuple(
                    results.TestResult(
                        t.id,
                        t.title,
                        t.score,
                        t.max_score,
                        "hidden",
                        "",
                        0.01,
                        "passed" if t.score else "failed",
                    )
                    for t in row.tests
                    if t.question == q.id
                ),
            )
            for q in row.questions
        )
        yield results.SubmissionResult(
            row.student,
            row.assignment,
            ("work.py",),
            "",
            "graded",
            None,
            results.Isolation(),
            row.score,
            row.max_score,
            0.1,
            questions,
        )


@pytest.fixture(scope="module")
def planted(tmp_path_factory):
    """Return a folder of results with a wrong test, and the id of that test."""
    rows, wrong = simulated_class(0, 60, "outside_the_range")
    out = tmp_path_factory.mktemp("out")
    write_results(RUN, _records(rows), out / "results.json")
    return out, wrong


def test_the_command_names_the_test_and_the_students(planted, capsys):
    out, wrong = planted
    assert main(["suspects", str(out)]) == 0
    first, students = capsys.readouterr().out.splitlines()[:2]
    assert wrong in first
    assert "may be wrong" in first
    assert students.count("student 0") >= 20


def test_where_none_is_suspected_it_says_so(tmp_path, capsys):
    rows, _ = simulated_class(0, 12)
    write_results(RUN, _records(rows), tmp_path / "results.json")
    assert main(["suspects", str(tmp_path)]) == 0
    assert "No test of 12 results looks wrong" in capsys.readouterr().out


def test_a_folder_without_results_is_wrong_usage(tmp_path, capsys):
    assert main(["suspects", str(tmp_path)]) == 2
    assert "cannot be read as results" in capsys.readouterr().err


def test_the_summary_of_a_run_names_it_too():
    rows, wrong = simulated_class(0, 60, "outside_the_range")
    said = io.StringIO()
    summary = Summary(Path("grading/index.html"), suspects=suspects(rows))
    print_summary(summary, [], Console(file=said, width=400, highlight=False))
    assert f"This test may be wrong: work, {wrong}" in said.getvalue()
