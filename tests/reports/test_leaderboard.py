"""The leaderboard: ranks by intervals, the reference as a row, nothing flagged, nobody named."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path
from typing import Any

import pytest

from gradewright.cli import main
from gradewright.errors import UsageError
from gradewright.reports.json_report import write_results
from gradewright.reports.leaderboard import boards_of, bounds, render
from gradewright.reports.pseudonyms import Pseudonyms
from gradewright.results import Measurement, SubmissionResult

GOLDEN = Path(__file__).parent / "golden" / "leaderboard.txt"
TIME = Measurement(
    test="q/1",
    question="q",
    title="Time of solve",
    kind="time",
    value=30.0,
    unit="ms",
    reference=20.0,
    ratio=1.5,
    spread=1.0,
    scaled="ratio",
    scale=((2.0, 1.0), (8.0, 0.0)),
    earned=1.0,
    repeats=9,
    device="cpu: made-up, 2 cores",
    data="",
    budget="",
    low=1.4,
    high=1.6,
)
ACCURACY = dataclasses.replace(
    TIME,
    title="Accuracy on hidden images",
    kind="accuracy",
    value=0.91,
    unit="",
    reference=0.9,
    ratio=0.91 / 0.9,
    scaled="value",
    scale=((0.5, 0.0), (0.9, 1.0)),
    data="MNIST",
    budget="cpu/mnist",
    spread=None,
    low=0.89,
    high=0.93,
)


def at(measurement: Measurement, value: float, half: float, **more: Any) -> Measurement:
    """Return the measurement at another place of its scale."""
    key = "ratio" if measurement.scaled == "ratio" else "value"
    return dataclasses.replace(
        measurement, **{key: value, "low": value - half, "high": value + half, **more}
    )


@pytest.fixture
def student(submission: Any) -> Any:
    """Return the function that gives a result with these measurements."""
    made = submission("emma.schmidt", "planar_network")
    first = made.questions[0]
    test = dataclasses.replace(first.tests[0], id="q/1", visibility="visible")
    shown = dataclasses.replace(first, tests=(test,))

    def result(name: str, *measured: Measurement, **more: Any) -> SubmissionResult:
        parts = {"questions": (shown,), "measurements": measured, "status": "graded", **more}
        return dataclasses.replace(made, student=name, **parts)

    return result


def named(result: SubmissionResult) -> str:
    return result.student


def table(results: list[SubmissionResult]) -> list[tuple[int | None, str]]:
    (board,) = boards_of(results, named)
    return [(entry.rank, entry.name) for entry in board.entries]


def test_ranks_go_by_intervals_and_are_shared_where_they_overlap(student: Any) -> None:
    results = [
        student("ann", at(TIME, 1.2, 0.05)),
        student("bob", at(TIME, 1.22, 0.05)),
        student("cleo", at(TIME, 1.5, 0.3)),
        student("dan", at(TIME, 2.0, 0.1)),
    ]
    assert table(results) == [
        (None, "the reference"),
        (1, "ann"),
        (1, "bob"),
        (1, "cleo"),
        (4, "dan"),
    ]


def test_a_higher_accuracy_is_better(student: Any) -> None:
    results = [student("ann", at(ACCURACY, 0.8, 0.01)), student("bob", at(ACCURACY, 0.95, 0.01))]
    assert table(results) == [(1, "bob"), (None, "the reference"), (2, "ann")]


def test_what_is_flagged_is_left_out_and_counted(student: Any) -> None:
    results = [student("ann", TIME), student("bob", at(TIME, 0.1, 0.01, flag="far too fast"))]
    (board,) = boards_of(results, named)
    assert [entry.name for entry in board.entries] == ["the reference", "ann"]
    assert board.flagged == 1
    assert "1 left out" in render("Solving", results, named)


def test_only_what_was_measured_alike_is_compared(student: Any) -> None:
    results = [student("ann", TIME), student("bob", dataclasses.replace(TIME, device="gpu: H9"))]
    boards = boards_of(results, named)
    assert [dict(board.facts)["Device"] for board in boards] == ["cpu: made-up, 2 cores", "gpu: H9"]


def test_the_newest_result_of_a_student_counts(student: Any) -> None:
    results = [
        student("ann", at(TIME, 1.2, 0.1), created="2026-02-02T00:00:00+00:00"),
        student("ann", at(TIME, 3.0, 0.1), created="2026-01-01T00:00:00+00:00"),
    ]
    (board,) = boards_of(results, named)
    assert [entry.value for entry in board.entries] == ["1 \u00d7", "1.2 \u00d7"]


def test_hidden_tests_and_what_failed_are_on_no_board(student: Any, submission: Any) -> None:
    hidden = submission("emma.schmidt", "planar_network").questions[0]
    test = dataclasses.replace(hidden.tests[0], id="q/1", visibility="hidden")
    unseen = student("ann", TIME, questions=(dataclasses.replace(hidden, tests=(test,)),))
    failed = student("bob", TIME, status="failed")
    assert boards_of([unseen, failed], named) == ()
    assert "Nothing that can be ranked" in render("Solving", [unseen, failed], named)


def test_bounds_that_were_not_recorded_come_from_the_spread() -> None:
    old = dataclasses.replace(TIME, low=None, high=None)
    low, high = bounds(old)
    assert (low + high) / 2 == pytest.approx(1.5)
    assert high - low == pytest.approx(2 * 1.57 * 2 * 1.0 / 3 / 20)
    assert bounds(dataclasses.replace(old, spread=None)) == (1.5, 1.5)


def text_of(page: str) -> str:
    """Return what a page says, a row of a table on a line."""
    body = page[page.index("<body") :].replace("</tr>", "\n").replace("</div>", "\n")
    body = re.sub(r"</(h1|h2|p|section)>", "\n", body)
    lines = (" ".join(re.sub("<[^>]*>", " ", line).split()) for line in body.splitlines())
    return "\n".join(line for line in lines if line) + "\n"


def test_the_page_says_what_the_golden_file_says(student: Any) -> None:
    results = [
        student("ann", at(TIME, 1.2, 0.05), at(ACCURACY, 0.93, 0.01)),
        student("bob <b>", at(TIME, 1.22, 0.05), at(ACCURACY, 0.8, 0.02)),
        student("cleo", at(TIME, 6.0, 1.0), at(ACCURACY, 0.935, 0.01, flag="look")),
    ]
    page = render("Solving", results, named)
    assert text_of(page) == GOLDEN.read_text("utf-8")
    assert "<script" not in page
    assert "default-src &#39;none&#39;" in page


def test_pseudonyms_are_stable_under_a_key_and_tell_no_name(student: Any, tmp_path: Path) -> None:
    key = tmp_path / "class" / "key"
    first = Pseudonyms(key)
    names = [first.of(student(name)) for name in ("ann", "bob")]
    assert len(set(names)) == 2
    assert all(re.fullmatch("[a-z2-7]{4}-[a-z2-7]{4}", name) for name in names)
    assert names == [Pseudonyms(key).of(student(name)) for name in ("ann", "bob")]
    assert names[0] != Pseudonyms(tmp_path / "other").of(student("ann"))
    assert key.stat().st_mode & 0o077 == 0


def test_a_file_that_is_no_key_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "notes"
    file.write_text("my notes\n")
    with pytest.raises(UsageError, match="no key"):
        Pseudonyms(file)
    assert file.read_text() == "my notes\n"


def test_the_verb_writes_a_page_from_results(
    student: Any, run: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for folder, name in (("monday", "ann"), ("tuesday", "bob")):
        (tmp_path / folder).mkdir()
        write_results(run, [student(name, TIME)], tmp_path / folder / "results.json")
    page, key = tmp_path / "board.html", tmp_path / "key"
    where = [str(tmp_path / "monday"), str(tmp_path / "tuesday" / "results.json")]
    slug = "planar_network"
    assert main(["leaderboard", slug, *where, "--out", str(page)]) == 0
    assert {"ann", "bob"} <= set(re.findall(r"\w+", page.read_text()))
    capsys.readouterr()
    options = ["--out", str(page), "--pseudonyms", str(key)]
    assert main(["leaderboard", slug, *where, *options]) == 0
    told = capsys.readouterr().out.splitlines()
    assert not {"ann", "bob"} & set(re.findall(r"\w+", page.read_text()))
    assert all(line.split()[0] in page.read_text() for line in told[:2])
    assert [line.split()[1] for line in told[:2]] == ["ann", "bob"]


def test_what_holds_no_results_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["leaderboard", "planar_network", str(tmp_path / "nowhere")]) == 2
    assert "nowhere" in capsys.readouterr().err
