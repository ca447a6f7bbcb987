"""Read the marks of collected graders into a plan: which test is worth what.

A question's points go to its test functions: first those with a `points` mark, then what is left,
evenly, to the others. Parameter sets share their function's points evenly.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import pytest

from gradewright.course.records import Assignment, Question
from gradewright.errors import CourseError
from gradewright.grading.folders import id_of
from gradewright.results import VISIBILITIES, Visibility

# Where tests that students may have stand, below the graders' folder.
VISIBLE = "visible/"
MARKERS = (
    "question(id): the question of assignment.toml that this test belongs to",
    "points(n): how many of the question's points this test function gives",
    "visibility(word): visible, hidden or after_deadline",
    "performance: measures accuracy or time; can be left out or run alone",
    "needs(*packages): not graded where one of these packages is not installed",
    "depends(*names): test functions of this file, or of its namesake in visible/, that must pass",
)


@dataclass(frozen=True, slots=True)
class PlannedTest:
    """One collected test: what it is worth and what must pass before it."""

    id: str
    function: str
    title: str
    question: str
    points: float
    visibility: Visibility
    depends: tuple[str, ...]
    performance: bool = False
    needs: tuple[str, ...] = ()

    @property
    def file(self) -> str:
        """Return the name of the test's file, the same for its namesake in `visible/`."""
        return self.id.partition("::")[0].removeprefix(VISIBLE)


def in_order_of_questions(items: list[pytest.Item], assignment: Assignment) -> list[pytest.Item]:
    """Return the collected tests in the order of their questions, those in `visible/` first.

    Raises:
        CourseError: a test belongs to no question.
    """
    order = {question.id: place for place, question in enumerate(assignment.questions)}
    return sorted(
        items,
        key=lambda item: (
            order[_question(item, assignment)],
            not id_of(item).startswith(VISIBLE),
        ),
    )


def plan(
    items: list[pytest.Item], assignment: Assignment, *, whole: bool = True
) -> tuple[PlannedTest, ...]:
    """Return the plan of the collected tests, in order.

    Args:
        items: the collected tests.
        assignment: whose tests they are.
        whole: False where only some of the assignment's tests were collected: nobody knows then
            what each is worth, and all count 0.

    Raises:
        CourseError: a mark is missing or wrong, or the points do not add up.
    """
    by_question: dict[str, dict[str, list[pytest.Item]]] = {q.id: {} for q in assignment.questions}
    for item in items:
        functions = by_question[_question(item, assignment)]
        functions.setdefault(_function_id(item), []).append(item)
    points: dict[str, float] = dict.fromkeys(map(id_of, items), 0.0)
    if whole:
        for question in assignment.questions:
            points |= _share(question, by_question[question.id], assignment)
    planned = tuple(_planned(item, assignment, points[id_of(item)]) for item in items)
    if whole:
        _check_depends(planned, assignment)
    return planned


def _wrong(item: pytest.Item, key: str, found: Any, allowed: str) -> CourseError:
    return CourseError(item.path, f"{item.name}: {key}", repr(found), allowed)


def _argument(item: pytest.Item, name: str, default: Any) -> Any:
    """Return the one argument of the closest mark of this name."""
    mark = item.get_closest_marker(name)
    if mark is None:
        return default
    if len(mark.args) != 1 or mark.kwargs:
        raise _wrong(item, f"@pytest.mark.{name}", mark.args, "one argument")
    return mark.args[0]


def _question(item: pytest.Item, assignment: Assignment) -> str:
    known = [question.id for question in assignment.questions]
    found = _argument(item, "question", None)
    if found not in known:
        raise _wrong(item, "@pytest.mark.question", found, ", ".join(known))
    return str(found)


def _function_id(item: pytest.Item) -> str:
    """Return the id of the test function, without parameters."""
    return id_of(item).split("[", 1)[0]


def _function_name(item: pytest.Item) -> str:
    return str(getattr(item, "originalname", item.name))


def _share(
    question: Question, functions: dict[str, list[pytest.Item]], assignment: Assignment
) -> dict[str, float]:
    """Return the points of each test of one question, by test id."""
    if not functions:
        raise CourseError(
            assignment.graders, f"question {question.id!r}", "no test", "at least one test"
        )
    given = {name: _points(items[0]) for name, items in functions.items()}
    stated = sum(value for value in given.values() if value is not None)
    silent = [name for name, value in given.items() if value is None]
    left = question.points - stated
    if left < -1e-9 or (abs(left) > 1e-9 and not silent):
        raise CourseError(
            assignment.graders,
            f"question {question.id!r}",
            f"tests worth {stated:g} points",
            f"tests worth {question.points:g} points together",
        )
    points: dict[str, float] = {}
    for name, items in functions.items():
        value = given[name]
        whole = left / len(silent) if value is None else value
        points |= {id_of(item): whole / len(items) for item in items}
    return points


def _points(item: pytest.Item) -> float | None:
    value = _argument(item, "points", None)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not value >= 0:
        raise _wrong(item, "@pytest.mark.points", value, "a number that is not negative")
    return float(value)


def _planned(item: pytest.Item, assignment: Assignment, points: float) -> PlannedTest:
    visibility = _argument(item, "visibility", "visible")
    if visibility not in VISIBILITIES:
        raise _wrong(item, "@pytest.mark.visibility", visibility, " or ".join(VISIBILITIES))
    depends = tuple(name for mark in item.iter_markers("depends") for name in mark.args)
    return PlannedTest(
        id=id_of(item),
        function=_function_name(item),
        title=_title(item),
        question=_question(item, assignment),
        points=points,
        visibility=visibility,
        depends=depends,
        performance=item.get_closest_marker("performance") is not None,
        needs=tuple(name for mark in item.iter_markers("needs") for name in mark.args),
    )


def _title(item: pytest.Item) -> str:
    """Return the first line of the test's docstring, and its parameters."""
    doc = (getattr(getattr(item, "obj", None), "__doc__", None) or "").strip()
    title = doc.splitlines()[0].rstrip(".") if doc else _function_name(item).replace("_", " ")
    _name, bracket, parameters = item.name.partition("[")
    return f"{title} ({parameters[:-1]})" if bracket else title


def _check_depends(planned: tuple[PlannedTest, ...], assignment: Assignment) -> None:
    """Refuse dependencies on tests that are not there, or that run later."""
    seen: dict[str, set[str]] = defaultdict(set)
    for test in planned:
        for name in test.depends:
            if name not in seen[test.file]:
                raise CourseError(
                    assignment.graders / test.id.partition("::")[0],
                    f"{test.function}: @pytest.mark.depends",
                    repr(name),
                    "tests that stand before this one in the same file",
                )
        seen[test.file].add(test.function)
