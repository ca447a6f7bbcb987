"""What the files of an assignment hold, as digests: results rest on it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from gradewright.course.records import Assignment

# What graders are proven with decides no result; the rest is what programs leave behind.
_WITHOUT = {"variants", "__pycache__", ".pytest_cache", ".ipynb_checkpoints"}


def digests(folder: Path, root: Path) -> Iterator[tuple[str, str]]:
    """Yield the name below `root` and the digest of every file below a folder, in order.

    Raises:
        OSError: one cannot be read.
    """
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(root) if path.is_relative_to(root) else path
        if path.is_file() and not _WITHOUT.intersection(name.parts):
            yield str(name), hashlib.sha256(path.read_bytes()).hexdigest()


def digests_of(assignment: Assignment, root: Path) -> list[list[tuple[str, str]]]:
    """Return the same for each of an assignment's folders: its own, graders, reference.

    Raises:
        OSError: a file cannot be read.
    """
    folders = (assignment.folder, assignment.graders, assignment.reference)
    return [list(digests(folder, root)) for folder in folders]
