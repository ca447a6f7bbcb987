"""The student's page."""

from __future__ import annotations

import dataclasses
import re
import statistics
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from gradewright.reports import student_page
from gradewright.results import CodeExcerpt, CodeLine, Failure

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture
def page(run, outline):
    def render(result, copy="x-notebook.html", file=""):
        links = {"notebook_href": copy, "notebook_file": file}
        html = student_page.render(result, run, class_href="../../index.html", **links)
        return html, outline(html)

    return render


def _links(found):
    return [attributes["href"] for tag, attributes in found.tags if tag == "a"]


def test_what_the_page_says_is_what_the_golden_file_says(submission, page):
    _, found = page(submission("bohdan.tkachenko", "logistic_regression"))
    assert "\n".join(found.text) + "\n" == (GOLDEN / "student.txt").read_text("utf-8")


def test_every_page_of_the_class_is_harmless_and_small(made_up, page, assert_harmless):
    for result in made_up:
        html, _ = page(result)
        assert_harmless(html)
        assert len(html.encode()) < 60_000


def test_rendering_is_deterministic_and_quick(made_up, page):
    first = [page(result)[0] for result in made_up]
    times = []
    for result, before in zip(made_up, first, strict=True):
        start = time.perf_counter()
        html, _ = page(result)
        times.append(time.perf_counter() - start)
        assert html == before
    assert statistics.median(times) < 0.1  # 10 ms asked for; this also parses, on any machine


def test_the_head_gives_score_bar_and_circumstances(submission, page):
    html, found = page(submission("bohdan.tkachenko", "logistic_regression"))
    assert found.text[found.text.index("bohdan.tkachenko") + 1 :][:8].count("of 10 points") == 1
    assert "<strong>7</strong>" in html
    widths = re.findall(r'flex-grow:([\d.]+)"><a href="#(q-\w+)".*?width:([\d.]+)%', html)
    assert widths == [
        ("1", "q-sigmoid", "100.0"),
        ("1", "q-initialize_with_zeros", "100.0"),
        ("3", "q-propagate", "50.0"),
        ("2", "q-optimize", "50.0"),
        ("1", "q-predict", "50.0"),
        ("2", "q-model", "100.0"),
    ]
    assert "ran sealed off from the machine, the network and other work" in found.text
    assert "2025-03-12 14:05 UTC" in found.text
    protections = found.text[found.text.index("Protections") + 1].split("; ")
    assert "no network" in protections
    assert protections[-1] == "odd thing"


def test_what_to_fix_first_is_the_first_test_that_went_wrong(submission, page):
    _, found = page(submission("emma.schmidt", "planar_network"))
    start = found.text.index("Fix this first")
    assert found.text[start + 1] == "Forward propagation: Gives the printed means"
    assert "shapes (2,3) and (4,2) not aligned" in found.text[start + 2]
    assert "#t-3-1" in _links(found)
    assert "x-notebook.html#cell-11-L2" in _links(found)


def test_only_the_first_failure_is_open(submission, page):
    _, found = page(submission("bohdan.tkachenko", "logistic_regression"))
    assert sum("open" in a for tag, a in found.tags if tag == "details") == 1


def test_every_link_within_the_page_leads_somewhere(made_up, page):
    for result in made_up:
        _, found = page(result)
        ids = [a["id"] for _, a in found.tags if "id" in a]
        assert len(ids) == len(set(ids))
        for link in _links(found):
            assert not link.startswith("#") or link[1:] in ids, link


def test_headings_are_in_order(made_up, page):
    for result in made_up:
        _, found = page(result)
        levels = [int(tag[1]) for tag, _ in found.tags if re.fullmatch("h[1-6]", tag)]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(b - a <= 1 for a, b in pairwise(levels))


def test_the_line_that_stopped_is_marked_in_the_excerpt(submission, page):
    html, _ = page(submission("emma.schmidt", "planar_network"))
    (marked,) = re.findall(r'<mark class="l hit" data-n="(\d+)">(.*?)\n</mark>', html)
    assert marked[0] == "2"
    assert "Z1 = np.dot(X, parameters[" in marked[1]


def test_a_definition_is_shown_once_though_many_tests_need_it(submission, page):
    html, _ = page(submission("emma.schmidt", "planar_network"))
    assert html.count('<figure class="code">') == 1


def test_numbers_stand_on_one_scale(submission, page):
    html, _ = page(submission("andrii.bondar", "logistic_regression"))
    assert len(re.findall(r'<svg viewBox="0 0 144 16"', html)) == 4
    assert "-2.699830" in html


def test_a_single_number_has_no_scale_and_no_position(submission, page):
    html, found = page(submission("noah.okafor", "logistic_regression"))
    cost = html[html.index('id="t-3-1"') : html.index('id="t-3-2"')]
    assert "6.000065" in cost
    assert "<svg" not in cost
    assert 'scope="row"></th>' not in cost
    assert "Position" in found.text  # the gradient's table has one


def test_hidden_tests_are_tagged_and_never_show_values(submission, page):
    _, found = page(submission("farid.haddad", "logistic_regression"))
    assert "hidden test" in found.text
    assert not any("0.731" in text or "absolute 0.62" in text for text in found.text)
    assert any("other parameters than with learning_rate=0.1" in text for text in found.text)


def test_tests_shown_after_the_deadline_are_tagged(submission, page):
    result = submission("anna.kovalenko", "planar_network")
    first = result.questions[0]
    late = dataclasses.replace(first.tests[0], visibility="after_deadline")
    question = dataclasses.replace(first, tests=(late,))
    changed = dataclasses.replace(result, questions=(question, *result.questions[1:]))
    assert "shown after the deadline" in page(changed)[1].text


def test_full_marks_say_that_there_is_nothing_to_fix(submission, page):
    _, found = page(submission("anna.kovalenko", "planar_network"))
    assert "Everything passes" in found.text
    assert "Fix this first" not in found.text


def test_an_unreadable_submission_gets_help(submission, page):
    result = submission("li.wei", "planar_network")
    _, found = page(result, copy=None)
    assert "Your file could not be read" in found.text
    assert result.message in found.text
    assert not any("x-notebook" in link for link in _links(found))


def test_of_work_that_never_ran_no_protections_are_told(submission, page):
    result = dataclasses.replace(submission("li.wei", "planar_network"), digest="")
    _, found = page(result)
    assert not {"Protections", "Digest"} & set(found.text)
    _, found = page(submission("anna.kovalenko", "planar_network"))
    assert {"Protections", "Digest"} <= set(found.text)


def test_unreadable_questions_without_tests_are_not_called_passed(submission, page):
    result = submission("li.wei", "planar_network")
    asked = submission("anna.kovalenko", "planar_network").questions
    bare = tuple(dataclasses.replace(q, tests=(), score=0.0) for q in asked)
    _, found = page(dataclasses.replace(result, questions=bare))
    assert "Your file could not be read" in found.text
    assert "passed" not in found.text
    assert {"0", "/ 2"} <= set(found.text)


def test_a_failure_of_ours_gives_no_score(submission, page):
    html, found = page(submission("farid.haddad", "planar_network"))
    assert "not graded" in found.text
    assert "Grading did not finish" in found.text
    assert "of 10 points" not in html


def test_the_command_repeats_the_check_and_is_quoted(submission, page):
    result = dataclasses.replace(
        submission("anna.kovalenko", "planar_network"), files=("-my work; rm *.ipynb",)
    )
    _, found = page(result)
    assert (
        "gradewright grade './-my work; rm *.ipynb' --assignment planar_network --seed 42"
        in found.text
    )


def test_lines_of_another_file_do_not_lead_into_the_copy(submission, page):
    result = submission("emma.schmidt", "planar_network")
    _, found = page(result, file="other.ipynb")
    assert not any("#cell-" in link for link in _links(found))
    _, found = page(result, file="work.ipynb")
    assert any("#cell-11-L2" in link for link in _links(found))


def test_a_script_leads_to_its_lines(submission, page):
    result = submission("anna.kovalenko", "logistic_regression")
    trace = (CodeLine("work.py", None, 14, "sigmoid", "return 1 / (1 + np.exp(-z)"),)
    failure = Failure("sigmoid raised TypeError.", "sigmoid", trace=trace)
    question = result.questions[0]
    test = dataclasses.replace(question.tests[0], status="error", score=0.0, failure=failure)
    changed = dataclasses.replace(
        result,
        questions=(dataclasses.replace(question, tests=(test,)), *result.questions[1:]),
        code=(CodeExcerpt("sigmoid", "work.py", None, 13, "def sigmoid(z):\n    return z\n"),),
    )
    _, found = page(changed)
    assert "x-notebook.html#L14" in _links(found)
    assert "x-notebook.html#L13" in _links(found)
    assert "work.py, line 14" in found.text


def test_a_page_stays_small_whatever_the_submission_does(submission, page, assert_harmless):
    long = "wide <b>&amp;</b> " * 20_000
    result = submission("bohdan.tkachenko", "logistic_regression")
    line = CodeLine("work.ipynb", 7, 3, "propagate", long)
    failure = Failure(*[long] * 7, rows=(("0", long, long),) * 100, cause=long, trace=(line,) * 500)
    excerpt = CodeExcerpt("propagate", "work.ipynb", 7, 1, ("x = '" + "y" * 5000 + "'\n") * 900)
    questions = tuple(
        dataclasses.replace(
            q,
            tests=tuple(
                dataclasses.replace(t, status="failed", message=long, title=long, failure=failure)
                for t in q.tests[:1]
            ),
        )
        for q in result.questions
    )
    huge = dataclasses.replace(
        result, questions=questions, code=(excerpt,), notes=(long,) * 50, files=(long,) * 90
    )
    html, _ = page(huge)
    assert_harmless(html)
    assert len(html.encode()) < 300_000


def _advised(result, tests, functions=("optimize",), code=()):
    first, *others = result.questions
    changed = dataclasses.replace(first, tests=tests, functions=functions)
    return dataclasses.replace(result, questions=(changed, *others), code=code)


def _wrong(result, **failure: Any):
    test = result.questions[0].tests[0]
    return dataclasses.replace(
        test, status="failed", score=0.0, message="wrong", failure=Failure(**failure)
    )


def _first_advice(html):
    return html[html.index('class="first') :].partition("</section>")[0]


def test_the_first_advice_of_a_question_is_one_whose_cause_is_known(submission, page):
    result = submission("bohdan.tkachenko", "logistic_regression")
    vague, known = (
        _wrong(result, problem="Some values differ."),
        _wrong(result, problem="Others differ.", cause="A factor is missing."),
    )
    advice = _first_advice(page(_advised(result, (vague, known)))[0])
    assert "A factor is missing." in advice
    assert "Some values differ." not in advice
    assert "Some values differ." in _first_advice(page(_advised(result, (vague, vague)))[0])


def test_the_first_advice_is_not_one_that_another_question_is_the_reason_of(submission, page):
    result = submission("bohdan.tkachenko", "logistic_regression")
    own = _wrong(result, problem="It differs by itself.")
    follows = dataclasses.replace(
        _wrong(result, problem="It follows.", cause="Mend the other first."),
        because_of=(result.questions[1].id,),
    )
    for tests in ((follows, own), (own, follows)):
        assert "It differs by itself." in _first_advice(page(_advised(result, tests))[0])
    alone = dataclasses.replace(
        result, questions=(dataclasses.replace(result.questions[0], tests=(follows,)),)
    )
    assert "It follows." in _first_advice(page(alone)[0])


def test_the_first_advice_leads_into_the_function_that_the_question_is_about(submission, page):
    result = submission("bohdan.tkachenko", "logistic_regression")
    trace = tuple(
        CodeLine("x.ipynb", cell, line, function, "y = f(x)")
        for cell, line, function in ((9, 4, "model"), (7, 3, "optimize"), (2, 1, "helper"))
    )
    crashed = _wrong(result, problem="It raised.", function="model", trace=trace)
    assert "#cell-7-L3" in _first_advice(page(_advised(result, (crashed,)))[0])
    elsewhere = _advised(result, (crashed,), functions=("other",))
    assert "#cell-9-L4" in _first_advice(page(elsewhere)[0])
    code = (CodeExcerpt("optimize", "x.ipynb", 5, 2, "def optimize(w):\n    return w"),)
    silent = _wrong(result, problem="It differs.", function="optimize")
    assert "#cell-5-L2" in _first_advice(page(_advised(result, (silent,), code=code))[0])


def test_notes_lead_to_their_line_in_the_copy(submission, page):
    result = submission("bohdan.tkachenko", "logistic_regression")
    notes = (
        "Cell 12 (optimize), line 3: this failed.",
        "work.py, line 8: <b>that</b> failed.",
        "Cell x, line 3: no place.",
    )
    html, found = page(dataclasses.replace(result, notes=notes), file="work.py")
    assert 'href="x-notebook.html#L8">work.py, line 8</a>' in html
    assert "<b>that" not in html
    html, found = page(dataclasses.replace(result, notes=notes))
    assert 'href="x-notebook.html#cell-12-L3">Cell 12 (optimize), line 3</a>' in html
    assert sum("-L3" in href for href in _links(found)) == 1
