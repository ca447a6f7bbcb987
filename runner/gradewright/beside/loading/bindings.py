"""Which names a top-level statement binds, and which it changes without binding them."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from .dynamic import Outer, note_global_call, note_global_part
from .words import words

Defined = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef

_FIRST_WORD = re.compile(r"_*([a-z]+)")
_CHANGING_WORDS = words(
    "add append build clear compile configure define discard extend fill init initialise "
    "initialize insert itemset load pop popitem push put register remove reset resize reverse "
    "seed set setdefault setflags sort update"
)
_CHANGE_FIRST_ARGUMENT = words(
    "copyto exec_module fill_diagonal heapify heappush place put put_along_axis putmask shuffle"
)
_SETTING_WORDS = words("disable enable manual seed set seterr setrecursionlimit")
_SET_PART = words("setattr delattr __setattr__ __setitem__")
_LOOKS = words("vars getattr")


@dataclass(slots=True)
class Effects(Outer):
    """What one top-level statement does to the namespace.

    `binds`: names it assigns. `changes`: names whose objects it alters (`cache["x"] = 1`,
    `lookup.update(...)`); `assigns`: those of them of which it surely sets a part. `settings`: a
    module of which it sets a switch (`np.random.seed(1)`). `stars`: it imports names that cannot
    be told beforehand.
    """

    binds: list[str] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)
    settings: str = ""
    stars: bool = False
    assigns: list[str] = field(default_factory=list)


def effects(statement: ast.stmt, *, walrus: bool) -> Effects:
    """Return what a statement binds and changes, blocks included, function bodies not.

    Args:
        statement: a top-level statement.
        walrus: whether the source has a `:=` at all; looking for one takes a full walk.
    """
    found = Effects()
    waiting: list[ast.AST] = [statement]
    while waiting:
        node = waiting.pop()
        note_effects(node, found)
        if isinstance(node, _BLOCKS):
            waiting.extend(_parts(node))
    for text in found.texts:
        _executed(text, found)
    found.binds += found.outer
    if isinstance(statement, ast.Expr):
        found.settings = _setting(statement.value)
    if walrus and not isinstance(statement, Defined):
        inner = ast.walk(statement)
        found.binds += [n.target.id for n in inner if isinstance(n, ast.NamedExpr)]
    return found


def note_effects(node: ast.AST, found: Effects) -> None:
    """Add to `found` what one node does, without the nodes inside it."""
    handler = _HANDLERS.get(type(node))
    if handler is not None:
        handler(node, found)


def _executed(text: str, found: Effects) -> None:
    """Add what source given to `exec` binds and changes; what is no Python does nothing."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    for node in tree.body:
        inner = effects(node, walrus=False)
        found.binds += inner.binds
        found.changes += inner.changes


def definition_nodes(statement: ast.stmt, name: str) -> Iterator[ast.stmt]:
    """Yield the simple statements and definitions in `statement` that bind `name`, in order."""
    waiting: list[ast.AST] = [statement]
    while waiting:
        node = waiting.pop()
        if isinstance(node, _BLOCKS):
            waiting.extend(reversed(list(_parts(node))))
        elif isinstance(node, ast.stmt):
            found = Effects()
            note_effects(node, found)
            if name in found.binds or name in found.outer:
                yield node


def first_line(node: ast.stmt) -> int:
    """Return the line a statement begins at, its decorators included."""
    decorators = node.decorator_list if isinstance(node, Defined) else []
    return min([node.lineno, *(d.lineno for d in decorators)])


_BLOCKS = (
    ast.If,
    ast.For,
    ast.While,
    ast.With,
    ast.Try,
    ast.TryStar,
    ast.ExceptHandler,
    ast.Match,
    ast.match_case,
)


def _parts(block: ast.AST) -> Iterator[ast.AST]:
    for part in ("cases", "body", "handlers", "orelse", "finalbody"):
        yield from getattr(block, part, ())


def _definition(node: Defined, found: Effects) -> None:
    found.binds.append(node.name)


def _import(node: ast.Import | ast.ImportFrom, found: Effects) -> None:
    for alias in node.names:
        if alias.name == "*":
            found.stars = True
        else:
            found.binds.append(bound_name(node, alias))


def bound_name(node: ast.Import | ast.ImportFrom, alias: ast.alias) -> str:
    """Return the name that one part of an import statement binds."""
    if alias.asname:
        return alias.asname
    return alias.name.partition(".")[0] if isinstance(node, ast.Import) else alias.name


def _assign(node: ast.Assign, found: Effects) -> None:
    for target in node.targets:
        _target(target, found)


def _assign_one(node: ast.AugAssign | ast.AnnAssign | ast.For, found: Effects) -> None:
    if not isinstance(node, ast.AnnAssign) or node.value is not None:
        _target(node.target, found)


def _with(node: ast.With, found: Effects) -> None:
    for item in node.items:
        if item.optional_vars is not None:
            _target(item.optional_vars, found)


def _match(node: ast.match_case, found: Effects) -> None:
    for part in ast.walk(node.pattern):
        name = getattr(part, "rest" if isinstance(part, ast.MatchMapping) else "name", None)
        if isinstance(name, str):
            found.binds.append(name)


def _delete(node: ast.Delete, found: Effects) -> None:
    for target in node.targets:
        if not isinstance(target, ast.Name):
            _target(target, found)


def _expression(node: ast.Expr, found: Effects) -> None:
    call = node.value
    if not isinstance(call, ast.Call):
        return
    called = call.func
    name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
    if note_global_call(call, name, found):
        return
    if name in _SET_PART and call.args and (root := _root(call.args[0])):
        found.changes.append(root)
        found.assigns.append(root)
    elif name in _CHANGE_FIRST_ARGUMENT and call.args and (root := _root(call.args[0])):
        found.changes.append(root)
    elif isinstance(called, ast.Attribute) and (root := _root(called)):
        word = _FIRST_WORD.match(name)
        if word and word[1] in _CHANGING_WORDS:
            found.changes.append(root)


def _setting(value: ast.expr) -> str:
    if not (isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute)):
        return ""
    word, root = _FIRST_WORD.match(value.func.attr), _root(value.func)
    if word and word[1] in _SETTING_WORDS:
        return root
    on_path = root == "sys" and getattr(value.func.value, "attr", "") == "path"
    return "sys.path" if on_path else ""


def _target(target: ast.expr, found: Effects) -> None:
    if isinstance(target, ast.Name):
        found.binds.append(target.id)
    elif isinstance(target, (ast.Tuple, ast.List)):
        for element in target.elts:
            _target(element, found)
    elif isinstance(target, ast.Starred):
        _target(target.value, found)
    elif not note_global_part(target, found) and (root := _root(target)):
        found.changes.append(root)
        found.assigns.append(root)


def _root(node: ast.expr) -> str:
    """Return the name at the bottom of `name.attribute[index].method()...`, or nothing."""
    while True:
        if isinstance(node, (ast.Attribute, ast.Subscript, ast.Starred)):
            node = node.value
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            node = node.func.value
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") in _LOOKS and node.args:
            node = node.args[0]
        else:
            return node.id if isinstance(node, ast.Name) else ""


def _alias(node: Any, found: Effects) -> None:
    found.binds.append(node.name.id)


_HANDLERS: dict[type[ast.AST], Callable[..., None]] = {
    ast.FunctionDef: _definition,
    ast.AsyncFunctionDef: _definition,
    ast.ClassDef: _definition,
    ast.Import: _import,
    ast.ImportFrom: _import,
    ast.Assign: _assign,
    ast.AugAssign: _assign_one,
    ast.AnnAssign: _assign_one,
    ast.For: _assign_one,
    ast.With: _with,
    ast.match_case: _match,
    ast.Delete: _delete,
    ast.Expr: _expression,
}
if hasattr(ast, "TypeAlias"):
    _HANDLERS[ast.TypeAlias] = _alias
