"""Read files and folders from disk: regular files only, no links, nothing beyond a cap."""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from gradewright.errors import UnreadableError
from gradewright.phrases import say
from gradewright.submissions.names import is_ignored, safe_path, shown
from gradewright.submissions.tree import MOST_ENTRIES, Entry, Tree, left_aside, too_large

# A file that turns into a pipe between looking and opening must not make us wait.
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def read_capped(path: Path, most: int, *, follow: bool = False) -> bytes:
    """Return a regular file's content.

    Args:
        path: the file.
        most: the most bytes that are read.
        follow: whether `path` itself may be a link.

    Raises:
        UnreadableError: no regular file, larger than `most`, or not readable.
    """
    try:
        with open_regular(path, follow=follow) as file:
            content = file.read(most + 1)
    except OSError as problem:
        raise _unreadable(path, problem) from problem
    if len(content) > most:
        raise too_large(path.name, most)
    return content


def open_regular(path: Path, *, follow: bool = False) -> BinaryIO:
    """Open a regular file for reading, without waiting for what is none.

    It closes with the last thing that reads from it.

    Raises:
        UnreadableError: no regular file, or not readable.
    """
    flags = _FLAGS if follow else _FLAGS | getattr(os, "O_NOFOLLOW", 0)
    try:
        if not stat.S_ISREG(path.stat(follow_symlinks=follow).st_mode):
            raise UnreadableError(say("submissions.not_a_file", file=shown(path.name)))
        file = io.BufferedReader(_Regular(os.open(path, flags)))
    except OSError as problem:
        raise _unreadable(path, problem) from problem
    # Looked at again once open: the name may point elsewhere by now.
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        raise UnreadableError(say("submissions.not_a_file", file=shown(path.name)))
    return file


class _Regular(io.RawIOBase):
    """A file by its descriptor. Unlike `io.FileIO` it is not reported when left to be collected."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._descriptor

    def readinto(self, buffer: Any) -> int:
        # `os.readv` is not everywhere.
        read = os.read(self._descriptor, len(buffer))
        buffer[: len(read)] = read
        return len(read)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        return os.lseek(self._descriptor, offset, whence)

    def close(self) -> None:
        if not self.closed:
            super().close()
            os.close(self._descriptor)


def is_folder(path: Path) -> bool:
    """Tell whether a path is a folder or a link to one.

    Raises:
        UnreadableError: there is nothing, or it may not be looked at.
    """
    try:
        return stat.S_ISDIR(path.stat().st_mode)
    except OSError as problem:
        raise _unreadable(path, problem) from problem


def file_tree(path: Path, name: str) -> Tree:
    """Return the tree of a single file, which may be a link, under the display name `name`."""
    try:
        size = path.stat().st_size
    except OSError as problem:
        raise _unreadable(path, problem) from problem
    return Tree({name: Entry(size, partial(read_capped, path, follow=True))})


def folder_tree(root: Path, without: tuple[str, ...] = ()) -> Tree:
    """Return the tree of a folder, without hidden files, links, pipes and devices.

    Args:
        root: the folder.
        without: names of entries of `root` that are not looked at.

    Raises:
        UnreadableError: more than `MOST_ENTRIES` entries, or not readable.
    """
    entries: dict[str, Entry] = {}
    links: list[str] = []
    unusual: list[str] = []
    try:
        for parts, entry in _walk(root, frozenset(without)):
            path = safe_path(parts)
            if entry.is_symlink():
                links.append("/".join(parts))
            elif path is None or not entry.is_file(follow_symlinks=False):
                unusual.append("/".join(parts))
            else:
                size = entry.stat(follow_symlinks=False).st_size
                entries[path] = Entry(size, partial(read_capped, Path(entry.path)))
    except OSError as problem:
        raise _unreadable(root, problem) from problem
    return Tree(entries, left_aside("links", links) + left_aside("unusual", unusual))


def _walk(
    root: Path, without: frozenset[str]
) -> Iterator[tuple[tuple[str, ...], os.DirEntry[str]]]:
    """Yield every entry below `root` that is no folder, with its relative path in parts."""
    seen = 0
    folders: list[tuple[Path, tuple[str, ...]]] = [(root, ())]
    while folders:
        folder, above = folders.pop()
        with os.scandir(folder) as scan:
            for entry in scan:
                if is_ignored(entry.name) or (not above and entry.name in without):
                    continue
                seen += 1
                if seen > MOST_ENTRIES:
                    raise UnreadableError(say("submissions.too_many", count=MOST_ENTRIES))
                parts = (*above, entry.name)
                if not entry.is_dir(follow_symlinks=False):
                    yield parts, entry
                elif not is_environment(Path(entry.path)):
                    folders.append((Path(entry.path), parts))


def is_environment(folder: Path) -> bool:
    """Tell whether a folder is a virtual environment with installed packages, no one's work."""
    if (folder / "pyvenv.cfg").is_file() or (folder / "conda-meta").is_dir():
        return True
    packages = "site-packages"
    return (folder / "Lib" / packages).is_dir() or any(folder.glob(f"lib/python*/{packages}"))


def _unreadable(path: Path, problem: OSError) -> UnreadableError:
    reason = problem.strerror or type(problem).__name__
    return UnreadableError(say("submissions.no_access", file=shown(path.name), reason=reason))
