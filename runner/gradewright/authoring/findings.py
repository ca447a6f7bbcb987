"""What an author overlooks, because everything runs all the same."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from gradewright import graders
from gradewright.authoring.statement import read_statement
from gradewright.authoring.stub import out_of_step
from gradewright.authoring.visible import outside_of
from gradewright.course.reader import RESERVED
from gradewright.course.records import Assignment
from gradewright.errors import CourseError, UnreadableError
from gradewright.grading.collected import check_syntax, grader_files
from gradewright.phrases import say
from gradewright.submissions.read import read
from gradewright.submissions.records import Found

_IN_PLACE = "in_place"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is silent in a run: where it is, and what is wrong, in one sentence."""

    assignment: str
    place: str
    text: str


def findings_in(assignment: Assignment) -> Iterator[Finding]:
    """Yield what graders, reference, statement and stubs tell before anything is graded."""
    yield from _out_of_step(assignment)
    yield from _functions(assignment)
    yield from _doubled_tests(assignment)
    yield from inner_imports(assignment)
    yield from (Finding(assignment.slug, *found) for found in outside_of(assignment))


def never_failed(slug: str, graded: Iterable[tuple[str, Mapping[str, bool]]]) -> Iterator[Finding]:
    """Yield each test that no wrong variant failed: nothing shows that it can fail.

    Args:
        slug: the assignment.
        graded: name of each case, as `wrong/…`, and whether it passed each test, by the test's id.
    """
    lost: dict[str, bool] = {}
    for name, passed in graded:
        for test, is_passed in passed.items():
            # The parameter sets of a test are one test to its author.
            function = test.partition("[")[0]
            failed = name.startswith("wrong/") and not is_passed
            lost[function] = lost.get(function, False) or failed
    for function, was_lost in lost.items():
        if not was_lost:
            yield Finding(slug, function, say("validate.never_failed"))


def _out_of_step(assignment: Assignment) -> Iterator[Finding]:
    try:
        read_statement(assignment)
        names = out_of_step(assignment)
    except CourseError as error:
        yield Finding(assignment.slug, f"{error.file}: {error.key}", _found(error))
        return
    for name in names:
        place = str(assignment.template / name)
        yield Finding(assignment.slug, place, say("validate.out_of_step", slug=assignment.slug))


def _found(error: CourseError) -> str:
    return say("validate.wrong_file", found=error.found, allowed=error.allowed)


def _functions(assignment: Assignment) -> Iterator[Finding]:
    """Yield functions that graders call and nobody asks for, and that the reference lacks."""
    file = assignment.reference / f"{assignment.slug}.py"
    defined = _defined_in(ast.parse(file.read_bytes()))
    toml = assignment.folder / "assignment.toml"
    for name in assignment.functions:
        if name not in defined:
            text = say("validate.not_in_reference", function=name, reference=file.name)
            yield Finding(assignment.slug, f"{toml}: functions", text)
    for grader in grader_files(assignment):
        for fixture, name, line in _calls(ast.parse(grader.read_bytes())):
            place = f"{grader}:{line}"
            if fixture == "student" and name not in assignment.functions:
                text = say("validate.not_asked_for", function=name)
                yield Finding(assignment.slug, place, text)
            if fixture == "reference" and name not in defined:
                text = say("validate.not_in_reference", function=name, reference=file.name)
                yield Finding(assignment.slug, place, text)


def _defined_in(tree: ast.Module) -> set[str]:
    """Return the names that a module binds at its top level, blocks included."""
    names = {
        node.name
        for node in ast.walk(tree)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
    }
    stored = (n for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store))
    imported = (n for n in ast.walk(tree) if isinstance(n, (ast.Import, ast.ImportFrom)))
    names |= {node.id for node in stored}
    return names | {a.asname or a.name.partition(".")[0] for n in imported for a in n.names}


def _calls(tree: ast.Module) -> Iterator[tuple[str, str, int]]:
    """Yield fixture, function and line of each call like `student.propagate(…)`.

    `student.seeded(3).propagate(…)`, `student.either("propagate", …)` and
    `reference.in_place.propagate(…)` are such calls, too.
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr not in (*RESERVED, _IN_PLACE):
            owner = _itself(node.value)
            if isinstance(owner, ast.Name) and owner.id in ("student", "reference"):
                yield owner.id, node.attr, node.lineno
        elif isinstance(node, ast.Call) and node.args:
            called, name = node.func, node.args[0]
            is_either = isinstance(called, ast.Attribute) and called.attr == "either"
            if is_either and isinstance(name, ast.Constant) and isinstance(name.value, str):
                yield "student", name.value, node.lineno


def _itself(owner: ast.expr) -> ast.expr:
    """Return `student` of `student.seeded(3)` and `reference` of `reference.in_place`."""
    if isinstance(owner, ast.Attribute) and owner.attr == _IN_PLACE:
        return owner.value
    if not isinstance(owner, ast.Call) or not isinstance(owner.func, ast.Attribute):
        return owner
    return owner.func.value if owner.func.attr == "seeded" else owner


def _doubled_tests(assignment: Assignment) -> Iterator[Finding]:
    """Yield tests that a later test of the same name in the same file or class replaces."""
    for grader in grader_files(assignment):
        tree = ast.parse(grader.read_bytes())
        scopes: list[ast.Module | ast.ClassDef] = [tree]
        scopes += [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
        for scope in scopes:
            seen: dict[str, int] = {}
            for node in scope.body:
                if not isinstance(node, ast.FunctionDef) or not node.name.startswith("test"):
                    continue
                if node.name in seen:
                    text = say("validate.doubled", test=node.name, line=node.lineno)
                    yield Finding(assignment.slug, f"{grader}:{seen[node.name]}", text)
                seen[node.name] = node.lineno


def inner_imports(assignment: Assignment) -> Iterator[Finding]:
    """Yield imports of other parts of gradewright than the one that is made for graders."""
    for grader in grader_files(assignment):
        for node in ast.walk(ast.parse(grader.read_bytes())):
            if not isinstance(node, (ast.Import, ast.ImportFrom)):
                continue
            begin = f"{node.module}." if isinstance(node, ast.ImportFrom) else ""
            for name in (begin + alias.name for alias in node.names):
                top, _, inner = name.partition(".")
                if top == "gradewright" and not _is_public(inner):
                    text = say("validate.inner_import", name=name)
                    yield Finding(assignment.slug, f"{grader}:{node.lineno}", text)


def _is_public(inner: str) -> bool:
    """Tell whether a dotted name below gradewright is the public surface, or a name of it."""
    room, _, name = inner.partition(".")
    return room == "graders" and (not name or name in graders.__all__)


def unparsable(assignment: Assignment, variants: Iterable[tuple[str, Path]]) -> Iterator[Finding]:
    """Yield variants of which a script, or every cell, is no Python: they prove nothing.

    A single cell that does not parse is left alone: real notebooks have such cells.

    Args:
        assignment: whose variants they are.
        variants: name and file of each variant; of a difference, the file of the whole.
    """
    for name, file in variants:
        if file.suffix == ".py":
            try:
                check_syntax([file])
            except CourseError as error:
                yield Finding(assignment.slug, name, f"{error.key}: {_found(error)}")
            continue
        try:
            cells = read(Found(name, assignment.slug, file), assignment).cells
        except UnreadableError as error:
            yield Finding(assignment.slug, name, str(error))
            continue
        if cells and not any(_parses(cell.source) for cell in cells):
            yield Finding(assignment.slug, name, say("validate.no_python"))


def _parses(source: str) -> bool:
    try:
        ast.parse(source)
    except (SyntaxError, ValueError):
        return False
    return True
