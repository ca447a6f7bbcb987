"""The block under `if __name__ == "__main__":`, whose statements are the file's own."""

from __future__ import annotations

import ast

from .bindings import effects
from .reading import Statement, kind_of


def unfolded(statements: list[Statement]) -> list[Statement]:
    """Return the statements with those of the main block in its place.

    So one that the graded functions need can run without the others. A script is imported under
    its own name: there its main block gives values only to names that have none without it.
    """
    found: list[Statement] = []
    for statement in statements:
        body = _main_block(statement.node)
        found += [statement] if body is None else _inner(statement, body, statements)
    return found


def _main_block(node: ast.stmt) -> list[ast.stmt] | None:
    """Return what is under `if __name__ == "__main__":`, None for any other statement."""
    if not (isinstance(node, ast.If) and isinstance(node.test, ast.Compare)):
        return None
    sides = [node.test.left, *node.test.comparators]
    if len(sides) != 2 or not isinstance(node.test.ops[0], (ast.Eq, ast.Is)):
        return None
    names = {side.id for side in sides if isinstance(side, ast.Name)}
    texts = {side.value for side in sides if isinstance(side, ast.Constant)}
    return node.body if (names, texts) == ({"__name__"}, {"__main__"}) else None


def _inner(block: Statement, body: list[ast.stmt], statements: list[Statement]) -> list[Statement]:
    cell, flags = block.cell, block.flags
    inner = [Statement(cell, n, kind_of(n), effects(n, walrus=True), flags) for n in body]
    if cell.number is not None:
        return inner
    given = {
        name
        for statement in statements
        if statement is not block and not gives_none(statement.node)
        for name in statement.effects.binds
    }
    return [each for each in inner if not given.intersection(each.effects.binds)]


def gives_none(node: ast.stmt) -> bool:
    """Tell whether an assignment keeps a name free for a value that comes later."""
    value = getattr(node, "value", node)
    return isinstance(value, ast.Constant) and value.value is None
