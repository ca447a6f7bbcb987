"""Visible tests are self-contained, so that students can be given them as they are.

An assignment is laid out for that where `graders/<slug>/visible/` exists: its visible tests stand
in there, and no hidden one does. They use the submission, fresh numbers, checks, and what lies
beside them: printed values and relations, and never the reference or a line of its solution.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator

from gradewright import graders
from gradewright.authoring.source import read_source, solution_lines
from gradewright.course.records import Assignment
from gradewright.grading.collected import grader_files
from gradewright.phrases import say

# What a student's own computer can give as well.
FIXTURES = ("student", "rng", "models", "picture")
# What a judge alone can give: models at work, and the reference's part in a picture.
_OF_A_JUDGE = ({"bench"}, {"picture", "reference"})
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
    yield from misplaced(assignment)
    files = [f for f in grader_files(assignment) if f.is_relative_to(folder)]
    inside = {f: ast.parse(f.read_bytes()) for f in files}
    own = {name for tree in inside.values() for name in _fixtures_in(tree)}
    beside = {file.stem for file in (*inside, *assignment.load.support)}
    modules = {*_MODULES, *assignment.load.preload}
    solution = _solution_of(assignment)
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
            if isinstance(node, ast.expr) and _is_telling(node) and ast.unparse(node) in solution:
                text = say("validate.visible_solution", code=ast.unparse(node))
                yield f"{file}:{node.lineno}", text


def misplaced(assignment: Assignment) -> Iterator[Place]:
    """Yield hidden tests in the folder `visible`, and visible ones outside of it.

    What needs a judge stands outside, whoever may see it.
    """
    for file in grader_files(assignment):
        tree = ast.parse(file.read_bytes())
        is_inside = file.is_relative_to(assignment.graders / "visible")
        usual = _marks_of(tree)
        for function in _functions(tree):
            marks = [*function.decorator_list, *usual]
            is_test = file.name.startswith("test_") and function.name.startswith("test")
            if not is_test or (not is_inside and _needs_a_judge(function, marks)):
                continue
            is_visible = (_visibility(marks) or "visible") == "visible"
            if is_visible != is_inside:
                key = "validate.hidden_inside" if is_inside else "validate.visible_outside"
                yield f"{file}:{function.lineno}", say(key, test=function.name)


def _needs_a_judge(function: _Function, marks: Iterable[ast.expr]) -> bool:
    """Return whether a test measures, has models compute, or draws beside the reference."""
    asked = {argument.arg for argument in function.args.args}
    measures = any(_is_called(mark, "performance") for mark in marks)
    return measures or any(fixtures <= asked for fixtures in _OF_A_JUDGE)


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


def _is_called(node: ast.AST, name: str) -> bool:
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
        for argument in [
            *function.args.posonlyargs,
            *function.args.args,
            *function.args.kwonlyargs,
        ]:
            if argument.arg not in {"self", "request", *given}:
                yield argument.lineno, argument.arg
    for node in ast.walk(tree):
        if _is_called(node, "getfixturevalue") or _is_called(node, "usefixtures"):
            words = [word for word in ast.walk(node) if isinstance(word, ast.Constant)]
            yield from ((word.lineno, str(word.value)) for word in words)


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


def _solution_of(assignment: Assignment) -> set[str]:
    """Return the text of every telling expression in the marked solutions, whole or in part."""
    found: set[str] = set()
    for cell in read_source(assignment).cells:
        lines = solution_lines(cell.code)
        nodes = [node for node in ast.walk(ast.parse(cell.code)) if isinstance(node, ast.expr)]
        found |= {ast.unparse(n) for n in nodes if n.lineno in lines and _is_telling(n)}
    return found


def _is_telling(node: ast.expr) -> bool:
    """Return whether an expression is more than a word."""
    return sum(isinstance(part, _OPERATIONS) for part in ast.walk(node)) >= _TELLING
