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
    """Let graders import the helper modules beside them, as the only ones of that name.

    Another assignment's graders, which may call theirs the same, are forgotten.
    """
    folder = graders_folder(path)
    if folder is None or str(folder) in sys.path:
        return
    others = {Path(entry) for entry in sys.path if _is_graders(Path(entry))}
    sys.path[:] = [entry for entry in sys.path if Path(entry) not in others]
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None)
        if file and others and graders_folder(Path(file).parent) in others:
            del sys.modules[name]
    sys.path[:0] = [str(each) for each in (folder / "visible", folder) if each.is_dir()]


def _is_graders(folder: Path) -> bool:
    """Tell whether a folder on the path was put there for an assignment's graders."""
    return "graders" in folder.parts and graders_folder(folder) is not None


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
