"""Files and folders to look for submissions in, on disk or inside an archive that holds a class."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from gradewright.errors import UnreadableError
from gradewright.phrases import say
from gradewright.submissions.archive import open_archive
from gradewright.submissions.disk import is_environment, read_capped
from gradewright.submissions.kinds import WORK, by_name
from gradewright.submissions.names import is_ignored, natural, shown

PlaceKind = Literal["folder", "file", "link", "odd", "hidden"]


@dataclass(frozen=True, slots=True)
class Place:
    """A file or folder: on disk, or at `inner` in the archive `root`.

    `label` is its path as messages give it, below what was named on the command line.
    """

    root: Path
    name: str
    kind: PlaceKind
    label: str
    inner: str = ""
    in_archive: bool = False

    @property
    def is_folder(self) -> bool:
        """Tell whether this is a folder."""
        return self.kind == "folder"

    @property
    def path(self) -> Path:
        """Return where it lies, an archive taken as a folder."""
        return self.root / self.inner if self.in_archive else self.root

    def entries(self) -> tuple[Place, ...]:
        """Return what lies in this folder, in natural order.

        What systems leave behind is absent. A hidden file is there only where it could be work.

        Raises:
            UnreadableError: it cannot be listed.
        """
        found = self._in_archive() if self.in_archive else self._on_disk()
        return tuple(sorted(found, key=lambda place: natural(place.name)))

    def listed(self) -> tuple[Place, ...]:
        """Return what lies in this folder, nothing where it cannot be listed."""
        try:
            return self.entries()
        except UnreadableError:
            return ()

    def content(self, most: int) -> bytes:
        """Return the content of a file, nothing where it cannot be read or is larger."""
        try:
            if self.in_archive:
                return open_archive(self.root).entry(self.inner).fetch(most)
            return read_capped(self.root, most, follow=True)
        except UnreadableError:
            return b""

    def unpacked(self) -> Place | None:
        """Return the folder that an archive on disk is, None where it cannot be opened."""
        if self.in_archive or self.is_folder or by_name(self.name).kind != "zip":
            return None
        try:
            open_archive(self.root)
        except UnreadableError:
            return None
        return Place(self.root, by_name(self.name).stem, "folder", self.label, in_archive=True)

    def _on_disk(self) -> list[Place]:
        found = []
        try:
            with os.scandir(self.root) as scan:
                for entry in scan:
                    path = self.root / entry.name
                    kind = _kind(entry)
                    if kind is not None and not (kind == "folder" and is_environment(path)):
                        found.append(Place(path, entry.name, kind, self._label(entry.name)))
        except OSError as problem:
            reason = problem.strerror or type(problem).__name__
            raise UnreadableError(
                say("submissions.no_access", file=shown(self.name), reason=reason)
            ) from problem
        return found

    def _in_archive(self) -> list[Place]:
        children = open_archive(self.root).children.get(self.inner, {})
        above = f"{self.inner}/" if self.inner else ""
        return [
            Place(
                self.root,
                name,
                "folder" if is_folder else "file",
                self._label(name),
                above + name,
                in_archive=True,
            )
            for name, is_folder in children.items()
        ]

    def _label(self, name: str) -> str:
        return f"{self.label}/{name}" if self.label else name


def place_of(path: Path, label: str) -> Place:
    """Return the place of a path that was named; it may be a link.

    Raises:
        OSError: there is nothing, or it may not be looked at.
    """
    kind: PlaceKind = "folder" if path.stat() and path.is_dir() else "file"
    return Place(path, path.name, kind, label)


def _kind(entry: os.DirEntry[str]) -> PlaceKind | None:
    """Return what an entry is, None where it is nobody's work."""
    name = entry.name
    if is_ignored(name):
        could_be_work = by_name(name).kind in WORK and not name.startswith("._")
        return "hidden" if could_be_work and not entry.is_dir(follow_symlinks=False) else None
    if entry.is_symlink():
        return "link"
    if entry.is_dir(follow_symlinks=False):
        return "folder"
    return "file" if entry.is_file(follow_symlinks=False) else "odd"
