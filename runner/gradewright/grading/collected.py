"""Refuse graders that pytest would take in silence: misspelt marks and fixtures, broken syntax."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from gradewright.course.records import Assignment
from gradewright.errors import CourseError
from gradewright.grading.marks import MARKERS

# What the plugin gives to tests.
FIXTURES = (
    "student",
    "reference",
    "rng",
    "data",
    "kept",
    "kept_by_judge",
    "models",
    "picture",
    "bench",
    "note",
)
# Those of pytest's own that make sense in a grader.
_PYTESTS_MARKS = ("parametrize", "filterwarnings", "usefixtures")
_MARKS = (*(line.split("(")[0].split(":")[0] for line in MARKERS), *_PYTESTS_MARKS)


def grader_files(assignment: Assignment) -> list[Path]:
    """Return an assignment's graders and their helper modules, without the variants."""
    variants = assignment.graders / "variants"
    every = sorted(assignment.graders.rglob("*.py"))
    return [file for file in every if not file.is_relative_to(variants)]


def check_syntax(files: Iterable[Path]) -> None:
    """Refuse Python files that cannot be compiled.

    Raises:
        CourseError: names file, line and what the compiler says.
    """
    for file in files:
        try:
            compile(file.read_bytes(), str(file), "exec", dont_inherit=True)
        except (SyntaxError, ValueError) as error:
            raise syntax_error(file, error) from error


def syntax_error(file: Path, error: SyntaxError | ValueError) -> CourseError:
    """Return the error for a file that Python's compiler refuses."""
    if not isinstance(error, SyntaxError):
        return CourseError(file, "the code", str(error), "Python source")
    text = f" in {error.text.strip()!r}" if error.text else ""
    return CourseError(file, f"line {error.lineno}", f"{error.msg}{text}", "valid Python")


def check_marks(items: Iterable[pytest.Item]) -> None:
    """Refuse marks that nobody reads: a misspelt `visibility` would make a hidden test public.

    Raises:
        CourseError: names the file, the test, and the mark that was probably meant.
    """
    for item in items:
        for mark in item.iter_markers():
            if mark.name not in _MARKS:
                allowed = f"{', '.join(_MARKS)}{_meant(mark.name, _MARKS)}"
                raise CourseError(item.path, f"{item.name}: @pytest.mark", mark.name, allowed)


def check_fixtures(items: Iterable[pytest.Item]) -> None:
    """Refuse arguments of tests and fixtures that no fixture gives.

    Raises:
        CourseError: names the file, the test, and the fixture that was probably meant.
    """
    items = list(items)
    infos: list[Any] = [getattr(item, "_fixtureinfo", None) for item in items]
    known = {*FIXTURES, *(name for info in infos if info for name in info.name2fixturedefs)}
    for item, info in zip(items, infos, strict=True):
        parameters = getattr(getattr(item, "callspec", None), "params", ())
        for name in info.names_closure if info else ():
            if name not in {*info.name2fixturedefs, "request", *parameters}:
                near = _meant(name, known)
                allowed = f"a fixture such as {', '.join(FIXTURES)}, or one of your own{near}"
                raise CourseError(item.path, f"{item.name}: argument", repr(name), allowed)


def trouble_in(report: str) -> str:
    """Return the error and its place out of pytest's report of a file that it cannot collect."""
    lines = report.splitlines()
    said = [line[1:].strip() for line in lines if line.startswith("E ")]
    places = re.findall(r"^(\S+\.py:\d+):", report, re.MULTILINE)
    if not said:
        return report[-800:]
    return f"{said[-1]} (at {places[-1]})" if places else said[-1]


def _meant(name: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(name, list(known), 1)
    return f" (did you mean {near[0]!r}?)" if near else ""
