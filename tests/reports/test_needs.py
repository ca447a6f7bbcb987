"""Who needs a human, and of which kind the reason is."""

from __future__ import annotations

import dataclasses

import pytest

from gradewright.reports import class_page
from gradewright.reports.needs import KINDS, need_of
from gradewright.reports.site import Site
from gradewright.results import Measurement

FLAGGED = Measurement(
    test="t",
    question="q",
    title="Steps in time",
    kind="step_time",
    value=1.0,
    unit="s",
    reference=None,
    ratio=None,
    spread=None,
    scaled="value",
    scale=((1.0, 1.0), (2.0, 0.0)),
    earned=1.0,
    repeats=3,
    device="cpu",
    data="",
    budget="",
    flag="noisy",
)


def test_who_is_graded_without_a_doubt_needs_nobody():
    assert need_of("graded", None, "", (), [dataclasses.replace(FLAGGED, flag="")]) is None


@pytest.mark.parametrize(
    ("status", "attention", "kinds", "measured", "found"),
    [
        ("unreadable", "", (), (), ("unreadable",)),
        ("failed", "", (), (), ("failed",)),
        ("graded", "why", ("nothing_found",), (), ("nothing_found",)),
        ("graded", "why", ("other_work",), (), ("other_work",)),
        ("graded", "why", ("identity",), (), ("identity",)),
        ("graded", "why", (), (), ("other",)),
        ("graded", "", (), (FLAGGED,), ("noisy",)),
        ("graded", "why", ("misnamed", "identity"), (FLAGGED,), ("identity", "misnamed", "noisy")),
    ],
)
def test_each_reason_has_its_kind_the_most_urgent_first(status, attention, kinds, measured, found):
    need = need_of(status, None if status == "graded" else "broken", attention, kinds, measured)
    assert need.kinds == found
    assert need.word
    assert attention in need.text


def test_a_flag_is_said_with_its_measurement():
    assert "Steps in time: " in need_of("graded", None, "", (), [FLAGGED]).text


@pytest.fixture
def mixed(made_up):
    """Return rows of one assignment, each with a reason of another kind."""
    results = [r for r in made_up if r.assignment == "logistic_regression"]
    changes = [
        {"attention": "No function.", "attention_kinds": ("nothing_found",)},
        {"attention": "Another work.", "attention_kinds": ("other_work",)},
        {"attention": "Two names.", "attention_kinds": ("identity",)},
        {"measurements": (FLAGGED,)},
        {"status": "unreadable", "message": "Cut off."},
    ]
    changed = [dataclasses.replace(r, **c) for r, c in zip(results, changes, strict=False)]
    return [
        class_page.class_row(r, f"students/{r.student}/x.html")
        for r in [*changed, *results[len(changes) :]]
    ]


def test_the_page_has_one_list_in_order_of_urgency(mixed, run, outline):
    page = outline(class_page.render(run, mixed))
    kinds = [a["data-k"] for tag, a in page.tags if tag == "li" and a.get("data-k")]
    assert kinds == ["unreadable", "other_work", "nothing_found", "identity", "noisy"]
    options = [a["value"] for tag, a in page.tags if tag == "option" and a["value"] in KINDS]
    assert options == kinds


@pytest.mark.browser
def test_the_list_is_filtered_by_kind(mixed, run, browse):
    steps = """
    const form = document.querySelector('form[data-list]');
    const list = document.getElementById(form.dataset.list);
    const shown = () => [...list.children].filter((li) => !li.hidden).length;
    said.push(form.hidden, shown());
    form.elements.kind.value = 'identity';
    form.elements.kind.dispatchEvent(new Event('input', {bubbles: true}));
    said.push(shown(), [...list.children].find((li) => !li.hidden).dataset.k);
    """
    _, said = browse(class_page.render(run, mixed), steps)
    assert said == ["false", "5", "1", "identity"]


def test_two_of_one_name_in_a_run_ask_whose_is_which(made_up, run, tmp_path):
    site = Site(tmp_path, run)
    result = next(r for r in made_up if r.status == "graded")
    site.add(result)
    site.add(result)
    site.finish()
    text = (tmp_path / "index.html").read_text("utf-8")
    assert f"Two submissions of this run are called {result.student}." in text
