"""Look into the files of a submission to tell which of them holds the work."""

from __future__ import annotations

from gradewright.course.records import Assignment
from gradewright.errors import UnreadableError
from gradewright.submissions.asked import borrowed, filled
from gradewright.submissions.cells import read_cells
from gradewright.submissions.kinds import by_name
from gradewright.submissions.tree import Tree

_MOST_MODULES = 20  # that are followed from one file


class Contents:
    """Counts, for the files of one tree, the functions asked for that they fill in."""

    def __init__(self, tree: Tree, assignment: Assignment, most: int) -> None:
        """Look at files of `tree` of at most `most` bytes each."""
        self._tree, self._assignment, self._most = tree, assignment, most
        self._sources: dict[str, str] = {}
        self._by_name: dict[str, list[str]] = {}
        for path in tree.entries:
            name = path.rpartition("/")[2]
            kind = by_name(name).kind
            if kind in ("notebook", "script"):
                # What is imported is named by its stem, what is run by its name.
                for called in {name, by_name(name).stem}:
                    self._by_name.setdefault(called, []).append(path)

    def filled(self, path: str) -> int:
        """Return how many functions a file fills in, with the modules that it imports."""
        names: set[str] = set()
        for used in self.used(path):
            names |= filled(self._source(used), self._assignment)
        return len(names)

    def used(self, path: str) -> frozenset[str]:
        """Return the paths of a file and of those that it takes code from."""
        waiting, seen = [path], {path}
        while waiting and len(seen) <= _MOST_MODULES:
            for name in sorted(borrowed(self._source(waiting.pop()))):
                for other in self._by_name.get(name, ()):
                    if other not in seen:
                        seen.add(other)
                        waiting.append(other)
        return frozenset(seen)

    def _source(self, path: str) -> str:
        """Return a file's code, nothing where it cannot be read."""
        if path not in self._sources:
            try:
                cells, _ = read_cells(path, self._tree.entries[path].fetch(self._most))
            except UnreadableError:
                cells = ()
            self._sources[path] = "\n".join(cell.source for cell in cells)
        return self._sources[path]
