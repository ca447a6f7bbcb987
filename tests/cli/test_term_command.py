"""`gradewright term` over folders of results."""

from __future__ import annotations

import dataclasses

from gradewright import results
from gradewright.cli import main
from gradewright.reports.json_report import write_results

ENVIRONMENT = results.Environment("3.11", {}, results.Device("cpu", "x"))
RUN = results.RunInfo("A course", "2026-01-05T10:00:00Z", 1, ENVIRONMENT)
RESULT = results.SubmissionResult(
    "ann",
    "one",
    ("work.py",),
    "",
    "graded",
    None,
    results.Isolation(),
    1.0,
    2.0,
    0.1,
    (results.QuestionResult("q", "Q", 1.0, 2.0, ()),),
    created="2026-01-05T10:00:00Z",
)


def test_several_folders_come_together(tmp_path, capsys):
    later = dataclasses.replace(RESULT, assignment="two", score=2.0, created="2026-02-05T10:00:00Z")
    for name, result in (("week1", RESULT), ("week2", later)):
        (tmp_path / name).mkdir()
        write_results(RUN, [result], tmp_path / name / "results.json")
    words = ["term", str(tmp_path / "week1"), str(tmp_path / "week2"), "--out", str(tmp_path / "o")]
    assert main(words) == 0
    assert "1 students over 2 assignments" in capsys.readouterr().out
    assert (tmp_path / "o" / "term.csv").read_text("utf-8").splitlines()[1] == "ann,,1,0.5,2,1,0.75"
    assert "75 %" in (tmp_path / "o" / "term.html").read_text("utf-8")


def test_what_cannot_be_read_is_wrong_usage(tmp_path, capsys):
    assert main(["term", str(tmp_path)]) == 2
    assert "cannot be read as results" in capsys.readouterr().err
