"""Find the modules that a part of gradewright needs: what they import, whenever they do it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

_PACKAGE = "gradewright"
_ROOT = Path(__file__).resolve().parents[2]


def modules_for(room: str) -> dict[str, bytes]:
    """Return the sources of a room's modules and of all of ours that they import.

    Imports inside functions count; those for type checkers alone do not.

    Args:
        room: the path of its folder below the package, such as `selfcheck`.

    Returns:
        Sources by their paths in an archive, such as `gradewright/selfcheck/kit.py`, sorted.
    """
    waiting = sorted((_ROOT / room).rglob("*.py"))
    found: dict[Path, bytes] = {}
    while waiting:
        file = waiting.pop()
        if file in found:
            continue
        found[file] = file.read_bytes()
        waiting += [other for name in _named(file, found[file]) for other in _files(name)]
    return {_path(file): found[file] for file in sorted(found)}


def packages_for(room: str) -> set[str]:
    """Return the packages of others that these modules import somewhere, Python's own included."""
    names = {
        name
        for path, source in modules_for(room).items()
        for name in _named(_ROOT.parent / path, source)
    }
    return {name.partition(".")[0] for name in names} - {_PACKAGE}


def _path(file: Path) -> str:
    return file.relative_to(_ROOT.parent).as_posix()


def _named(file: Path, source: bytes) -> Iterator[str]:
    """Yield every name that a module imports, absolute; some name no module."""
    parts = file.relative_to(_ROOT.parent).with_suffix("").parts
    for node in _executed(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = ".".join(parts[: -node.level]) if node.level else ""
            module = ".".join(part for part in (above, node.module) if part)
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)


def _executed(node: ast.AST) -> Iterator[ast.AST]:
    """Yield all nodes below one, without what is for type checkers alone."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            for other in child.orelse:
                yield other
                yield from _executed(other)
        else:
            yield child
            yield from _executed(child)


def _files(name: str) -> Iterator[Path]:
    """Yield the files that importing a name of ours runs: its own and those of the rooms above."""
    parts = name.split(".")
    if parts[0] != _PACKAGE:
        return
    for count in range(1, len(parts) + 1):
        place = _ROOT.joinpath(*parts[1:count])
        for file in (place / "__init__.py", place.with_suffix(".py")):
            if file.is_file():
                yield file
