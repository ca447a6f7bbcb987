"""Watch the files of a work by looking at them: that works on every system and every disk."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

from gradewright.selfcheck.kit import NOT_WORK

# One look at the files: time of change, size and identity of each.
Snapshot = dict[str, tuple[int, int, int]]

_ENDINGS = (".py", ".ipynb")
_MOST_FILES = 2000
_DEEPEST = 3
_SETTLE_SECONDS = 0.015
_MOST_SETTLE_SECONDS = 1.0


def snapshot(path: Path) -> Snapshot:
    """Return how the sources of a work are now; empty where there are none.

    Raises:
        OSError: they cannot be looked at.
    """
    folder = path if path.is_dir() else path.parent
    found: Snapshot = {}
    for entry in _sources(str(folder), 0):
        try:
            stat = entry.stat()
        except FileNotFoundError:
            continue
        found[entry.path] = (stat.st_mtime_ns, stat.st_size, stat.st_ino)
        if len(found) >= _MOST_FILES:
            break
    return found


def _sources(folder: str, depth: int) -> Iterator[os.DirEntry[str]]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except (FileNotFoundError, NotADirectoryError):
        return
    for entry in entries:
        name = entry.name
        if name.startswith((".", "__pycache__")) or name in NOT_WORK:
            continue
        if entry.is_dir(follow_symlinks=False):
            if depth < _DEEPEST and not os.path.exists(os.path.join(entry.path, "pyvenv.cfg")):  # noqa: PTH110, PTH118
                yield from _sources(entry.path, depth + 1)
        elif name.endswith(_ENDINGS):
            yield entry


def settled(path: Path, before: Snapshot) -> Snapshot:
    """Return how the sources are once nobody writes them any more.

    An editor empties or removes a file for a moment before it is there again; `before` tells which
    were there.
    """
    until = time.monotonic() + _MOST_SETTLE_SECONDS
    latest = snapshot(path)
    while time.monotonic() < until:
        time.sleep(_SETTLE_SECONDS)
        now = snapshot(path)
        lacking = any(
            size and not now.get(file, (0, 0, 0))[1] for file, (_, size, _) in before.items()
        )
        if now == latest and not lacking:
            return now
        latest = now
    return latest
