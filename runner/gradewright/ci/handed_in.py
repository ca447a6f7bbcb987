"""What a repository hands in: by a `.gradewright.toml` in it, or by the files that are there.

assignment = "planar_network"
folder = "week-3"
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from gradewright.errors import UsageError
from gradewright.phrases import say

NAME = ".gradewright.toml"
_SLUG = re.compile(r"[a-z][a-z0-9_]*")
_DEEPEST = 3
_MOST_BYTES = 10_000
_PYZ = "check.pyz"


@dataclass(frozen=True, slots=True)
class Said:
    """What a `.gradewright.toml` says, "" where it says nothing; `folder` is below the root."""

    assignment: str = ""
    folder: str = ""


def said_in(root: Path) -> Said:
    """Return what the file in a repository's root says; a link is not followed.

    Raises:
        UsageError: it is none of ours.
    """
    file = root / NAME
    if file.is_symlink() or not file.is_file():
        return Said()
    try:
        with file.open("rb") as stream:
            return read_said(stream.read(_MOST_BYTES + 1))
    except OSError as error:
        raise UsageError(say("ci.wrong_file", name=NAME, why=error.strerror)) from error


def read_said(content: bytes) -> Said:
    """Return what the content of the file says.

    Raises:
        UsageError: it is none of ours.
    """
    if len(content) > _MOST_BYTES:
        raise UsageError(say("ci.wrong_file", name=NAME, why=say("ci.too_long")))
    try:
        table = tomllib.loads(content.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise UsageError(say("ci.wrong_file", name=NAME, why=say("ci.no_toml"))) from error
    assignment, folder = table.pop("assignment", ""), table.pop("folder", "")
    is_slug = isinstance(assignment, str) and (not assignment or _SLUG.fullmatch(assignment))
    is_folder = isinstance(folder, str) and (not folder or is_below(folder))
    if table or not is_slug or not is_folder:
        raise UsageError(say("ci.wrong_file", name=NAME, why=say("ci.what_is_known")))
    return Said(assignment, folder.strip("/"))


def is_below(path: str) -> bool:
    """Tell whether a path names something below the root, and no repository's own folder."""
    parts = path.strip("/").split("/")
    return (
        not path.startswith("/")
        and "\\" not in path
        and path.isprintable()
        and all(part not in {"", ".", ".."} and part.lower() != ".git" for part in parts)
    )


def work_in(root: Path) -> list[Path]:
    """Return the folders that hold the work of an assignment and its `check.pyz`, in order.

    Raises:
        UsageError: there is none, or `.gradewright.toml` is wrong.
    """
    said = said_in(root)
    if said.folder:
        folder = root / said.folder
        if folder.resolve().is_relative_to(root.resolve()) and (folder / _PYZ).is_file():
            return [folder]
        raise UsageError(say("ci.no_release", folder=said.folder))
    found = sorted(_releases(root))
    if not found:
        raise UsageError(say("ci.no_release", folder=root))
    return found


def _releases(root: Path) -> Iterator[Path]:
    """Yield folders with a release, at most three levels down; links are not followed."""
    depth = len(root.parts)
    for place, folders, files in os.walk(root, followlinks=False):
        if _PYZ in files:
            yield Path(place)
        deep = len(Path(place).parts) - depth >= _DEEPEST
        folders[:] = [] if deep else sorted(f for f in folders if not f.startswith("."))
