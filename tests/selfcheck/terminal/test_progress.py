"""Attempts beside the work: counted once, told as a line, begun anew where they are damaged."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from gradewright.selfcheck.terminal.progress import NAME, Attempt, Progress

NOON = datetime(2026, 3, 10, 12, 0).astimezone()


def attempt(digest: str, earned: float, at: datetime = NOON) -> Attempt:
    return Attempt(at, digest, earned, 4.0)


def test_a_line_that_tells_where_one_was(tmp_path: Path) -> None:
    progress = Progress(tmp_path, "sums")
    assert progress.words() == ""
    progress.add(attempt("a", 2.0, NOON - timedelta(days=3)))
    assert progress.words() == "attempt 1 · 2 of 4 points"
    progress.add(attempt("b", 2.5, NOON - timedelta(days=1)))
    assert progress.words() == "attempt 2 · 2.5 of 4 points · was 2 2 days ago"
    progress.add(attempt("c", 3.2))
    assert progress.words() == "attempt 3 · 3.2 of 4 points · was 2.5 yesterday"
    again = Progress(tmp_path, "sums")
    assert again.words() == progress.words()
    assert Progress(tmp_path, "means").words() == ""


def test_the_same_day_and_the_same_work(tmp_path: Path) -> None:
    progress = Progress(tmp_path, "sums")
    progress.add(attempt("a", 1.0))
    progress.add(attempt("a", 1.0))
    progress.add(attempt("b", 1.5, NOON + timedelta(minutes=5)))
    assert progress.words() == "attempt 2 · 1.5 of 4 points · was 1 at 12:00"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        '{"format": "other", "assignments": {}}',
        '{"format": "gradewright/progress/v1", "assignments": 3}',
        '{"format": "gradewright/progress/v1", "assignments": {"sums": {"count": 1}}}',
        '{"format": "gradewright/progress/v1", "assignments": {"sums": {"attempts": [1]}}}',
        "\ufeff" + "[" * 5000,
    ],
)
def test_a_damaged_file_is_told_of_and_begun_anew(tmp_path: Path, text: str) -> None:
    (tmp_path / NAME).write_text(text, encoding="utf-8")
    progress = Progress(tmp_path, "sums")
    assert "counting begins anew" in progress.trouble
    progress.add(attempt("a", 1.0))
    assert progress.words() == "attempt 1 · 1 of 4 points"
    assert Progress(tmp_path, "sums").trouble == ""


def test_a_folder_that_cannot_be_written_is_told_of(tmp_path: Path) -> None:
    progress = Progress(tmp_path / "gone", "sums")
    progress.add(attempt("a", 1.0))
    assert "not kept here" in progress.trouble
    assert progress.words() == "attempt 1 · 1 of 4 points"


def test_the_file_stays_short(tmp_path: Path) -> None:
    progress = Progress(tmp_path, "sums")
    kept = {"count": 5000, "attempts": [[NOON.isoformat(), "x", 0.0, 4.0]] * 1000}
    document = {"format": "gradewright/progress/v1", "assignments": {"sums": kept}}
    (tmp_path / NAME).write_text(json.dumps(document), encoding="utf-8")
    progress = Progress(tmp_path, "sums")
    progress.add(attempt("a", 1.0))
    written = json.loads((tmp_path / NAME).read_text(encoding="utf-8"))
    assert len(written["assignments"]["sums"]["attempts"]) == 1000
    assert progress.words().startswith("attempt 5001")
