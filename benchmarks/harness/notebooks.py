"""The exercise as notebooks: what a class of students hands in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from harness.exercise import FUNCTIONS, POINTS, RTOL, SLUG, TITLE, Check, Function

Kind = Literal["right", "wrong", "raising", "unfinished"]
KINDS: tuple[Kind, ...] = ("right", "wrong", "right", "raising", "right", "unfinished")
_UNFINISHED = ("raise NotImplementedError",)
_RAISING = ("return undefined_name",)
_SPOILED: dict[Kind, tuple[str, tuple[str, ...] | None]] = {
    "right": ("", None),
    "wrong": ("softmax", None),
    "raising": ("cross_entropy", _RAISING),
    "unfinished": ("one_hot", _UNFINISHED),
}


@dataclass(frozen=True, slots=True)
class Student:
    """One made-up student: the notebook's file and the points it deserves."""

    name: str
    file: Path
    points: float


def write_class(folder: Path, count: int, imports: tuple[str, ...] = ()) -> tuple[Student, ...]:
    """Write `count` notebooks, no two alike, as `<student>/<slug>/<slug>.ipynb`.

    Of every six, three are right and three lose both checks of one function.
    """
    students = []
    for number in range(count):
        kind = KINDS[number % len(KINDS)]
        name = f"student-{number + 1:04}"
        file = folder / name / SLUG / f"{SLUG}.ipynb"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(dump(student_notebook(kind, number, imports)), encoding="utf-8")
        students.append(Student(name, file, POINTS if kind == "right" else POINTS - 2))
    return tuple(students)


def student_notebook(kind: Kind, number: int, imports: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return a notebook as a student hands it in; `number` makes it unlike all others."""
    bodies = {function.name: function.body for function in FUNCTIONS}
    spoiled, body = _SPOILED[kind]
    for function in FUNCTIONS:
        if function.name == spoiled:
            bodies[spoiled] = body or function.wrong
    return notebook(bodies, {}, (*imports, f"seed = {number}"))


def notebook(
    bodies: Mapping[str, tuple[str, ...]],
    tests: Mapping[str, tuple[str, ...]],
    imports: tuple[str, ...] = (),
) -> dict[str, Any]:
    """Return the exercise as a notebook in nbgrader's format, which other graders read as well.

    Args:
        bodies: the body of each function.
        tests: what follows the comment in each test's cell; nothing for what students get.
        imports: lines below the import of NumPy.
    """
    cells = [_markdown(f"# {TITLE}"), _code("\n".join(["import numpy as np", *imports]))]
    for function in FUNCTIONS:
        cells.append(_markdown(f"## {function.title}"))
        source = function.source(bodies[function.name]).rstrip()
        cells.append(_code(source, _grading(function.name, solution=True)))
        for number, check in enumerate(function.checks, 1):
            name = check_id(function, number)
            lines = (f"# {function.title}: {check.title.lower()}", *tests.get(name, ()))
            cells.append(_code("\n".join(lines), _grading(name, solution=False)))
    spec = {"display_name": "Python 3", "language": "python", "name": "python3"}
    metadata = {"kernelspec": spec, "language_info": {"name": "python"}}
    return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 4}


def check_id(function: Function, number: int) -> str:
    """Return the name of a function's first or second check."""
    return f"{function.name}_{number}"


def assertion(function: Function, check: Check) -> tuple[str, ...]:
    """Return the lines that check a function in the namespace it is defined in."""
    call = f"{function.name}({check.arguments})"
    return (*check.setup, f"np.testing.assert_allclose({call}, {check.expected}, rtol={RTOL})")


def dump(document: dict[str, Any]) -> str:
    """Return a notebook's text."""
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def _markdown(source: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {}, "source": source}


def _code(source: str, metadata: dict[str, Any] | None = None) -> dict[str, Any]:
    cell = {"cell_type": "code", "execution_count": None, "metadata": metadata or {}}
    return {**cell, "outputs": [], "source": source}


def _grading(name: str, *, solution: bool) -> dict[str, Any]:
    """Return nbgrader's metadata of a cell that is either an answer or a test of one point."""
    marks: dict[str, Any] = {"grade": not solution, "grade_id": name, "locked": not solution}
    marks |= {"schema_version": 3, "solution": solution, "task": False}
    return {"nbgrader": marks if solution else {**marks, "points": 1}}
