"""Which functions of a reference solution rest on which others, read from its source."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class CallGraph:
    """What each top-level name of a module refers to, of the module's other top-level names."""

    edges: dict[str, frozenset[str]]

    def below(self, names: Iterable[str]) -> frozenset[str]:
        """Return every name that these refer to, directly or through others."""
        found: set[str] = set()
        waiting = list(names)
        while waiting:
            for name in self.edges.get(waiting.pop(), frozenset()) - found:
                found.add(name)
                waiting.append(name)
        return frozenset(found)

    def supports(self, names: Iterable[str]) -> frozenset[str]:
        """Return what these rest on, without what rests on one of them in turn.

        The value of a function that calls another gives the other's value away.
        """
        tops = frozenset(names)
        return frozenset(name for name in self.below(tops) - tops if not self.below([name]) & tops)


def call_graph(source: str) -> CallGraph:
    """Return the call graph of a module's source."""
    bodies: dict[str, list[ast.AST]] = {}
    for node in ast.parse(source).body:
        for name in _names(node):
            bodies.setdefault(name, []).append(node)
    return CallGraph(
        {name: frozenset(_used(nodes) & set(bodies) - {name}) for name, nodes in bodies.items()}
    )


def graph_of(file: Path) -> CallGraph:
    """Return the call graph of a file of Python."""
    return call_graph(file.read_text(encoding="utf-8-sig"))


def _names(node: ast.stmt) -> list[str]:
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return [node.name]
    if isinstance(node, ast.Assign):
        return [target.id for target in node.targets if isinstance(target, ast.Name)]
    return []


def _used(nodes: list[ast.AST]) -> set[str]:
    return {
        inner.id
        for node in nodes
        for inner in ast.walk(node)
        if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Load)
    }
