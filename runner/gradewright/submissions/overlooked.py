"""Name what looks like work and is graded for nobody, so that no student is lost in silence."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from gradewright.course.records import Assignment, Course
from gradewright.submissions.kinds import by_name
from gradewright.submissions.layouts import Search, holds_work
from gradewright.submissions.names import is_ignored, natural
from gradewright.submissions.records import Found


def overlooked(
    paths: Sequence[Path],
    found: Sequence[Found],
    *,
    assignment: Assignment | None,
    course: Course,
) -> tuple[Path, ...]:
    """Return the entries of given folders that hold notebooks, scripts or archives for nothing.

    What is called like an assignment that was not asked for is left out on purpose, and is not
    among them.
    """
    search = Search.of(assignment, course)
    roots = {submission.root for submission in found}
    absolute = [Path(os.path.abspath(path)) for path in paths]  # noqa: PTH100 - no links followed
    return tuple(
        entry
        for path in absolute
        if path.is_dir() and path not in roots
        for entry in _entries(path)
        if not _is_covered(entry, roots) and holds_work(entry) and not _is_named(entry, search)
    )


def _entries(path: Path) -> Iterator[Path]:
    entries = (entry for entry in path.iterdir() if not is_ignored(entry.name))
    yield from sorted(
        (e for e in entries if not e.is_symlink()), key=lambda entry: natural(entry.name)
    )


def _is_covered(entry: Path, roots: set[Path]) -> bool:
    return any(root == entry or entry in root.parents for root in roots)


def _is_named(entry: Path, search: Search) -> bool:
    """Tell whether an entry, or one in it, is called like an assignment."""
    inside = entry.iterdir() if entry.is_dir() and os.access(entry, os.R_OK) else iter(())
    names = [entry.name, *(path.name for path in inside)]
    words = (word for name in names for word in (name, *by_name(name).stem.split("__")))
    return any(search.named(word) for word in words)
