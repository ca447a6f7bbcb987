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
    """One cell of the reference: a question's functions, a self-check, or given code.

    `line` is the line of the file at which `code` begins.
    """

    kind: Kind
    name: str
    code: str
    line: int = 1


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
    text = file.read_text(encoding="utf-8-sig")
    heads = list(_CELL.finditer(text))
    title = _title(file, text[: heads[0].start()] if heads else text)
    questions = [question.id for question in assignment.questions]
    ends = [*(head.start() for head in heads[1:]), len(text)]
    cells = tuple(
        _cell(file, head[1], text[head.end() : end], questions, text.count("\n", 0, head.end()) + 1)
        for head, end in zip(heads, ends, strict=True)
    )
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


def _cell(file: Path, name: str, text: str, questions: list[str], line: int) -> SourceCell:
    """Return the cell called `name`, whose heading stands in `line` of the file."""
    code = text.strip()
    first = line + text[: len(text) - len(text.lstrip())].count("\n")
    word, _, rest = name.partition(" ")
    if name in questions:
        if _BEGIN not in code:
            raise CourseError(
                file, f"line {line}: # %% {name}", "no solution", f"{_BEGIN} … {_END}"
            )
        return SourceCell("question", name, code, first)
    if word == "check":
        if rest not in questions or f"def check_{rest}(" not in code:
            names = ", ".join(f"def check_{question}()" for question in questions)
            raise CourseError(file, f"line {line}: # %% {name}", "no self-check", f"one of {names}")
        return SourceCell("check", rest, code, first)
    return SourceCell("given", name, code, first)


def without_solutions(file: Path, code: str, line: int = 1) -> str:
    """Return code, which begins at `line` of `file`, with a stub for each marked solution.

    Raises:
        CourseError: markers are nested or not closed.
    """
    lines: list[str] = []
    inside, opened = False, line
    for number, text in enumerate(code.splitlines(), line):
        mark = text.strip()
        if mark in (_BEGIN, _END):
            if inside == (mark == _BEGIN):
                raise CourseError(file, f"line {number}", mark, "one BEGIN, then one END")
            inside = mark == _BEGIN
            if inside:
                opened = number
                indent = text[: len(text) - len(text.lstrip())]
                lines += [indent + stub for stub in _STUB]
        elif not inside:
            lines.append(text)
    if inside:
        raise CourseError(file, f"line {opened}", _BEGIN, f"{_END} after it, in the same cell")
    return "\n".join(lines)


def solution_lines(code: str) -> set[int]:
    """Return the numbers of a cell's lines that lie in marked solutions; the first line is 1."""
    found: set[int] = set()
    inside = False
    for number, text in enumerate(code.splitlines(), 1):
        inside = text.strip() == _BEGIN or (inside and text.strip() != _END)
        if inside:
            found.add(number)
    return found
