"""A module as its top-level statements: the names that each binds, and the lines that it takes."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

_CELL = "# %%"
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_SCOPES = (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement at a module's top level.

    `names` is what it can be called by: a function's or class's name, what an assignment or an
    import binds. It is empty for all else, such as a call, an `if`, or `total[0] = 1`. `binds` are
    the names that it gives a value, blocks included. `first` and `last` delimit its lines, counted
    from 0, together with the comments directly above; `line` is its own, counted from 1.
    """

    names: frozenset[str]
    binds: frozenset[str]
    line: int
    first: int
    last: int
    tree: ast.stmt

    @property
    def is_import(self) -> bool:
        """Tell whether it is an import."""
        return isinstance(self.tree, (ast.Import, ast.ImportFrom))

    @property
    def is_definition(self) -> bool:
        """Tell whether it is a function or a class."""
        return isinstance(self.tree, _DEFINITIONS)

    @property
    def what(self) -> str:
        """Return what a message calls it."""
        return ", ".join(sorted(self.names)) or f"a statement without a name ({self._kind})"

    @property
    def _kind(self) -> str:
        return {"Expr": "an expression", "AugAssign": "an assignment in place"}.get(
            type(self.tree).__name__, type(self.tree).__name__.lower()
        )


def statements_of(text: str) -> list[Statement]:
    """Return the top-level statements of a module, without its docstring.

    Raises:
        SyntaxError: it is no Python.
    """
    lines = text.split("\n")
    tree = ast.parse(text)
    body = tree.body if ast.get_docstring(tree) is None else tree.body[1:]
    after = 0 if body == tree.body else tree.body[0].end_lineno or 0
    found = []
    for node in body:
        line = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", ()))])
        first = line - 1
        while first > after and _is_remark(lines[first - 1]):
            first -= 1
        after = last = node.end_lineno or line
        names, bound = frozenset(_names(node)), frozenset(_bound(node))
        found.append(Statement(names, bound, line, first, last, node))
    return found


def _is_remark(line: str) -> bool:
    """Tell whether a line is a comment about what follows: no cell's heading, no shebang."""
    return line.startswith("#") and not line.startswith((_CELL, "#!"))


def _names(node: ast.stmt) -> Iterator[str]:
    """Yield what a statement can be called by."""
    if isinstance(node, (ast.Assign, ast.AnnAssign)):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        if all(_is_plain(target) for target in targets):
            for target in targets:
                yield from _bound(target)
    elif isinstance(node, (*_DEFINITIONS, ast.Import, ast.ImportFrom)):
        yield from _bound(node)


def _is_plain(target: ast.expr) -> bool:
    if isinstance(target, ast.Starred):
        return _is_plain(target.value)
    if isinstance(target, (ast.Tuple, ast.List)):
        return all(_is_plain(part) for part in target.elts)
    return isinstance(target, ast.Name)


def _bound(node: ast.AST) -> Iterator[str]:
    """Yield the names that a statement gives a value, without those inside of functions."""
    if isinstance(node, _DEFINITIONS):
        yield node.name
        return
    if isinstance(node, _SCOPES):
        return
    if isinstance(node, ast.Import):
        yield from (alias.asname or alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        for alias in node.names:
            yield f"{node.module}.*" if alias.name == "*" else alias.asname or alias.name
    elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        yield node.id
    for child in ast.iter_child_nodes(node):
        yield from _bound(child)
