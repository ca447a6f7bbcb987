"""The tricks that are tried on any assignment, and submissions that play one."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Literal

from gradewright.errors import CourseError

Against = Literal["everything", "time", "training"]


@dataclass(frozen=True, slots=True)
class Trick:
    """A way to bend a measurement, or the honest work that such a way is compared with.

    `row` is its number in the catalogue of `docs/security.md`. `beside` names the honest work that
    it must not earn more than, "" where it must earn nothing. `code` defines `_play(function,
    arguments, settings)`, through which every graded function is called.
    """

    name: str
    title: str
    against: Against
    code: str
    row: int = 0
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Pace:
    """How slow slow work is: it waits `factor` times its own time, at most `most_seconds`."""

    factor: float
    most_seconds: float


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All tricks and all honest work, in the order of `tricks.toml`, and the code before them."""

    tricks: tuple[Trick, ...]
    honest: tuple[Trick, ...]
    prelude: str
    training: str

    def submission(
        self, trick: Trick, reference: Path, functions: Collection[str], pace: Pace
    ) -> str:
        """Return the reference solution with a trick before it.

        Args:
            trick: what is played.
            reference: the file of the reference solution.
            functions: the functions that are called through the trick.
            pace: how slow slow work is.

        Raises:
            CourseError: the reference is no Python.
        """
        more = self.training if trick.against == "training" else ""
        code = f"_FACTOR, _MOST_SECONDS = {pace.factor!r}, {pace.most_seconds!r}\n"
        code += f"{self.prelude}\n{more}\n{trick.code}\n"
        text = reference.read_text(encoding="utf-8-sig")
        try:
            body = ast.parse(text).body
        except SyntaxError as error:
            raise CourseError(reference, f"line {error.lineno}", error.msg, "Python") from error
        lines = text.splitlines()
        # From the end, so that the numbers of the lines before stay right.
        for node in reversed(body):
            if isinstance(node, ast.FunctionDef) and node.name in functions:
                first = min([node.lineno, *(each.lineno for each in node.decorator_list)])
                lines.insert(first - 1, "@_decorated")
        lines[_head(body) : _head(body)] = code.splitlines()
        return "\n".join(lines) + "\n"


def _head(body: list[ast.stmt]) -> int:
    """Return the line after a module's docstring and its imports from the future."""
    end = 0
    for node in body:
        is_text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        is_future = isinstance(node, ast.ImportFrom) and node.module == "__future__"
        if not is_text and not is_future:
            break
        end = node.end_lineno or end
    return end


@cache
def catalogue() -> Catalogue:
    """Return the tricks that come with gradewright."""
    text = resources.files(__package__).joinpath("tricks.toml").read_text(encoding="utf-8")
    tables: dict[str, Any] = tomllib.loads(text)
    return Catalogue(
        tricks=tuple(Trick(name, **facts) for name, facts in tables["trick"].items()),
        honest=tuple(Trick(name, **facts) for name, facts in tables["honest"].items()),
        prelude=tables["prelude"]["code"],
        training=tables["training"]["code"],
    )
