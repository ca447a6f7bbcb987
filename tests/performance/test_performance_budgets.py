"""Budgets: found by device and data, and missed loudly."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from gradewright.course.records import Assignment, Limits, Load
from gradewright.errors import CourseError
from gradewright.performance.budget import find_budget

BUDGETS = {
    "cpu": {"mnist": {"steps": 200, "scale": [[0.8, 0.0], [0.9, 1.0]]}, "digits": {"steps": 90}},
    "gpu": {"mnist": {"steps": 2000}},
    "full": {"mnist": {"steps": 18750}},
}


def assignment(budgets: Any = BUDGETS) -> Assignment:
    here = Path("course")
    return Assignment(
        "net", "Net", "made up", (), (), Load(), Limits(), here, here, here, here, budgets
    )


@pytest.mark.parametrize(
    ("data", "kind", "wanted", "name", "steps"),
    [
        ("mnist", "cpu", "", "cpu/mnist", 200),
        ("mnist", "gpu", "", "gpu/mnist", 2000),
        ("mnist", "tpu", "", "cpu/mnist", 200),
        ("digits", "gpu", "", "cpu/digits", 90),
        ("mnist", "cpu", "full", "full/mnist", 18750),
    ],
)
def test_a_budget_suits_device_and_data(
    data: str, kind: str, wanted: str, name: str, steps: int
) -> None:
    budget = find_budget(assignment(), data, kind, wanted)
    assert budget.name == name
    assert budget["steps"] == steps


def test_lists_of_pairs_are_a_scale() -> None:
    budget = find_budget(assignment(), "mnist", "cpu")
    assert budget["scale"] == ((0.8, 0.0), (0.9, 1.0))
    assert "scale" in budget
    assert budget.get("epochs", 10) == 10


@pytest.mark.parametrize(
    ("data", "wanted", "key"),
    [("cats", "", "[budget.cpu.cats]"), ("digits", "full", "[budget.full.digits]")],
)
def test_a_missing_budget_is_named(data: str, wanted: str, key: str) -> None:
    with pytest.raises(CourseError) as error:
        find_budget(assignment(), data, "cpu", wanted)
    assert error.value.key == key
    assert error.value.file.endswith("assignment.toml")
    assert "cpu.mnist" in error.value.allowed


def test_a_course_without_budgets_is_told_so() -> None:
    with pytest.raises(CourseError, match="none"):
        find_budget(assignment({}), "mnist", "cpu")


def test_a_missing_number_is_named() -> None:
    budget = find_budget(assignment(), "digits", "cpu")
    with pytest.raises(CourseError) as error:
        _ = budget["accuracy"]
    assert error.value.key == "[budget.cpu.digits] accuracy"
