"""Find the notebooks that the graded file runs or imports: they are helpers, not other work."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable

from gradewright.errors import UnreadableError
from gradewright.submissions.cells import read_notebook
from gradewright.submissions.kinds import by_name
from gradewright.submissions.names import natural
from gradewright.submissions.records import Cell
from gradewright.submissions.tree import Tree

_READS = re.compile(
    r"[%!\s]*(?:run|load)\b|\b(?:import|from|run_line_magic|magic|open)\b|\.ipynb\b"
)


def helper_notebooks(tree: Tree, main: str, cells: Iterable[Cell], most: int) -> list[str]:
    """Return the paths of the notebooks that the graded file reads, or one of these reads.

    Args:
        tree: the submission's files.
        main: the graded file's path.
        cells: its cells; a line that runs or imports another file names its stem.
        most: bytes up to which a notebook is looked into.
    """
    rest = [p for p in tree.entries if p != main and by_name(p).kind == "notebook"]
    found: list[str] = []
    waiting = [cell.source for cell in cells] if rest else []
    while waiting:
        lines = [line for line in waiting.pop().splitlines() if _READS.search(line)]
        for path in [path for path in rest if any(_names(line, path) for line in lines)]:
            rest.remove(path)
            found.append(path)
            waiting += _sources(tree, path, most)
    return sorted(found, key=natural)


def _names(line: str, path: str) -> bool:
    stem = "[ _]".join(re.escape(word) for word in re.split("[ _]", _stem(path)))
    return re.search(rf"(?<![\w-]){stem}(?![\w-])", line) is not None


def _sources(tree: Tree, path: str, most: int) -> list[str]:
    try:
        content = tree.entries[path].fetch(most)
    except UnreadableError:
        return []
    return [cell.source for cell in helper_cells({path: content})]


def helper_cells(modules: dict[str, bytes]) -> tuple[Cell, ...]:
    """Return the code cells of all notebooks among the other files; none of a damaged one."""
    found: list[Cell] = []
    for path, content in modules.items():
        if by_name(path).kind == "notebook":
            with contextlib.suppress(UnreadableError):
                found += read_notebook(path, content)[0]
    return tuple(found)


def _stem(path: str) -> str:
    return by_name(path.rpartition("/")[2]).stem
