"""The class page and its numbers."""

from __future__ import annotations

import dataclasses
import random
import re
import time

import pytest

from gradewright.reports import class_page
from gradewright.reports.class_rows import ClassRow, QuestionScore
from gradewright.reports.class_stats import question_stats, totals
from gradewright.results import LeftOut


@pytest.fixture
def rows(made_up):
    return [
        class_page.class_row(result, f"students/{result.student}/{result.assignment}.html")
        for result in made_up
    ]


def _row(scores, student="s"):
    questions = tuple(
        QuestionScore(f"q{i}", f"Question {i}", score, 2.0, f"q-q{i}")
        for i, score in enumerate(scores)
    )
    total = sum(scores)
    return ClassRow(
        student, "a", "graded", None, total, 2.0 * len(scores), 0.1, "h", "process", questions, ()
    )


def _table(html, slug):
    body = html[html.index(f'id="a-{slug}-table"') :]
    body = body[body.index("<tbody>") : body.index("</tbody>")]
    return body.split("<tr ")[1:]


def test_the_page_is_harmless_and_has_one_script_that_its_policy_names(rows, run, assert_harmless):
    html = class_page.render(run, rows)
    page = assert_harmless(html, scripts=1)
    assert "script-src &#39;sha256-" in html
    assert page.text.count("Logistic regression") >= 2


def test_it_is_deterministic_and_does_not_depend_on_the_order_of_rows(rows, run):
    shuffled = list(rows)
    random.Random(4).shuffle(shuffled)
    html = class_page.render(run, rows)
    assert class_page.render(run, rows) == html
    assert _table(class_page.render(run, shuffled), "planar_network") == _table(
        html, "planar_network"
    )


def test_every_cell_of_the_heat_map_leads_to_its_question(rows, run):
    body = _table(class_page.render(run, rows), "logistic_regression")
    assert len(body) == 12
    cells = re.findall(r'<td class="h(\d)"><a href="([^"]+)">([\d.]+)</a>', body[2])
    assert cells == [
        ("0", "students/bohdan.tkachenko/logistic_regression.html#q-sigmoid", "1"),
        ("0", "students/bohdan.tkachenko/logistic_regression.html#q-initialize_with_zeros", "1"),
        ("2", "students/bohdan.tkachenko/logistic_regression.html#q-propagate", "1.5"),
        ("2", "students/bohdan.tkachenko/logistic_regression.html#q-optimize", "1"),
        ("2", "students/bohdan.tkachenko/logistic_regression.html#q-predict", "0.5"),
        ("0", "students/bohdan.tkachenko/logistic_regression.html#q-model", "2"),
    ]


def test_who_needs_a_human_is_named_with_the_reason(rows, run, outline):
    text = outline(class_page.render(run, rows)).text
    start = text.index("farid.haddad", text.index("Kind of reason"))
    assert text[start : start + 6] == [
        "farid.haddad",
        "grading did not finish",
        "The worker could not be started: no space left on the device.",
        "li.wei",
        "unreadable",
        "work.ipynb is not a notebook: its JSON ends in the middle of line 212.",
    ]


def test_a_class_without_trouble_asks_for_nobody(rows, run, outline):
    calm = [row for row in rows if row.assignment == "logistic_regression"]
    text = outline(class_page.render(run, calm)).text
    assert "Who needs you" not in text
    assert "Overview" not in text


def test_the_head_says_how_the_submissions_were_sealed_off(rows, run, outline):
    mixed = [*rows[:5], dataclasses.replace(rows[5], isolation="process")]
    text = outline(class_page.render(run, mixed)).text
    assert "ran sealed off from the machine, the network and other work" in text
    assert "ran in a separate process with limits, not sealed off" in text


@pytest.mark.parametrize("count", [0, 1, 2])
def test_tiny_classes_have_a_page_too(rows, run, assert_harmless, count):
    assert_harmless(class_page.render(run, rows[:count]), scripts=1)


def test_a_class_of_which_nothing_was_graded_has_a_page(rows, run, assert_harmless):
    lost = [dataclasses.replace(row, status="unreadable", questions=()) for row in rows]
    page = assert_harmless(class_page.render(run, lost), scripts=1)
    assert "Distribution of totals" not in page.text
    assert page.text.count("unreadable") >= 24


def test_median_quartiles_and_bins():
    found = totals([_row([score]) for score in (0.0, 0.5, 1.0, 1.5, 2.0)], 2.0)
    assert (found.low, found.median, found.high) == (0.5, 1.0, 1.5)
    assert found.bins == (1, 0, 1, 0, 0, 1, 0, 1, 0, 1)
    assert sum(totals([_row([2.0])] * 7, 2.0).bins) == 7
    assert totals([], 2.0).median is None


def test_a_sum_of_tenths_falls_into_the_bin_that_it_shows():
    assert totals([_row([0.1 + 0.1 + 0.1])], 1.0).bins[3] == 1


def test_difficulty_is_the_mean_share_of_the_points():
    first, second = question_stats([_row([2.0, 0.0]), _row([1.0, 0.0]), _row([0.0, 2.0])])
    assert (first.full, first.part, first.none) == (1, 1, 1)
    assert first.share == pytest.approx(0.5)
    assert (second.full, second.part, second.none) == (1, 0, 2)
    assert second.share == pytest.approx(1 / 3)


def test_discrimination_is_the_correlation_with_the_rest():
    strong, weak = [2.0, 2.0, 2.0, 0.0], [0.0, 0.0, 0.0, 2.0]
    found = question_stats([_row(strong)] * 6 + [_row(weak)] * 6)
    assert [q.discrimination for q in found] == pytest.approx([1.0, 1.0, 1.0, -1.0])


def test_discrimination_is_left_out_where_it_says_nothing():
    assert question_stats([_row([2.0, 1.0]), _row([0.0, 2.0])])[0].discrimination is None
    same = question_stats([_row([2.0, float(i % 3)]) for i in range(12)])
    assert [q.discrimination for q in same] == [None, None]


def test_a_thousand_students_fit(rows, run, assert_harmless):
    base = [row for row in rows if row.assignment == "planar_network"]
    many = [
        dataclasses.replace(
            base[i % 12],
            student=f"student number {i:04d}",
            href=f"students/student%20number%20{i:04d}/planar_network.html",
        )
        for i in range(1000)
    ]
    start = time.perf_counter()
    html = class_page.render(run, many)
    assert time.perf_counter() - start < 5
    assert len(html.encode()) < 2_000_000
    assert len(_table(html, "planar_network")) == 1000
    assert_harmless(html, scripts=1)


def _tile(text, name):
    return text[text.index(name) + 1]


def test_a_result_that_asks_for_a_human_is_counted_and_named(rows, run, outline):
    calm = [row for row in rows if row.assignment == "logistic_regression"]
    sentence = "None of the functions is there; the file defines Sigmoid."
    flagged = [dataclasses.replace(calm[0], attention=sentence), *calm[1:]]
    html = class_page.render(run, flagged)
    text = outline(html).text
    assert _tile(outline(class_page.render(run, calm)).text, "Needs a human") == "0"
    assert _tile(text, "Needs a human") == "1"
    start = text.index("Who needs you")
    assert text[start + 1 : start + 4] == [calm[0].student, "needs a look", sentence]
    (row,) = [r for r in _table(html, "logistic_regression") if calm[0].student in r]
    assert "needs a look" in row
    assert 'data-k="attention lost"' in row


def test_unreadable_and_failed_need_a_human_too(rows, run, outline):
    text = outline(class_page.render(run, rows)).text
    at = text.index("planar_network".replace("_", " ").capitalize())
    # In the overview: unreadable, then everybody who needs a human.
    assert text[at : at + 7][-2:] == ["1", "2"]


def test_who_somebody_is_and_that_work_came_late_stands_in_the_table(rows, run, outline):
    late = dataclasses.replace(rows[0], student_id="8841273", late=True)
    text = outline(class_page.render(run, [late, *rows[1:]])).text
    at = text.index("8841273")
    assert text[at - 1] == rows[0].student
    assert text[text.index("late") - 1] == "graded"
    assert text.count("late") == 1


def test_entries_graded_for_nobody_are_listed_with_their_reasons(rows, run, assert_harmless):
    some = [LeftOut(f"class/{n}/notes<b>.txt", f"No Python in it ({n}).") for n in range(30)]
    html = class_page.render(run, rows, some, ("A class of 12, because each folder is one.",))
    text = assert_harmless(html, scripts=1).text
    assert "Not graded (30)" in text
    for entry in some:
        at = text.index(entry.path)
        assert text[at + 1] == entry.reason
    assert "22 more" in text
    at = text.index("How the folders were read")
    assert text[at + 1] == "A class of 12, because each folder is one."


def test_without_such_entries_nothing_is_said_of_them(rows, run, outline):
    text = outline(class_page.render(run, rows)).text
    assert not [line for line in text if line.startswith(("Not graded", "How the folders"))]


def test_results_of_several_runs_are_told_apart(rows, run, outline):
    mixed = [dataclasses.replace(rows[0], created="2025-01-01T00:00:00Z", seed=3), *rows[1:]]
    text = outline(class_page.render(run, mixed)).text
    assert "1 of 24 results are of earlier runs" in text
    assert "Seed 3, 42" in text
    assert "Seed 42" in outline(class_page.render(run, rows)).text
