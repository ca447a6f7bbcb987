"""A kit holds the visible tests with their points, and nothing of what is hidden."""

from __future__ import annotations

import dataclasses

import pytest

from gradewright.authoring.kits import kit_of
from gradewright.course.reader import read_course
from gradewright.errors import CourseError, UsageError
from gradewright.selfcheck.kit import read_kit

from .conftest import REPOSITORY

COURSE = read_course(REPOSITORY).assignments


@pytest.mark.parametrize("assignment", COURSE, ids=lambda a: a.slug)
def test_its_points_are_those_of_the_assignment(kit, assignment):
    made = kit(assignment.slug)
    visible = sum(check.points for check in made.checks)
    hidden = sum(question.hidden_points for question in made.questions)
    assert visible + hidden == pytest.approx(assignment.points)
    for question in made.questions:
        own = sum(c.points for c in made.checks if c.question == question.id)
        assert own + question.hidden_points == pytest.approx(question.points)
        assert (question.hidden_tests > 0) == (question.hidden_points > 0)


@pytest.mark.parametrize("assignment", COURSE, ids=lambda a: a.slug)
def test_its_graders_are_the_visible_ones_alone(kit, assignment):
    made = kit(assignment.slug)
    visible = {
        file.name: file.read_text("utf-8") for file in assignment.graders.glob("visible/*.py")
    }
    assert made.graders == visible
    assert all(check.id.startswith("visible/") for check in made.checks)


def test_it_survives_being_written_down(kit):
    made = kit("planar_network")
    assert read_kit(made.to_json()) == made
    assert made.support.keys() == {"planar_utils.py"}


def test_its_stamp_tells_releases_apart(kit):
    made = kit("logistic_regression")
    other = dataclasses.replace(made, title="Another", stamp="")
    assert len(made.stamp) == 12
    assert made.stamp == kit_of(COURSE[[a.slug for a in COURSE].index("logistic_regression")]).stamp
    assert other.to_json() != made.to_json()


def test_questions_are_named_by_their_id_or_a_function(kit):
    made = kit("svm_dual")
    assert {c.question for c in made.chosen(("rbf_kernel",))} == {"rbf_kernel"}
    assert made.chosen(()) == made.checks
    with pytest.raises(UsageError, match="no question nothing"):
        made.chosen(("nothing",))


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": "gradewright/kit/v9"}'])
def test_what_is_no_kit_is_refused(text):
    with pytest.raises(UsageError):
        read_kit(text)


def test_an_assignment_without_visible_tests_has_none(tiny_course):
    assignment = read_course(tiny_course.root).assignments[0]
    with pytest.raises(CourseError, match="visible"):
        kit_of(assignment)
