"""Statistics of tests, and the ways through a term."""

from __future__ import annotations

import csv
import dataclasses
import math
import sys
from pathlib import Path

import pytest

from gradewright.reports import class_page
from gradewright.reports.class_rows import ClassRow
from gradewright.reports.item_stats import item_stats, question_seconds, write_statistics
from gradewright.reports.term import render, term, write_term

sys.path.insert(0, str(Path(__file__).parent))
from simulated import simulated_class


@pytest.fixture(scope="module")
def simulated():
    return simulated_class(1, 60)[0]


def test_means_counts_and_times_of_each_test(simulated):
    stats = item_stats(simulated)
    assert [s.id for s in stats] == [t.id for t in simulated[0].tests]
    first = [row.tests[0].score for row in simulated]
    assert stats[0].share == pytest.approx(sum(first) / len(first))
    assert stats[0].lost == first.count(0.0)
    assert stats[0].seconds == pytest.approx(0.01)
    assert question_seconds(stats, "q0") == pytest.approx(0.03)
    assert question_seconds(stats, "none") is None


def test_discrimination_is_the_correlation_with_the_rest(simulated):
    stats = item_stats(simulated)
    item = [row.tests[0].score for row in simulated]
    rest = [row.score - x for row, x in zip(simulated, item, strict=True)]
    mean = [sum(v) / len(v) for v in (item, rest)]
    cov = sum((x - mean[0]) * (y - mean[1]) for x, y in zip(item, rest, strict=True))
    norm = math.sqrt(sum((x - mean[0]) ** 2 for x in item) * sum((y - mean[1]) ** 2 for y in rest))
    assert stats[0].discrimination == pytest.approx(cov / norm)
    assert item_stats(simulated[:5])[0].discrimination is None


def test_a_test_that_was_not_run_counts_for_nobody(simulated):
    first, *others = simulated[0].tests
    unrun = dataclasses.replace(
        simulated[0], tests=(dataclasses.replace(first, judged=False), *others)
    )
    assert item_stats([unrun, *simulated[1:]])[0].count == 59


def test_a_class_without_tests_has_no_statistics():
    assert item_stats([]) == ()


def test_the_table_has_a_row_a_question_and_a_test(simulated, tmp_path):
    write_statistics(tmp_path / "statistics.csv", simulated)
    with (tmp_path / "statistics.csv").open(encoding="utf-8") as file:
        lines = list(csv.DictReader(file))
    assert len(lines) == 8 + 24
    assert [line["test"] for line in lines[:4]] == ["", "q0::t0", "q0::t1", "q0::t2"]
    total = sum(float(line["mean"]) for line in lines if not line["test"])
    assert total == pytest.approx(sum(r.score for r in simulated) / 60, abs=1e-2)
    assert float(lines[0]["median_seconds"]) == pytest.approx(0.03)


def test_the_page_has_them_test_by_test(simulated, run, outline):
    text = outline(class_page.render(run, simulated)).text
    assert "Test by test (24)" in text


def _row(student, slug, score, created, status="graded"):
    return ClassRow(
        student, slug, status, None, score, 10.0, 0.1, "", "process", (), (), created=created
    )


@pytest.fixture
def ways():
    return term(
        [
            _row("Zoë", "second", 5.0, "2026-02-01T00:00:00Z"),
            _row("ann", "second", 10.0, "2026-02-01T00:00:00Z"),
            _row("ann", "first", 4.0, "2026-01-01T00:00:00Z"),
            _row("ann", "first", 8.0, "2026-01-09T00:00:00Z"),
            _row("Zoë", "first", 0.0, "2026-01-01T00:00:00Z", "unreadable"),
            _row("ben", "first", 2.0, "2026-01-01T00:00:00Z"),
        ]
    )


def test_a_students_way_has_the_newest_result_of_each_assignment(ways):
    assert [w.student for w in ways.ways] == ["ann", "ben", "Zoë"]
    assert ways.ways[0].shares == (0.8, 1.0)
    assert ways.ways[1].shares == (0.2, None)
    assert ways.ways[2].shares == (None, 0.5)
    assert [w.mean for w in ways.ways] == pytest.approx([0.9, 0.2, 0.5])


def test_assignments_stand_in_the_order_in_which_they_were_first_graded():
    rows = [_row("a", "zeta", 1.0, "2026-01-01"), _row("a", "alpha", 1.0, "2026-02-01")]
    assert [s.slug for s in term(rows).steps] == ["zeta", "alpha"]


def test_medians_and_quartiles_are_those_of_the_class(ways):
    assert ways.steps[0].median == pytest.approx(0.5)
    assert ways.steps[1].low == pytest.approx(0.625)


def test_the_page_of_a_term_is_harmless_and_the_table_holds_the_same(
    ways, assert_harmless, tmp_path
):
    page = assert_harmless(render(ways, "A <b>course</b>"))
    assert "ann" in page.text
    assert "80 %" in page.text
    write_term(tmp_path / "term.csv", ways)
    with (tmp_path / "term.csv").open(encoding="utf-8") as file:
        ann = next(csv.DictReader(file))
    assert (ann["first.score"], ann["first.share"], ann["mean_share"]) == ("8", "0.8", "0.9")


def test_a_hostile_name_stays_a_name(assert_harmless):
    rows = [_row("<script>alert(1)</script>=1", "s", 3.0, "2026-01-01")]
    assert_harmless(render(term(rows), "A course"))


def test_a_term_without_results_has_a_page(assert_harmless):
    assert_harmless(render(term([]), "A course"))
