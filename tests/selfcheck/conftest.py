"""Kits of the course's assignments, made once, and what checks work given as source."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from gradewright.authoring.kits import kit_of
from gradewright.course.reader import read_course
from gradewright.selfcheck.checking import Checking
from gradewright.selfcheck.found import Found
from gradewright.selfcheck.kit import Kit
from gradewright.selfcheck.work import FileWork

REPOSITORY = Path(__file__).resolve().parents[2]


@cache
def kit_named(slug: str) -> Kit:
    assignments = read_course(REPOSITORY).assignments
    return kit_of(next(a for a in assignments if a.slug == slug))


@pytest.fixture
def kit() -> Callable[[str], Kit]:
    """Give the kit of an assignment by its name."""
    return kit_named


@pytest.fixture
def checked(tmp_path: Path) -> Callable[..., list[Found]]:
    """Check a file, or source, by the tests of an assignment."""

    def check(slug: str, work: Path | str, *names: str, seed: int = 1) -> list[Found]:
        if isinstance(work, str):
            file = tmp_path / f"{slug}.py"
            file.write_text(work, encoding="utf-8")
            work = file
        kit = kit_named(slug)
        return list(Checking(kit).run(FileWork(kit, work), kit.chosen(names), seed))

    return check
