"""A submission's files by relative path, wherever they lie: read one at a time, under a cap."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from gradewright.errors import UnreadableError
from gradewright.phrases import say
from gradewright.submissions.kinds import by_name
from gradewright.submissions.names import listed, natural, same_word, shown

MOST_ENTRIES = 5000  # a listing longer than this is no hand-in and is not gone through
MOST_MODULES = 500  # files kept beside the main file
_MOST_SHOWN = 200  # characters of a name that could be endless


@dataclass(frozen=True, slots=True)
class Entry:
    """One file. `fetch(most)` returns its content; `size` is what the listing claims.

    `fetch` raises UnreadableError where the file holds more than `most` bytes or is damaged.
    """

    size: int
    fetch: Callable[[int], bytes]


@dataclass(frozen=True, slots=True)
class Tree:
    """Files by relative path (safe to display, `/` between folders), and what was left aside.

    `folders` are those that a listing names by themselves: it may hold empty ones.
    """

    entries: dict[str, Entry]
    notes: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()


def too_large(name: str, most: int) -> UnreadableError:
    """Return the error for a file that holds more than `most` bytes."""
    megabytes = f"{most / 10**6:g}"
    return UnreadableError(say("submissions.too_large", file=shown(name), megabytes=megabytes))


def left_aside(key: str, names: Iterable[str]) -> tuple[str, ...]:
    """Return the note `key` about some files, or none where there are no such files."""
    every = sorted((name[:_MOST_SHOWN] for name in set(names)), key=natural)
    return (say(f"submissions.{key}", files=listed(every)),) if every else ()


def without(tree: Tree, names: Iterable[str]) -> Tree:
    """Return the tree without the top-level entries of some names."""
    gone = frozenset(names)
    entries = {p: e for p, e in tree.entries.items() if p.partition("/")[0] not in gone}
    return replace(tree, entries=entries)


def pick(tree: Tree, pieces: Iterable[tuple[str, str]]) -> Tree:
    """Return the tree of some files, each by its path and the path that it is to be read under."""
    entries = {new: tree.entries[old] for old, new in pieces if old in tree.entries}
    return Tree(entries)


def focus(tree: Tree, slug: str) -> Tree:
    """Return the tree as seen from the folder that holds the work.

    A single top-level folder is stripped, as often as there is one; then the folder that is
    called like the assignment is entered, unless notebooks or scripts lie beside it.
    """
    prefix = ""
    while True:
        inner = _only_folder(tree, prefix) or _slug_folder(tree, prefix, slug)
        if inner is None:
            break
        prefix += inner + "/"
    cut = len(prefix)
    entries = {path[cut:]: e for path, e in tree.entries.items() if path.startswith(prefix)}
    return replace(tree, entries=entries)


def _only_folder(tree: Tree, prefix: str) -> str | None:
    tops = {(top, below) for top, below in _tops(tree, prefix)}
    names = {top for top, _ in tops}
    return names.pop() if len(names) == 1 and all(below for _, below in tops) else None


def _slug_folder(tree: Tree, prefix: str, slug: str) -> str | None:
    tops = list(_tops(tree, prefix))
    if any(not below and by_name(top).kind in ("notebook", "script") for top, below in tops):
        return None
    folders = sorted({top for top, below in tops if below}, key=natural)
    return next((name for name in folders if same_word(name) == same_word(slug)), None)


def _tops(tree: Tree, prefix: str) -> Iterable[tuple[str, bool]]:
    """Yield the first component below `prefix` of every path, and whether it is a folder."""
    for path in tree.entries:
        if path.startswith(prefix):
            top, slash, _ = path[len(prefix) :].partition("/")
            yield top, bool(slash)
