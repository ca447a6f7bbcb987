"""An archive that holds a class: listed once, read where it lies, nothing extracted to disk."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from gradewright.errors import UnreadableError
from gradewright.phrases import say
from gradewright.submissions.disk import open_regular
from gradewright.submissions.names import shown
from gradewright.submissions.tree import MOST_ENTRIES, Entry, Tree
from gradewright.submissions.unpack import zip_tree

_MOST_CLASS = 50_000  # files of all students together


@dataclass(frozen=True, slots=True)
class Archive:
    """The listing of an archive's files and folders.

    `children` holds, for each folder, what lies in it and whether that is a folder.
    """

    name: str
    tree: Tree
    children: dict[str, dict[str, bool]]

    def entry(self, inner: str) -> Entry:
        """Return a file of the archive.

        Raises:
            UnreadableError: there is none of that path.
        """
        if inner not in self.tree.entries:
            reason = say("submissions.gone")
            raise UnreadableError(
                say("submissions.no_access", file=shown(inner or self.name), reason=reason)
            )
        return self.tree.entries[inner]

    def below(self, inner: str) -> Tree | None:
        """Return the tree of a folder of the archive, None where `inner` is a file.

        Raises:
            UnreadableError: the folder holds more files than a hand-in may have.
        """
        if inner in self.tree.entries:
            return None
        prefix = f"{inner}/" if inner else ""
        cut = len(prefix)
        entries = {p[cut:]: e for p, e in self.tree.entries.items() if p.startswith(prefix)}
        if inner and len(entries) > MOST_ENTRIES:
            raise UnreadableError(say("submissions.too_many", count=MOST_ENTRIES))
        return Tree(entries)


def open_archive(path: Path) -> Archive:
    """Return the listing of an archive on disk.

    Raises:
        UnreadableError: it cannot be read, is damaged, or was made to harm.
    """
    try:
        state = path.stat()
    except OSError as problem:
        reason = problem.strerror or type(problem).__name__
        raise UnreadableError(
            say("submissions.no_access", file=shown(path.name), reason=reason)
        ) from problem
    return _opened(path, state.st_mtime_ns, state.st_size)


# The same archive is asked for once a student; its time and size tell whether it is the same.
@lru_cache(maxsize=4)
def _opened(path: Path, changed: int, size: int) -> Archive:
    del changed, size
    tree = zip_tree(open_regular(path, follow=True), path.name, _MOST_CLASS)
    children: dict[str, dict[str, bool]] = {"": {}}
    for listed, is_folder in ((tree.entries, False), (tree.folders, True)):
        for entry in listed:
            below, folder = entry, is_folder
            while below:
                above, _, name = below.rpartition("/")
                children.setdefault(above, {}).setdefault(name, folder)
                below, folder = above, True
    return Archive(path.name, tree, children)
