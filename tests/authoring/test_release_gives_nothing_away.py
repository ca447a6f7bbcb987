"""No release holds a line or a value of a reference or of a hidden test, nor where it was made."""

from __future__ import annotations

import ast
import io
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from gradewright.authoring.release.contents import release_of
from gradewright.authoring.source import read_source, solution_lines
from gradewright.authoring.visible import _is_telling, _solution_of, outside_of
from gradewright.course.reader import read_course
from gradewright.course.records import Assignment
from gradewright.grading.collected import grader_files
from gradewright.grading.judge import planned_of
from gradewright.grading.marks import VISIBLE

ROOT = Path(__file__).resolve().parents[2]
ASSIGNMENTS = read_course(ROOT).assignments
# Shorter lines are anybody's.
TELLING_LINE = 25
# What the statement says of the networks, which the visible tests build as well.
STATED_LINES = {"for pooled in (False, True, True):"}
# Numbers of fewer digits are anybody's.
TELLING_DIGITS = 5


def texts_in(files: dict[str, bytes]) -> Iterator[tuple[str, str]]:
    """Yield every text of a release, those within archives and JSON, too."""
    for name, content in files.items():
        if name.endswith((".pyz", ".zip")):
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                inside = {inner: archive.read(inner) for inner in archive.namelist()}
            yield from ((f"{name}/{inner}", text) for inner, text in texts_in(inside))
        elif name.endswith((".json", ".ipynb")):
            yield name, "\n".join(strings_in(json.loads(content)))
        else:
            yield name, content.decode("utf-8")


def strings_in(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from (key, *strings_in(inner))
    elif isinstance(value, list):
        if all(isinstance(inner, str) for inner in value):
            yield "".join(value)
        for inner in value:
            yield from strings_in(inner)
    else:
        yield str(value)


@dataclass(frozen=True)
class Given:
    """A release, and what of its assignment is not to be in it."""

    assignment: Assignment

    @cached_property
    def texts(self) -> dict[str, str]:
        return dict(texts_in(release_of(self.assignment).files))

    @cached_property
    def whole(self) -> str:
        return "\n".join(self.texts.values())

    @cached_property
    def lines(self) -> set[str]:
        return {line.strip() for line in self.whole.splitlines()}

    @cached_property
    def hidden(self) -> dict[str, str]:
        visible = self.assignment.graders / "visible"
        files = [f for f in grader_files(self.assignment) if not f.is_relative_to(visible)]
        return {file.name: file.read_text("utf-8") for file in files}

    @cached_property
    def solution(self) -> list[str]:
        cells = [
            (cell.code, solution_lines(cell.code)) for cell in read_source(self.assignment).cells
        ]
        return [
            line.strip()
            for code, numbers in cells
            for number, line in enumerate(code.splitlines(), 1)
            if number in numbers and "### BEGIN" not in line
        ]

    @cached_property
    def public(self) -> set[str]:
        """Return the lines that students are given anyway: self-checks, and the visible tests."""
        files = (self.assignment.graders / "visible").glob("*.py")
        texts = [file.read_text("utf-8") for file in files]
        texts += [c.code for c in read_source(self.assignment).cells if c.kind != "question"]
        return {line.strip() for text in texts for line in text.splitlines()}


GIVEN = {assignment.slug: Given(assignment) for assignment in ASSIGNMENTS}
every = pytest.mark.parametrize("slug", GIVEN)


def numbers_in(source: str) -> Iterator[Decimal]:
    """Yield the telling numbers of a source."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and type(node.value) in {int, float}:
            number = Decimal(repr(node.value))
            if is_telling(number):
                yield number


def is_telling(number: Decimal) -> bool:
    return len(number.normalize().as_tuple().digits) >= TELLING_DIGITS


def numbers_said(text: str) -> set[Decimal]:
    words = re.findall(r"(?<![\w.])\d[\d_,]*(?:\.\d+)?(?:e-?\d+)?(?!\w)", text)
    return {Decimal(word.replace("_", "").replace(",", "") or 0) for word in words}


@pytest.mark.slow
@every
def test_no_line_of_the_solution(slug: str) -> None:
    given = GIVEN[slug]
    telling = {line for line in given.solution if len(line) >= TELLING_LINE} - STATED_LINES
    assert len(telling) > 3
    # A call that stands in a self-check as well says nothing about how the function is written.
    code = {
        c.strip()
        for cell in read_source(given.assignment).cells
        if cell.kind != "question"
        for c in cell.code.splitlines()
    }
    assert telling & given.lines - code == set()


@pytest.mark.slow
@every
def test_no_expression_of_the_solution(slug: str) -> None:
    given = GIVEN[slug]
    solution = _solution_of(given.assignment)
    assert solution
    found = [
        (name, ast.unparse(node))
        for name, text in given.texts.items()
        if name.endswith(".py") and "check.pyz/gradewright" not in name
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.expr) and _is_telling(node) and ast.unparse(node) in solution
    ]
    assert found == []
    assert list(outside_of(given.assignment)) == []


@pytest.mark.slow
@every
def test_no_line_of_a_hidden_test(slug: str) -> None:
    given = GIVEN[slug]
    lines = {line.strip() for text in given.hidden.values() for line in text.splitlines()}
    telling = {line for line in lines if len(line) >= TELLING_LINE} - given.public
    assert len(telling) > 20
    ours = {
        line
        for name, text in given.texts.items()
        if "check.pyz/gradewright" in name
        for line in text.splitlines()
    }
    assert telling & given.lines - {line.strip() for line in ours} == set()


@pytest.mark.slow
@every
def test_no_name_of_a_hidden_test(slug: str) -> None:
    given = GIVEN[slug]
    planned = planned_of(given.assignment)
    kit = given.texts["check.pyz/kit.json"]
    hidden = [test for test in planned if not test.id.startswith(VISIBLE)]
    assert hidden
    assert [test.id for test in hidden if f"\n{test.id}\n" in f"\n{kit}\n"] == []
    shown = {test.function for test in planned if test.id.startswith(VISIBLE)}
    functions = {test.function for test in hidden} - shown
    assert functions
    assert [name for name in functions if re.search(rf"\b{name}\b", given.whole)] == []


@pytest.mark.slow
@every
def test_no_value_that_the_statement_does_not_print(slug: str) -> None:
    given = GIVEN[slug]
    source = read_source(given.assignment)
    printed = [(given.assignment.folder / "statement.md").read_text("utf-8")]
    printed += [cell.code for cell in source.cells if cell.kind == "check"]
    public = numbers_said("\n".join(printed))
    secret = {n for text in given.hidden.values() for n in numbers_in(text)}
    secret |= set(filter(is_telling, numbers_said("\n".join(given.solution))))
    assert secret & numbers_said(given.whole) - public == set()


@pytest.mark.slow
@every
def test_not_where_it_was_made_and_by_whom(slug: str) -> None:
    words = {str(ROOT), str(Path.home()), sys.prefix, str(Path(sys.executable).parent)}
    command = ["git", "log", "-200", "--format=%an%n%ae"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    words |= set(done.stdout.splitlines())
    assert [word for word in words if len(word) > 3 and word in GIVEN[slug].whole] == []


def test_what_would_be_given_away_is_seen() -> None:
    notebook = json.dumps({"cells": [{"source": ["a = 1\n", "b = 12345\n"]}]}).encode()
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as opened:
        opened.writestr("kit.json", '{"graders": {"a.py": "c = 1\\nreturn c"}}')
    texts = dict(texts_in({"a.ipynb": notebook, "check.pyz": archive.getvalue()}))
    assert "b = 12345" in texts["a.ipynb"].splitlines()
    assert "return c" in texts["check.pyz/kit.json"].splitlines()
    assert numbers_said("about 12,345.5 or 0.250") == {Decimal("12345.5"), Decimal("0.25")}
    assert list(numbers_in("x = 3.14159 + 2.5")) == [Decimal("3.14159")]
