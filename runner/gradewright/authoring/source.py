"""Read a reference solution: percent cells with marked solutions."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from gradewright.course.records import Assignment
from gradewright.errors import CourseError

Kind = Literal["question", "check", "given"]

_CELL = re.compile(r"^# %%[ \t]+(.+?)[ \t]*$", re.MULTILINE)
_BEGIN, _END = "### BEGIN SOLUTION", "### END SOLUTION"
_STUB = ("# YOUR CODE HERE", "raise NotImplementedError()")


@dataclass(frozen=True, slots=True)
class SourceCell:
    """One cell of the reference: a question's functions, a self-check, or given code."""

    kind: Kind
    name: str
    code: str


@dataclass(frozen=True, slots=True)
class Source:
    """A reference solution, cut into cells."""

    title: str
    cells: tuple[SourceCell, ...]

    def of(self, kind: Kind, name: str) -> SourceCell | None:
        """Return the cell of that kind and name."""
        return next((c for c in self.cells if (c.kind, c.name) == (kind, name)), None)


def read_source(assignment: Assignment) -> Source:
    """Return the reference solution of an assignment, cut into cells.

    Raises:
        CourseError: a question has no cell, or a cell is not what its name says.
    """
    file = assignment.reference / f"{assignment.slug}.py"
    if not file.is_file():
        raise CourseError(file, "the file", "nothing", "the reference solution")
    text = file.read_text(encoding="utf-8")
    pieces = _CELL.split(text)
    title = _title(file, pieces[0])
    questions = [question.id for question in assignment.questions]
    named = zip(pieces[1::2], pieces[2::2], strict=True)
    cells = tuple(_cell(file, name, code.strip(), questions) for name, code in named)
    source = Source(title, cells)
    for question in questions:
        if source.of("question", question) is None:
            raise CourseError(file, f"# %% {question}", "no such cell", "a cell a question")
    return source


def _title(file: Path, head: str) -> str:
    """Return the module docstring's first line without the words that name it a reference."""
    try:
        doc = ast.get_docstring(ast.parse(head)) or ""
    except SyntaxError as error:
        raise CourseError(file, "the head", str(error), "a docstring") from error
    return doc.partition("\n")[0].removeprefix("Reference solution:").strip()


def _cell(file: Path, name: str, code: str, questions: list[str]) -> SourceCell:
    word, _, rest = name.partition(" ")
    if name in questions:
        if _BEGIN not in code:
            raise CourseError(file, f"# %% {name}", "no solution", f"{_BEGIN} … {_END}")
        return SourceCell("question", name, code)
    if word == "check":
        if rest not in questions or f"def check_{rest}(" not in code:
            raise CourseError(file, f"# %% {name}", "no self-check", f"def check_<{questions}>()")
        return SourceCell("check", rest, code)
    return SourceCell("given", name, code)


def without_solutions(file: Path, code: str) -> str:
    """Return code with each marked solution replaced by a stub.

    Raises:
        CourseError: markers are nested or not closed.
    """
    lines: list[str] = []
    inside = False
    for number, line in enumerate(code.splitlines(), 1):
        mark = line.strip()
        if mark in (_BEGIN, _END):
            if inside == (mark == _BEGIN):
                raise CourseError(file, f"cell line {number}", mark, "one BEGIN, then one END")
            inside = mark == _BEGIN
            if inside:
                indent = line[: len(line) - len(line.lstrip())]
                lines += [indent + stub for stub in _STUB]
        elif not inside:
            lines.append(line)
    if inside:
        raise CourseError(file, "the last solution", _BEGIN, f"{_END} after it")
    return "\n".join(lines)


def with_solutions(code: str) -> str:
    """Return code as it stands, without the markers."""
    return "\n".join(line for line in code.splitlines() if line.strip() not in (_BEGIN, _END))
