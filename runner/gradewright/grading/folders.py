"""Where graders lie, however pytest was called; light, as every pytest run loads it."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

import pytest


@cache
def graders_folder(path: Path) -> Path | None:
    """Return the `graders/<slug>` of a course that a file or folder is or lies in, if any."""
    here = path.resolve()
    for folder in (here, *here.parents):
        if folder.parent.name == "graders" and (folder.parents[1] / "course.toml").is_file():
            return folder
    return None


def put_on_path(path: Path) -> None:
    """Let graders import the helper modules beside them, as the first of that name."""
    folder = graders_folder(path)
    if folder is not None:
        for each in (folder / "visible", folder):
            if str(each) not in sys.path and each.is_dir():
                sys.path.insert(0, str(each))


def is_variant(path: Path) -> bool:
    """Tell whether a path is among the variants that prove graders, which are no graders."""
    folder = graders_folder(path)
    return folder is not None and path.resolve().is_relative_to(folder / "variants")


def id_of(item: pytest.Item) -> str:
    """Return a test's id: its file below the graders' folder, then its name.

    It is the same for the judge and for plain pytest, as inputs are drawn from it.
    """
    folder = graders_folder(item.path)
    if folder is None:
        return item.nodeid
    file = item.path.resolve().relative_to(folder).as_posix()
    return f"{file}::{item.nodeid.partition('::')[2]}"
