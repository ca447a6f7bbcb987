"""Visible tests are self-contained, so that students can be given them as they are.

An assignment is laid out for that where `graders/<slug>/visible/` exists: its visible tests stand
in there, and no hidden one does. They use the submission, fresh numbers, checks, and what lies
beside them: printed values and relations, and never the reference or a line of its solution.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from gradewright import graders
from gradewright.authoring.source import read_source, solution_lines
from gradewright.course.records import Assignment
from gradewright.grading.collected import grader_files
from gradewright.phrases import say

# What a student's own computer can give as well.
FIXTURES = ("student", "rng", "models", "picture")
_MODULES = {*sys.stdlib_module_names, "numpy", "pytest"}
_NEEDS_A_JUDGE = {"CallFailed", "Handle", "ModelRefused", "share_interval"}
NAMES = tuple(name for name in graders.__all__ if name not in _NEEDS_A_JUDGE)

_OPERATIONS = (ast.BinOp, ast.BoolOp, ast.Call, ast.Compare, ast.Subscript, ast.UnaryOp)
# Expressions of fewer operations, such as `x.shape[0]`, are anybody's.
_TELLING = 3

Place = tuple[str, str]
_Function = ast.FunctionDef | ast.AsyncFunctionDef


def outside_of(assignment: Assignment) -> Iterator[Place]:
    """Yield place and text of whatever keeps visible tests from being given to students."""
    folder = assignment.graders / "visible"
    if not folder.is_dir():
        return
    files = {f: ast.parse(f.read_bytes()) for f in grader_files(assignment)}
    inside = {f: tree for f, tree in files.items() if f.is_relative_to(folder)}
    yield from _misplaced(files, folder)
    own = {name for tree in inside.values() for name in _fixtures_in(tree)}
    beside = {file.stem for file in inside}
    modules = {*_MODULES, *assignment.load.preload}
    solution = set(_telling(_solution_of(assignment)))
    for file, tree in inside.items():
        for line, name in _arguments(tree):
            if name not in own and name not in FIXTURES:
                allowed = ", ".join(FIXTURES)
                yield f"{file}:{line}", say("validate.visible_fixture", name=name, allowed=allowed)
        for line, name in _imports(tree):
            top, _, rest = name.partition(".")
            public = top == "gradewright" and rest in {"graders", *(f"graders.{n}" for n in NAMES)}
            if not (public or top in modules or top in beside):
                yield f"{file}:{line}", say("validate.visible_import", name=name)
        for node in ast.walk(tree):
            if isinstance(node, ast.expr) and set(_telling([node])) & solution:
                text = say("validate.visible_solution", code=ast.unparse(node))
                yield f"{file}:{node.lineno}", text


def _misplaced(files: dict[Path, ast.Module], folder: Path) -> Iterator[Place]:
    """Yield hidden tests in the folder, and visible ones outside of it.

    What measures needs a judge: it stands outside, whoever may see it.
    """
    for file, tree in files.items():
        is_inside = file.is_relative_to(folder)
        usual = _marks_of(tree)
        for function in _functions(tree):
            marks = [*function.decorator_list, *usual]
            measures = any(_is_called(mark, "performance") for mark in marks)
            is_test = file.name.startswith("test_") and function.name.startswith("test")
            if not is_test or (measures and not is_inside):
                continue
            is_visible = (_visibility(marks) or "visible") == "visible"
            if is_visible != is_inside:
                key = "validate.hidden_inside" if is_inside else "validate.visible_outside"
                yield f"{file}:{function.lineno}", say(key, test=function.name)


def _functions(tree: ast.Module) -> list[_Function]:
    return [n for n in ast.walk(tree) if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef))]


def _marks_of(tree: ast.Module) -> list[ast.expr]:
    """Return the marks in a module's `pytestmark`."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "pytestmark":
            value = node.value
            return list(value.elts) if isinstance(value, (ast.List, ast.Tuple)) else [value]
    return []


def _visibility(marks: Iterable[ast.expr]) -> str:
    """Return what a mark `visibility` among these says, "" without one."""
    for mark in marks:
        if _is_called(mark, "visibility") and isinstance(mark, ast.Call) and mark.args:
            word = mark.args[0]
            return str(word.value) if isinstance(word, ast.Constant) else ""
    return ""


def _is_called(node: ast.expr, name: str) -> bool:
    """Tell whether a decorator is `….name` or `….name(…)`."""
    target = node.func if isinstance(node, ast.Call) else node
    return isinstance(target, ast.Attribute) and target.attr == name


def _fixtures_in(tree: ast.Module) -> Iterator[str]:
    for function in _functions(tree):
        if any(_is_called(mark, "fixture") for mark in function.decorator_list):
            yield function.name


def _arguments(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield line and name of each fixture that a test or a fixture asks for."""
    fixtures = set(_fixtures_in(tree))
    for function in _functions(tree):
        if function.name not in fixtures and not function.name.startswith("test"):
            continue
        given = {name for mark in function.decorator_list for name in _parameters(mark)}
        for argument in function.args.args:
            if argument.arg not in {"self", "request", *given}:
                yield argument.lineno, argument.arg


def _parameters(mark: ast.expr) -> set[str]:
    """Return the names that `@pytest.mark.parametrize` gives."""
    if not (isinstance(mark, ast.Call) and mark.args and _is_called(mark, "parametrize")):
        return set()
    names = ast.literal_eval(mark.args[0])
    return {n.strip() for n in (names.split(",") if isinstance(names, str) else names)}


def _imports(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def _solution_of(assignment: Assignment) -> list[ast.expr]:
    """Return what the marked solutions compute: the values of their statements."""
    nodes = [
        node
        for cell in read_source(assignment).cells
        for lines in [solution_lines(cell.code)]
        for node in ast.walk(ast.parse(cell.code))
        if isinstance(node, ast.stmt) and node.lineno in lines
    ]
    values = [getattr(node, "value", None) for node in nodes]
    return [value for value in values if isinstance(value, ast.expr)]


def _telling(nodes: Iterable[ast.expr]) -> Iterator[str]:
    """Yield the text of each expression that is more than a word."""
    for node in nodes:
        if sum(isinstance(part, _OPERATIONS) for part in ast.walk(node)) >= _TELLING:
            yield ast.unparse(node)
