"""Find which submissions lie under some paths, and account for every entry."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from gradewright.course.records import Assignment, Course
from gradewright.errors import UnreadableError, UsageError
from gradewright.phrases import say
from gradewright.submissions.layouts import Layout, Survey, is_hollow, survey
from gradewright.submissions.names import shown
from gradewright.submissions.places import place_of
from gradewright.submissions.records import Findings, LeftOut
from gradewright.submissions.search import Search, holds
from gradewright.submissions.settling import settle


def find(
    paths: Sequence[Path],
    *,
    assignment: Assignment | None,
    course: Course,
    layout: Layout = "auto",
) -> Findings:
    """Return what becomes of everything under some paths.

    Args:
        paths: files, folders or archives in any of the layouts that `submissions.layouts` names.
        assignment: the only assignment wanted; None: those that names and contents tell.
        course: the course whose assignments these are.
        layout: how each path is to be read; "auto" weighs it.

    Returns:
        The submissions, by student and assignment in natural order, the entries that are graded
        for nobody, each with a reason, and the readings that could have been others.

    Raises:
        UsageError: nothing at all can be graded, a path can be read in two ways, or two
            submissions from different places claim the same student and assignment.
    """
    if not paths:
        raise UsageError(say("submissions.no_paths"))
    search = Search.of(assignment, course)
    into = Survey(search)
    problems = []
    for path in paths:
        problem = _survey_path(path, into, layout, alone=len(paths) == 1)
        if problem is not None:
            problems.append(problem)
    found = settle(into)
    if not found:
        raise UsageError(problems[0] if problems else _why_nothing(paths[0], into))
    left_out = tuple(dict.fromkeys(into.left_out))
    return Findings(found, left_out, tuple(into.decisions))


def _survey_path(path: Path, into: Survey, layout: Layout, *, alone: bool) -> str | None:
    """Look through one path that was named; return what is wrong with it, if anything is."""
    # Names are taken from the absolute path: `.` and `..` name no student.
    absolute = Path(os.path.abspath(path))  # noqa: PTH100 (resolve() would follow links)
    shown_path = shown(str(path), most=300)
    before = len(into.claims), len(into.left_out)
    problem = None
    try:
        survey(place_of(absolute, "" if alone else str(path)), into, layout)
    except FileNotFoundError:
        problem = say("submissions.missing_path", path=shown_path)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        problem = say("submissions.no_listing", path=shown_path, reason=reason)
    except UnreadableError as error:
        problem = str(error)
    new = into.claims[before[0] :]
    if new and all(is_hollow(claim, into.search) for claim in new):
        # A mistyped path, rather than a class none of whom has handed in anything.
        del into.claims[before[0] :]
        problem = _why_nothing(path, into)
    if problem is None and before == (len(into.claims), len(into.left_out)):
        problem = _why_nothing(path, into)
    if problem is not None:
        into.left_out.append(LeftOut(shown_path, problem))
    return problem


def _why_nothing(path: Path, into: Survey) -> str:
    search = into.search
    place = shown(str(path), most=300)
    slugs = ", ".join(search.slugs)
    example = search.slugs[0] if search.slugs else "SLUG"
    if search.assignment is not None:
        return say("submissions.nothing_for", path=place, assignment=search.assignment.slug)
    if holds(place_of(path, "")):
        return say("submissions.needs_assignment", path=place, slugs=slugs, example=example)
    return say("submissions.nothing_found", path=place, example=example)
