"""Write a new assignment in the one layout: a small whole example, to be changed step by step."""

from __future__ import annotations

import keyword
import re
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Literal, get_args

from gradewright.authoring.stub import write_template
from gradewright.course.reader import read_assignment
from gradewright.errors import UsageError
from gradewright.phrases import say

Like = Literal["numpy", "keras"]
LIKES: tuple[Like, ...] = get_args(Like)

_PART, _SUFFIX = "SLUG", ".tmpl"
_SLUG = re.compile(r"[a-z][a-z0-9_]*")
_FOLDERS = ("assignments", "graders", "reference", "student_template")


def write_new(root: Path, slug: str, like: Like = "numpy") -> list[Path]:
    """Write an assignment with statement, reference, graders, variants and stubs.

    Args:
        root: the course's folder, with `course.toml` in it.
        slug: the new assignment's, a Python name in small letters.
        like: what it is an example of.

    Returns:
        The files, below `root`.

    Raises:
        UsageError: the slug is none or taken, or `root` is no course.
    """
    if not (root / "course.toml").is_file():
        raise UsageError(say("new.no_course", folder=root))
    if not _SLUG.fullmatch(slug) or keyword.iskeyword(slug):
        raise UsageError(say("new.no_slug", slug=slug))
    for name in _FOLDERS:
        if (root / name / slug).exists():
            raise UsageError(say("new.taken", folder=root / name / slug))
    written = [
        _write(root / name.replace(_PART, slug), text) for name, text in _templates(like).items()
    ]
    assignment = read_assignment(root / "assignments" / slug, root)
    written += [assignment.template / name for name in write_template(assignment)]
    return [file.relative_to(root) for file in written]


def _write(file: Path, text: str) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def _templates(like: Like) -> dict[str, str]:
    """Return the text of each file of an example, by its path with SLUG in it."""
    top = resources.files("gradewright.authoring") / "templates" / like
    found: dict[str, str] = {}
    waiting: list[tuple[str, Traversable]] = [("", top)]
    while waiting:
        path, place = waiting.pop()
        if place.is_dir():
            waiting += [
                (f"{path}{'/' if path else ''}{child.name}", child) for child in place.iterdir()
            ]
        elif path.endswith(_SUFFIX):
            found[path.removesuffix(_SUFFIX)] = place.read_text(encoding="utf-8")
    return dict(sorted(found.items()))
