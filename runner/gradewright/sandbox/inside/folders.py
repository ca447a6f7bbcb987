"""The folder that a submission works in: that of its graded file, as on the student's machine.

Someone else may have started Python in the folder above. So what lies there is found from the
graded file's folder, too, where nothing of the same name is.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path, PurePosixPath


def enter(main: str) -> None:
    """Make the folder of the graded file the working folder.

    Args:
        main: the graded file's path in the present one, which holds the whole submission.
    """
    inner = PurePosixPath(main).parent
    if inner == PurePosixPath() or inner.is_absolute() or ".." in inner.parts:
        return
    root = Path.cwd()
    folder = root / inner
    # a name that this file system refuses, a link that a seal does
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        os.chdir(folder)
        _show(root, folder, {folder, *folder.parents})


def _show(source: Path, target: Path, way: set[Path]) -> None:
    """Link what is in `source` into `target`, but no folder on the way to `target`."""
    for entry in source.iterdir():
        place = target / entry.name
        if entry in way:
            continue
        if not place.exists():
            place.symlink_to(entry)
        elif place.is_dir() and entry.is_dir() and not place.is_symlink():
            _show(entry, place, way)
