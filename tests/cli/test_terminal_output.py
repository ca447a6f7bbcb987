"""What the terminal shows: a bar or plain lines, a summary, and nothing it would obey."""

from __future__ import annotations

import io
from pathlib import Path

from rich.console import Console

from gradewright.batch.run import Summary
from gradewright.cli.summary import print_kept, print_summary
from gradewright.cli.terminal import Line, Progress
from gradewright.results import Isolation, LeftOut, SubmissionResult
from gradewright.words.numbers import points
from gradewright.words.printable import printable


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


def printed(summary: Summary, lines: list[Line]) -> str:
    out = io.StringIO()
    print_summary(summary, lines, Console(file=out, width=120))
    return out.getvalue()


def test_a_result_that_asks_for_a_human_is_named_with_the_reason() -> None:
    odd = Line("dan", "sums", "graded", 0.0, 3.0, attention="None of the functions is there.")
    lost = Line("eva", "sums", "unreadable", 0.0, 3.0, message="It is a\nlink, no file.")
    text = printed(Summary(Path("out/index.html"), 1, 1), [odd, lost])
    assert "sums: dan needs you: None of the functions is there." in text
    assert "sums: eva needs you: unreadable. It is a link, no file." in text


def test_what_was_not_graded_is_listed_up_to_a_cap() -> None:
    left_out = tuple(LeftOut(f"class/{n}.txt", f"reason {n}") for n in range(50))
    decision = "class of 30, because names agree"
    text = printed(Summary(Path("out/index.html"), left_out=left_out, decisions=(decision,)), [])
    assert "Not graded (50):" in text
    assert "  class/0.txt: reason 0" in text
    assert "  class/39.txt: reason 39" in text
    assert "class/40.txt" not in text
    assert "and 10 more: the whole list is in out/scores.csv" in text
    assert f"Read as: {decision}" in text


def test_what_became_of_earlier_results_is_told() -> None:
    summary = Summary(
        Path("out/index.html"), 2, 0, 1, added=1, replaced=1, kept=1, unchanged=30, held=36
    )
    kept = Line("ann", "sums", "failed", 0.0, 3.0, is_kept=True)
    text = printed(summary, [kept])
    assert "Results in out now: 36 (1 added, 1 replaced, 34 kept)." in text
    assert "Unchanged since they were graded: 30." in text
    assert (
        "ann needs you: graded again without a score (failed), the earlier result is kept" in text
    )


def test_a_first_run_says_nothing_of_earlier_results() -> None:
    text = printed(
        Summary(Path("out/index.html"), 1, added=1, held=1), [Line("a", "s", "graded", 1, 3)]
    )
    assert "kept" not in text
    assert "Unchanged" not in text


def test_how_to_go_on_is_told_with_the_count() -> None:
    out = io.StringIO()
    console = Console(file=out, width=120)
    print_kept(7, Path("out"), "gradewright grade x", console)
    print_kept(0, Path("out"), "gradewright grade x", console)
    first, second = out.getvalue().splitlines()
    assert first == "Results kept in out: 7. This goes on from there: gradewright grade x"
    assert second == "No result is kept. This begins again: gradewright grade x"
