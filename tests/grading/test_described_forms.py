"""What the evaluator says of a form is asked once for a class; what fails is asked again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from gradewright.checks import CheckFailed
from gradewright.course.reader import find_assignment, read_course
from gradewright.grading import desk as desks
from gradewright.grading.desk import Desk
from gradewright.grading.terms import Terms
from gradewright.results import Failure


class Artefact:
    """A model, as far as its form goes."""

    def __init__(self, name: str) -> None:
        self.form = (name, "")


@pytest.fixture
def desk() -> Desk:
    assignment = find_assignment(read_course(Path(__file__).parents[2]), "logistic_regression")
    return Desk(assignment, None, Terms())  # type: ignore[arg-type]


def ask(desk: Desk, name: str, asked: list[str]) -> Any:
    def describe(artefact: Any) -> Any:
        asked.append(artefact.form[0])
        return f"facts of {artefact.form[0]}"

    return desk.described(Artefact(name), describe)  # type: ignore[arg-type]


def test_a_form_is_described_once(desk: Desk) -> None:
    asked: list[str] = []
    assert [ask(desk, name, asked) for name in "aba"] == [f"facts of {name}" for name in "aba"]
    assert asked == ["a", "b"]


def test_a_failure_is_not_kept(desk: Desk) -> None:
    def refuse(_artefact: Any) -> Any:
        raise CheckFailed(Failure("too large"))

    with pytest.raises(CheckFailed):
        desk.described(Artefact("a"), refuse)  # type: ignore[arg-type]
    assert ask(desk, "a", []) == "facts of a"


def test_the_last_few_hundred_are_kept(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desks, "_MOST_FORMS", 2)
    asked: list[str] = []
    for name in "abcba":
        ask(desk, name, asked)
    assert asked == ["a", "b", "c", "a"]
