"""Find which submissions lie under some paths."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from gradewright.course.records import Assignment, Course
from gradewright.errors import UsageError
from gradewright.phrases import say
from gradewright.submissions.kinds import by_name
from gradewright.submissions.layouts import Search, holds_work, submissions_in
from gradewright.submissions.names import listed, natural, shown
from gradewright.submissions.records import Found


def find(
    paths: Sequence[Path], *, assignment: Assignment | None, course: Course
) -> tuple[Found, ...]:
    """Return the submissions under some paths, by student and assignment in natural order.

    Args:
        paths: files or folders in any of the layouts that `submissions.layouts` describes.
        assignment: the only assignment wanted; None: those that names of files and folders tell.
        course: the course whose assignments these are.

    Raises:
        UsageError: a path does not exist or holds nothing that could be graded, an assignment
            has to be given, or two submissions claim the same student and assignment.
    """
    if not paths:
        raise UsageError(say("submissions.no_paths"))
    search = Search.of(assignment, course)
    claims = [found for path in paths for found in _under(path, search)]
    groups: dict[tuple[str, str], list[Found]] = {}
    for found in claims:
        groups.setdefault((found.student, found.assignment), []).append(found)
    settled = [_settle(group, search) for group in groups.values()]
    return tuple(sorted(settled, key=lambda f: (natural(f.student), natural(f.assignment))))


def _under(path: Path, search: Search) -> list[Found]:
    """Return the submissions under one path that was given."""
    # Names are taken from the absolute path: `.` and `..` name no student.
    absolute = Path(os.path.abspath(path))  # noqa: PTH100 (resolve() would follow links)
    try:
        if not path.exists():
            raise UsageError(say("submissions.missing_path", path=shown(str(path), most=300)))
        found = submissions_in(absolute, search)
        if found:
            return found
        raise UsageError(_why_nothing(absolute, path, search))
    except OSError as problem:
        place, reason = shown(str(problem.filename), most=300), problem.strerror
        raise UsageError(say("submissions.no_listing", path=place, reason=reason)) from problem


def _why_nothing(absolute: Path, path: Path, search: Search) -> str:
    place = shown(str(path), most=300)
    slugs = ", ".join(search.slugs)
    example = search.slugs[0] if search.slugs else "SLUG"
    if search.assignment is not None:
        return say("submissions.nothing_for", path=place, assignment=search.assignment.slug)
    if holds_work(absolute):
        return say("submissions.needs_assignment", path=place, slugs=slugs, example=example)
    return say("submissions.nothing_found", path=place, example=example)


def _settle(group: list[Found], search: Search) -> Found:
    """Return the one of several claims to the same student and assignment that is graded.

    Claims from different folders may be two people of the same name: they are refused.
    """
    by_root = {found.root: found for found in group}
    if len(by_root) == 1:
        return group[0]
    if len({root.parent for root in by_root}) > 1:
        raise UsageError(_two_claims(group[0], by_root))
    last = max(by_root.values(), key=lambda found: _claim(found, search))
    others = sorted((root.name for root in by_root if root != last.root), key=natural)
    note = say("submissions.several", file=shown(last.root.name), others=listed(others))
    return replace(last, notes=(*last.notes, note))


def _two_claims(found: Found, roots: Iterable[Path]) -> str:
    places = listed(sorted((str(root) for root in roots), key=natural), most=3)
    return say(
        "submissions.two_places", student=found.student, assignment=found.assignment, places=places
    )


def _claim(found: Found, search: Search) -> tuple[object, ...]:
    """Return the key whose greatest is graded: the last by name of what can be read."""
    name = found.root.name
    order = ("zip", *reversed(search.preferred_kinds(found.assignment)))
    if found.root.is_dir():
        return True, natural(name), len(order)
    named = by_name(name)
    readable = named.kind in order
    return readable, natural(named.stem), order.index(named.kind) if readable else 0
