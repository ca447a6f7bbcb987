"""Lend the helper modules of graders, which assignments may call the same."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gradewright.grading.folders import graders_folder, put_on_path


@pytest.fixture
def beside_graders(repository: Path) -> Iterator[Callable[[str], None]]:
    """Give a function that puts an assignment's helpers on the path; they are forgotten after."""
    before = list(sys.path)
    _forget()
    yield lambda slug: put_on_path(repository / "graders" / slug)
    sys.path[:] = before
    _forget()


def _forget() -> None:
    for name, module in list(sys.modules.items()):
        folder = Path(getattr(module, "__file__", None) or "/").parent
        if graders_folder(folder) or folder.name == "support":
            del sys.modules[name]
