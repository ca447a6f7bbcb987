"""Tests that may be wrong, found in made-up classes."""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradewright.reports import class_page
from gradewright.reports.suspects import suspects, wilson

sys.path.insert(0, str(Path(__file__).parent))
from simulated import PLANTED, simulated_class

CLASSES = [(seed, ease) for seed in range(3) for ease in (0.8, 1.8)]


@pytest.mark.parametrize("planted", PLANTED)
@pytest.mark.parametrize(("seed", "ease"), CLASSES)
def test_a_planted_fault_is_among_the_first_three(planted, seed, ease):
    rows, wrong = simulated_class(seed, 200, planted, ease)
    assert wrong in [suspect.test for suspect in suspects(rows)[:3]]


def test_without_a_planted_fault_hardly_any_test_is_suspected():
    found = [len(suspects(simulated_class(seed, 200)[0])) for seed in range(6)]
    assert sum(found) <= 1


@pytest.mark.parametrize("planted", ["outside_the_range", "wrong_value"])
def test_a_small_class_says_nothing(planted):
    for students in (0, 1, 5, 19):
        rows, _ = simulated_class(3, students, planted)
        assert suspects(rows) == ()


def test_thirty_eight_right_notebooks_are_enough():
    rows, wrong = simulated_class(1, 38, "outside_the_range", ease=3.5)
    (suspect,) = suspects(rows)
    assert (suspect.test, suspect.reason) == (wrong, "all_fail")
    assert suspect.failing >= 30


def test_what_is_said_of_a_suspect_is_so():
    rows, wrong = simulated_class(0, 200, "outside_the_range")
    suspect = suspects(rows)[0]
    assert suspect.test == wrong
    failing = {row.student for row in rows for t in row.tests if t.id == wrong and t.score < 0.5}
    assert {student for student, _ in suspect.who} <= failing
    assert suspect.failing == len(suspect.who)
    assert suspect.share.low <= suspect.failing / suspect.of <= suspect.share.high


def test_a_hard_test_that_the_best_pass_is_not_suspected():
    rows, _ = simulated_class(2, 200)
    ranked = sorted(rows, key=lambda row: -row.score)
    hard = []
    for place, row in enumerate(ranked):
        first, *others = row.tests
        passes = float(place < 50)
        hard.append(
            dataclasses.replace(row, tests=(dataclasses.replace(first, score=passes), *others))
        )
    assert rows[0].tests[0].id not in [suspect.test for suspect in suspects(hard)]


def test_tests_that_were_not_run_or_lost_for_another_question_do_not_count():
    rows, wrong = simulated_class(0, 200, "outside_the_range")
    unjudged = [
        dataclasses.replace(
            row,
            tests=tuple(
                dataclasses.replace(t, judged=False) if t.id == wrong else t for t in row.tests
            ),
        )
        for row in rows
    ]
    assert wrong not in [suspect.test for suspect in suspects(unjudged)]


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilsons_interval_holds_its_share(counts):
    hits, of = counts
    interval = wilson(hits, of)
    assert 0 <= interval.low <= interval.value + 1e-12
    assert interval.value - 1e-12 <= interval.high <= 1
    assert wilson(hits, of, 2.6).low <= interval.low + 1e-12


def test_the_page_names_the_test_and_whom_it_concerns(run, outline, made_up):
    rows, wrong = simulated_class(0, 200, "outside_the_range")
    text = outline(class_page.render(run, rows)).text
    assert "These tests may be wrong" in text
    at = text.index(wrong)
    assert "of" in text[at + 1]
    assert any(part.startswith("student 0") for part in text[at : at + 8])
    calm = [class_page.class_row(r, "students/x/y.html") for r in made_up]
    assert "These tests may be wrong" not in outline(class_page.render(run, calm)).text
