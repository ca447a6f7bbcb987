"""What the terminal shows: a bar or plain lines, a summary, and nothing it would obey."""

from __future__ import annotations

import io
from pathlib import Path

from rich.console import Console

from gradewright.batch.run import Summary
from gradewright.cli.terminal import Line, Progress, points, print_summary, printable
from gradewright.results import Isolation, SubmissionResult


def result(student: str, score: float, status: str = "graded") -> SubmissionResult:
    return SubmissionResult(
        student=student,
        assignment="sums",
        files=("work.py",),
        digest="",
        status=status,  # type: ignore[arg-type]
        message=None,
        isolation=Isolation("process", ()),
        score=score,
        max_score=3.0,
        seconds=0.1,
        questions=(),
    )


def test_plain_lines_where_there_is_no_terminal() -> None:
    out = io.StringIO()
    with Progress(Console(file=out, width=200)) as progress:
        progress.start(2)
        progress.advance(result("ann", 2.5))
        progress.advance(result("bob", 0.0, "unreadable"))
    assert out.getvalue().splitlines() == [
        "[1/2] ✓ ann sums: graded 2.5/3",
        "[2/2] ? bob sums: unreadable 0/3",
    ]
    assert [line.student for line in progress.results] == ["ann", "bob"]


def test_a_bar_where_there_is_a_terminal() -> None:
    out = io.StringIO()
    with Progress(Console(file=out, width=80, force_terminal=True)) as progress:
        progress.start(2)
        progress.advance(result("ann", 2.5))
    assert "Grading" in out.getvalue()
    assert "ann" not in out.getvalue()


def test_names_cannot_steer_the_terminal() -> None:
    out = io.StringIO()
    with Progress(Console(file=out, width=200)) as progress:
        progress.start(1)
        progress.advance(result("a\x1b[31m\nb[bold]c", 1.0))
    assert "\x1b" not in out.getvalue()
    assert "b[bold]c" in out.getvalue()
    assert len(out.getvalue().splitlines()) == 1
    assert printable("a\u202eb\x07") == "a�b�"


def test_the_summary_counts_and_names_who_needs_a_human() -> None:
    out = io.StringIO()
    lines = [
        Line("ann", "sums", "graded", 3.0, 3.0),
        Line("bob", "sums", "graded", 1.0, 3.0),
        Line("cat", "sums", "unreadable", 0.0, 3.0),
    ]
    summary = Summary(Path("grading/index.html"), 2, 1, 0)
    print_summary(summary, lines, Console(file=out, width=120))
    text = out.getvalue()
    assert "2/3" in text
    assert "cat needs you: unreadable" in text
    assert text.splitlines()[-1] == "The report: grading/index.html"


def test_points_have_no_needless_digits() -> None:
    assert [points(x) for x in (2.0, 2.5, 1 / 3, 0.0, 10.0)] == ["2", "2.5", "0.33", "0", "10"]
