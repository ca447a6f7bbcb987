"""Watch the files of a work by looking at them: that works on every system and every disk."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from gradewright.selfcheck.kit import NOT_WORK

# One look at the files: time of change, size and identity of each.
Snapshot = dict[str, tuple[int, int, int]]

_ENDINGS = (".py", ".ipynb")
_MOST_ENTRIES = 5000
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
    # Somebody may check in a folder that holds everything of theirs.
    for entry in islice(_entries(str(folder), 0), _MOST_ENTRIES):
        if not entry.name.endswith(_ENDINGS):
            continue
        try:
            stat = entry.stat()
        except FileNotFoundError:
            continue
        found[entry.path] = (stat.st_mtime_ns, stat.st_size, stat.st_ino)
    return found


def _entries(folder: str, depth: int) -> Iterator[os.DirEntry[str]]:
    """Yield the files of a folder, then those of folders in it, but for what is nobody's work."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except (FileNotFoundError, NotADirectoryError):
        return
    ours = [
        e for e in entries if not e.name.startswith((".", "__pycache__")) and e.name not in NOT_WORK
    ]
    folders = [entry for entry in ours if entry.is_dir(follow_symlinks=False)]
    yield from ours
    if depth < _DEEPEST and not any(entry.name == "pyvenv.cfg" for entry in entries):
        for entry in folders:
            yield from _entries(entry.path, depth + 1)


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
