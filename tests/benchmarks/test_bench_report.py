"""The benchmark's tables."""

from typing import Any

import pytest
import run
from harness import report
from harness.arithmetic import Round
from harness.compare import Entry, Rate
from harness.measure import Cost
from harness.tools import Gradewright


def entry(name, cost, **more: Any):
    """Return an entry of one round, 10 notebooks at `cost` seconds each after a start of 1 s."""
    tool = Gradewright(name=name, few=0, many=10)
    start, rest = Cost(1.0, 1.0), Cost(1.0 + 10 * cost, 1.0 + 5 * cost)
    return Entry(tool, version="1.0", rounds=[Round(start, rest)], **more)


def test_columns_are_padded_and_numbers_stand_to_the_right():
    assert report.table(["", "n"], [["a", "1"], ["long name", "100"]]) == (
        "|           |   n |\n| --------- | --: |\n| a         |   1 |\n| long name | 100 |\n"
    )


def test_the_comparison_says_how_many_times_as_long():
    ours = entry("gradewright", 0.02, isolation="namespaces")
    text = report.comparison([ours, entry("peer", 1.0)], ours.figures)
    cells = [line.replace(" ", "").split("|")[1:-1] for line in text.splitlines()]
    assert cells[2] == [
        *["gradewright(namespaces)", "1.0", "10", "1.20s", "120ms", "1.00s"],
        *["20.0ms", "10.0ms", "1.0", "1.0", "right"],
    ]
    assert cells[3][6:] == ["1000ms", "500ms", "50.0", "50.0", "right"]


def test_a_tool_that_gives_other_scores_is_named():
    one = entry("peer", 1.0, agreed=False)
    assert "differ" in report.comparison([one], one.figures)


def test_a_tool_that_cannot_be_had_stays_in_the_table_with_the_reason():
    ours = entry("gradewright", 0.02)
    absent = Entry(Gradewright(name="peer"), trouble="no network")
    text = report.comparison([ours, absent], ours.figures)
    assert "| peer " in text
    assert "peer: not measured. no network" in text


def test_goals_say_whether_they_are_reached():
    found = [
        report.Goal("a submission", 24.96, 25, "ms"),
        report.Goal("times as fast", 49.0, 50, "times", less=False),
    ]
    rows = [[cell.strip() for cell in line.split("|")] for line in report.goals(found).splitlines()]
    assert rows[2][1:-1] == ["a submission", "at most 25 ms", "25.0 ms", "yes"]
    assert rows[3][1:-1] == ["times as fast", "at least 50 times", "49.0 times", "no"]


@pytest.mark.parametrize(
    ("seconds", "text"), [(0.0123, "12.3 ms"), (0.0999, "99.9 ms"), (1.5, "1500 ms")]
)
def test_milliseconds(seconds, text):
    assert report.milliseconds(seconds) == text


def test_rates_are_compared_with_one_process():
    text = report.rates([Rate("one", 1, 20.0), Rate("two", 2, 37.0)], first=20.0)
    assert "1.85" in text


def test_the_whole_report_of_a_run_without_peers():
    found = run.Measured(load=0.0, numpy=[entry("gradewright", 0.02, isolation="namespaces")])
    found.rates = [Rate("gradewright --jobs 1", 1, 20.0), Rate("gradewright --jobs 2", 2, 37.0)]
    found.stages = [
        {"name": "report: student's page", "calls": 1, "median_ms": 3.0, "least_ms": 2.0}
    ]
    text = run.as_markdown(found)
    assert text.startswith("# Benchmark\n")
    assert "17.0 ms" in text  # the submission without its page
    assert text.count("yes") == 3
    assert "busy" not in text
