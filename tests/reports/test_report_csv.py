"""scores.csv."""

from __future__ import annotations

import csv
import dataclasses
import io
from pathlib import Path

import pandas as pd
import pytest

from gradewright.reports.class_rows import class_row
from gradewright.reports.csv_report import harmless, write_scores
from gradewright.results import LeftOut

GOLDEN = Path(__file__).parent / "golden"


def test_the_made_up_class_gives_the_golden_file(made_up, tmp_path):
    write_scores(tmp_path / "scores.csv", made_up)
    assert (tmp_path / "scores.csv").read_text("utf-8") == (GOLDEN / "scores.csv").read_text(
        "utf-8"
    )


def test_compact_rows_give_the_same_file_as_whole_records(made_up, tmp_path):
    write_scores(tmp_path / "whole.csv", made_up)
    write_scores(tmp_path / "compact.csv", [class_row(result, "x") for result in made_up])
    assert (tmp_path / "whole.csv").read_bytes() == (tmp_path / "compact.csv").read_bytes()


def test_one_assignment_needs_no_prefix_and_numbers_are_numbers(made_up, tmp_path):
    path = tmp_path / "scores.csv"
    write_scores(path, [r for r in made_up if r.assignment == "logistic_regression"])
    table = pd.read_csv(path)
    assert list(table.columns[:8]) == [
        "student",
        "assignment",
        "status",
        "score",
        "max_score",
        "seconds",
        "sigmoid",
        "initialize_with_zeros",
    ]
    assert table["propagate"].dtype == float
    assert (table["score"] <= table["max_score"]).all()
    assert table.iloc[:, 6:-6].sum(axis=1).tolist() == pytest.approx(table["score"].tolist())


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\x1b[0m=1", "\x1b[0m@x", "\uff1d1+1"],
)
def test_no_cell_starts_a_formula(text):
    assert harmless(text)[0] == "'"


@pytest.mark.parametrize("text", ["anna", "a=b", "", "3 + 4", "'=1"])
def test_harmless_text_stays(text):
    assert harmless(text) == text


def test_names_with_commas_quotes_and_line_breaks_come_back_whole(submission, tmp_path):
    name = 'O\'Neil, "Zoë"\nŁoś'
    odd = dataclasses.replace(
        submission("anna.kovalenko", "planar_network"), student=name, message="\ud800=HYPERLINK()"
    )
    write_scores(tmp_path / "scores.csv", [odd])
    text = (tmp_path / "scores.csv").read_bytes().decode("utf-8")
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    assert row["student"] == name
    assert row["message"] == "\ufffd=HYPERLINK()"
    assert row["score"] == "10"


def test_no_submissions_give_a_header(tmp_path):
    write_scores(tmp_path / "scores.csv", [])
    assert (tmp_path / "scores.csv").read_text() == (
        "student,assignment,status,score,max_score,seconds,"
        "message,attention,student_id,attempt,late,path\n"
    )


def test_what_a_learning_system_wrote_is_in_columns_of_its_own(submission, tmp_path):
    known = dataclasses.replace(
        submission("anna.kovalenko", "planar_network"),
        student_id="00417",
        attempt="3",
        late=True,
        attention="None of the functions is there.",
    )
    write_scores(tmp_path / "scores.csv", [known, submission("li.wei", "planar_network")])
    with (tmp_path / "scores.csv").open(encoding="utf-8", newline="") as file:
        first, second = csv.DictReader(file)
    assert (first["student_id"], first["attempt"], first["late"]) == ("00417", "3", "late")
    assert first["attention"] == "None of the functions is there."
    assert (second["student_id"], second["late"], second["attention"]) == ("", "", "")


def test_entries_graded_for_nobody_have_rows_with_path_and_reason(submission, tmp_path):
    left_out = [LeftOut("class/kim/link.webloc", "A link, no file."), LeftOut("=x", "@y")]
    write_scores(tmp_path / "s.csv", [submission("anna.kovalenko", "planar_network")], left_out)
    with (tmp_path / "s.csv").open(encoding="utf-8", newline="") as file:
        graded, link, odd = csv.DictReader(file)
    assert (graded["status"], graded["path"]) == ("graded", "")
    assert (link["status"], link["path"]) == ("left out", "class/kim/link.webloc")
    assert (link["message"], link["student"], link["score"]) == ("A link, no file.", "", "")
    assert (odd["path"], odd["message"]) == ("'=x", "'@y")
    assert None not in odd
