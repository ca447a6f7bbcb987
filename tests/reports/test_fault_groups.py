"""The class page's groups of faults."""

from __future__ import annotations

import dataclasses

import pytest

from gradewright.reports import class_page
from gradewright.reports.fault_groups import fault_groups
from gradewright.results import CodeLine, Failure


@pytest.fixture
def rows(made_up):
    return [
        class_page.class_row(result, f"students/{result.student}/{result.assignment}.html")
        for result in made_up
        if result.status == "graded"
    ]


def _of(rows, assignment):
    return [row for row in rows if row.assignment == assignment]


def test_failures_are_grouped_by_fault_with_whose_they_are(rows):
    groups = fault_groups(_of(rows, "logistic_regression"))
    gradient = next(g for g in groups if g.problem.startswith("grads['dw'] differs"))
    assert gradient.question == "propagate"
    assert [student for student, _ in gradient.who] == [
        "andrii.bondar",
        "bohdan.tkachenko",
        "ivan.petrenko",
        "noah.okafor",
    ]
    assert gradient.who[0][1] == "students/andrii.bondar/logistic_regression.html#t-3-3"
    assert gradient.lost == pytest.approx(4 * 0.75)


def test_what_cost_the_class_most_comes_first(rows):
    for assignment in ("logistic_regression", "planar_network"):
        lost = [group.lost for group in fault_groups(_of(rows, assignment))]
        assert lost == sorted(lost, reverse=True)
        assert len(lost) > 3


def test_the_example_is_a_line_of_one_of_them(rows):
    groups = fault_groups(_of(rows, "planar_network"))
    raised = next(g for g in groups if g.example is not None)
    assert raised.example.student in [student for student, _ in raised.who]
    assert raised.example.line.text == "Z1 = np.dot(X, parameters['W1'])"
    assert raised.example.href == dict(raised.who)[raised.example.student]


def test_students_with_other_numbers_and_names_are_in_one_group(submission):
    def with_failure(student, failure):
        result = submission("andrii.bondar", "logistic_regression")
        question = result.questions[2]
        tests = tuple(
            dataclasses.replace(t, failure=failure, fault="") if t.failure else t
            for t in question.tests
        )
        questions = (
            *result.questions[:2],
            dataclasses.replace(question, tests=tests),
            *result.questions[3:],
        )
        changed = dataclasses.replace(result, student=student, questions=questions)
        return class_page.class_row(changed, f"students/{student}/x.html")

    rows = [
        with_failure(
            f"s{i}",
            Failure(
                f"propagate raised NameError: name 'x{i}' is not defined",
                cause=f"there is no x{i} while grading: it is neither an argument of the function "
                "nor set in it, and nothing that could be loaded sets it. Use the function's own "
                "arguments.",
                trace=(CodeLine("work.py", None, i, "propagate", f"A = sigmoid(x{i})"),),
            ),
        )
        for i in range(5)
    ]
    (group,) = fault_groups(rows)
    assert [student for student, _ in group.who] == ["s0", "s1", "s2", "s3", "s4"]
    assert group.example.line.text == "A = sigmoid(x0)"


def test_records_of_before_faults_had_ids_are_grouped_alike(made_up):
    def rows_of(results):
        return [class_page.class_row(r, f"students/{r.student}/x.html") for r in results]

    def older(result):
        questions = tuple(
            dataclasses.replace(q, tests=tuple(dataclasses.replace(t, fault="") for t in q.tests))
            for q in result.questions
        )
        return dataclasses.replace(result, questions=questions)

    results = [r for r in made_up if r.assignment == "logistic_regression"]
    now = fault_groups(rows_of(results))
    then = fault_groups(rows_of([older(r) for r in results]))
    assert {(g.problem, g.who) for g in now} == {(g.problem, g.who) for g in then}


def test_a_submission_counts_once_in_a_group(rows):
    row = next(row for row in rows if row.failed)
    twice = dataclasses.replace(row, failed=(row.failed[0], row.failed[0]))
    (group,) = fault_groups([twice])
    assert len(group.who) == 1


def test_the_page_names_the_fault_its_cost_and_a_line(rows, run, outline):
    text = outline(class_page.render(run, rows)).text
    (raised,) = {
        g.fault for g in fault_groups(_of(rows, "planar_network")) if g.example is not None
    }
    at = text.index(raised)
    said = text[at : at + 12]
    assert "Z1 = np.dot(X, parameters['W1'])" in said
    assert "for example in the work of" in said
    assert any("points lost" in part for part in text[at - 5 : at])
