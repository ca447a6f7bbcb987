"""Where the graded functions are defined in a submission, and which are defined twice."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Mapping
from itertools import pairwise
from types import ModuleType
from typing import Any

from .bindings import definition_nodes, first_line
from .problems import Problems
from .reading import Statement

Range = list[object]
Reused = Mapping[str, Collection[int]]


def range_of(statement: Statement, node: ast.stmt) -> Range:
    """Return [file, cell number, first line, last line], decorators included."""
    cell = statement.cell
    return [cell.file, cell.number, first_line(node), node.end_lineno or node.lineno]


class ModuleIndex:
    """Where names are defined in the submission's own modules."""

    def __init__(self) -> None:
        self._places: dict[str, dict[str, Range]] = {}

    def add(self, module: ModuleType, statements: Iterable[Statement]) -> None:
        """Remember the definitions and assignments of a module that was imported."""
        places = self._places.setdefault(module.__name__, {})
        for statement in statements:
            if statement.kind != "import":
                for name in statement.effects.binds:
                    nodes = list(definition_nodes(statement.node, name)) or [statement.node]
                    places[name] = range_of(statement, nodes[-1])

    def find(self, value: Any, name: str) -> Range | None:
        """Return where an imported object was defined, if in one of these modules."""
        try:
            module = str(value.__module__)
            own_name = str(value.__name__)
        except BaseException:  # noqa: BLE001 - reading an attribute may run a student's code
            return None
        places = self._places.get(module, {})
        return places.get(own_name) or places.get(name)


def find_definitions(
    statements: list[Statement],
    done: Collection[int],
    names: Iterable[str],
    namespace: dict[str, Any],
    modules: ModuleIndex,
    reused: Reused,
) -> dict[str, Range]:
    """Return the range of each name's last definition that ran (or of its last, if none did).

    `reused`: the statements that use a name again for something else, which do not define it.
    """
    found: dict[str, Range] = {}
    for name in names:
        binders = [at for at, each in enumerate(statements) if name in each.effects.binds]
        binders = [at for at in binders if at not in reused.get(name, ())]
        ran = [at for at in binders if at in done]
        place = None
        if binders:
            place = _range_in(statements[(ran or binders)[-1]], name, namespace)
        if place is None and name in namespace:
            place = modules.find(namespace[name], name)
        if place is not None:
            found[name] = place
    return found


def _range_in(statement: Statement, name: str, namespace: dict[str, Any]) -> Range | None:
    nodes = list(definition_nodes(statement.node, name)) or [statement.node]
    line = _defined_at(namespace.get(name))
    node = next((each for each in nodes if first_line(each) == line), nodes[-1])
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return None
    return range_of(statement, node)


def _defined_at(value: Any) -> int | None:
    try:
        return int(value.__code__.co_firstlineno)
    except BaseException:  # noqa: BLE001 - not a function, or an object that answers oddly
        return None


def note_redefined(
    statements: list[Statement],
    functions: Collection[str],
    needed: Collection[str],
    problems: Problems,
    reused: Reused,
) -> None:
    """Note each graded function, or helper of one, whose earlier definition was replaced."""
    binders: dict[str, list[Statement]] = {}
    for at, statement in enumerate(statements):
        for name in statement.effects.binds:
            if name in needed and at not in reused.get(name, ()):
                binders.setdefault(name, []).append(statement)
    for name, found in binders.items():
        for earlier, later in pairwise(found):
            if _replaces(earlier, later, name, graded=name in functions):
                _note(earlier, later, name, problems)


def _replaces(earlier: Statement, later: Statement, name: str, *, graded: bool) -> bool:
    if earlier.kind == "import" or isinstance(later.node, ast.AugAssign):
        return False
    if {earlier.kind, later.kind} == {"other"} or not (graded or later.kind == "definition"):
        return False
    if _text(earlier) == _text(later):
        return False
    # `f = jit(f)` builds on the earlier definition
    inner = ast.walk(later.node) if later.kind == "other" else ()
    return not any(
        isinstance(n, ast.Name) and n.id == name and isinstance(n.ctx, ast.Load) for n in inner
    )


def _text(statement: Statement) -> list[str]:
    first, last = statement.line - 1, statement.node.end_lineno
    lines = statement.cell.source.split("\n")[first:last]
    return [line.partition("#")[0].rstrip() for line in lines]


def _note(earlier: Statement, later: Statement, name: str, problems: Problems) -> None:
    number = earlier.cell.number
    problems.add(
        "redefined_file" if number is None else "redefined",
        later.cell,
        first_line(later.node),
        name=name,
        earlier_file=earlier.cell.file,
        earlier_cell="" if number is None else number,
        earlier_line=first_line(earlier.node),
    )
