"""Notebooks of marimo: scripts whose functions are cells. They become ordinary top-level code.

marimo runs cells in the order of what they need, so that is the order they get here.
"""

from __future__ import annotations

import ast
import symtable
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

_CELLS = frozenset({"cell"})
_WHOLE = frozenset({"function", "class_definition"})
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(slots=True)
class _Part:
    """Top-level statements that run together, and the names they bind and read."""

    body: list[ast.stmt]
    binds: set[str] = field(default_factory=set)
    reads: set[str] = field(default_factory=set)


def unfolded(nodes: list[ast.stmt]) -> list[ast.stmt]:
    """Return a marimo notebook's statements with its cells' at top level; others as they are.

    Line numbers stay.
    """
    app = _app_name(nodes)
    if app is None:
        return nodes
    first: list[ast.stmt] = []
    parts: list[_Part] = []
    for node in nodes:
        body = _body(node, app)
        if body is None:
            first.append(node)
        elif isinstance(node, ast.With):
            first += body
        else:
            parts.append(_part(body))
    _keep_locals_apart(parts)
    return first + [node for part in _in_order(parts) for node in part.body]


def _app_name(nodes: Iterable[ast.stmt]) -> str | None:
    """Return the name of the app, None where no statement makes one."""
    for node in nodes:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
            made = ast.unparse(node.value.func)
            target = node.targets[0]
            if made in {"marimo.App", "mo.App", "App"} and isinstance(target, ast.Name):
                return target.id
    return None


def _body(node: ast.stmt, app: str) -> list[ast.stmt] | None:
    """Return what a cell runs at top level, None for a statement that is no cell."""
    if isinstance(node, ast.With) and any(
        _root_of(item.context_expr) == (app, "setup") for item in node.items
    ):
        return node.body
    if isinstance(node, ast.If) and "__name__" in ast.unparse(node.test):
        return []
    if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return None
    kinds = {word for root, word in map(_root_of, node.decorator_list) if root == app}
    if kinds & _WHOLE:
        node.decorator_list = [d for d in node.decorator_list if _root_of(d)[0] != app]
        return [node]
    if not kinds & _CELLS or isinstance(node, ast.ClassDef):
        return None
    return node.body[:-1] if isinstance(node.body[-1], ast.Return) else node.body


def _root_of(node: ast.expr) -> tuple[str, str]:
    """Return ("app", "cell") for `app.cell` and `app.cell(hide_code=True)`."""
    node = node.func if isinstance(node, ast.Call) else node
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return node.value.id, node.attr
    return "", ""


def _part(body: list[ast.stmt]) -> _Part:
    part = _Part(body)
    text = "\n".join(ast.unparse(node) for node in body)
    waiting = [symtable.symtable(text, "<cell>", "exec")]
    for symbol in waiting[0].get_symbols():
        if symbol.is_assigned() or symbol.is_imported():
            part.binds.add(symbol.get_name())
    while waiting:
        table = waiting.pop()
        waiting += table.get_children()
        top = table.get_type() == "module"
        part.reads.update(
            symbol.get_name()
            for symbol in table.get_symbols()
            if symbol.is_referenced() and (top or symbol.is_global())
        )
    return part


def _in_order(parts: list[_Part]) -> Iterator[_Part]:
    """Yield parts so that names are bound before they are read, as far as that goes."""
    binder = {name: part for part in parts for name in part.binds}
    done: set[int] = set()
    for part in parts:
        yield from _with_needs(part, binder, done)


def _with_needs(part: _Part, binder: dict[str, _Part], done: set[int]) -> Iterator[_Part]:
    waiting = [(part, iter(sorted(part.reads)))]
    done_now = id(part) in done
    done.add(id(part))
    while waiting and not done_now:
        current, names = waiting[-1]
        needed = next((binder[n] for n in names if n in binder and id(binder[n]) not in done), None)
        if needed is None:
            yield current
            waiting.pop()
        else:
            done.add(id(needed))
            waiting.append((needed, iter(sorted(needed.reads))))


def _keep_locals_apart(parts: list[_Part]) -> None:
    """Rename names with an underscore that several cells bind: each cell has its own of them."""
    seen: set[str] = set()
    for number, part in enumerate(parts, 1):
        own = {name for name in part.binds if name.startswith("_") and not name.endswith("__")}
        again = own & seen
        seen |= own
        if again:
            renamer = _Renamer({name: f"_cell_{number}{name}" for name in again})
            part.body = [renamer.visit(node) for node in part.body]
            part.binds = {renamer.names.get(name, name) for name in part.binds}
            part.reads = {renamer.names.get(name, name) for name in part.reads}


class _Renamer(ast.NodeTransformer):
    def __init__(self, names: dict[str, str]) -> None:
        self.names = names

    def visit_Name(self, node: ast.Name) -> ast.Name:
        node.id = self.names.get(node.id, node.id)
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        node.name = self.names.get(node.name, node.name)
        self.generic_visit(node)
        return node
