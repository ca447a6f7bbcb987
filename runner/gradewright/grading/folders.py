"""Where graders lie, however pytest was called; light, as every pytest run loads it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
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

    What students are handed out, in `assignments/<slug>/support`, can be imported as well. Modules
    of another assignment, which may call theirs the same, are forgotten.
    """
    folder = graders_folder(path)
    if folder is None or str(folder) in sys.path:
        return
    entries = [Path(entry) for entry in sys.path]
    earlier = {graders_folder(entry) for entry in entries if "graders" in entry.parts}
    others = {each for graders in earlier if graders for each in _importable(graders)}
    sys.path[:] = [entry for entry in sys.path if Path(entry) not in others]
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None)
        if file and Path(file).parent in others:
            del sys.modules[name]
    sys.path[:0] = [str(each) for each in _importable(folder) if each.is_dir()]


@contextmanager
def left_as_they_are() -> Iterator[None]:
    """Let this process import what it did before, and know the modules that it knew, afterwards."""
    path, modules = list(sys.path), dict(sys.modules)
    try:
        yield
    finally:
        sys.path[:] = path
        for name, module in list(sys.modules.items()):
            file = getattr(module, "__file__", None)
            if modules.get(name) is not module and file and graders_folder(Path(file)) is not None:
                del sys.modules[name]
        sys.modules.update({n: m for n, m in modules.items() if n not in sys.modules})


def _importable(graders: Path) -> tuple[Path, ...]:
    """Return where modules lie that an assignment's graders import by name."""
    support = graders.parents[1] / "assignments" / graders.name / "support"
    return graders / "visible", graders, support


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
