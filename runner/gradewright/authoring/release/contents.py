"""What a release of an assignment holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gradewright import __version__
from gradewright.authoring.kits import kit_of
from gradewright.authoring.release.pyz import pyz_of
from gradewright.authoring.statement import read_statement
from gradewright.authoring.stub import make_template
from gradewright.course.records import Assignment
from gradewright.errors import CourseError
from gradewright.phrases import say
from gradewright.reports import statement_page
from gradewright.reports.formulas_in_words import without_formulas
from gradewright.reports.statement_page import StatedQuestion
from gradewright.selfcheck.kit import Asked, Kit
from gradewright.words.numbers import points

_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._+-]*(?<!\.)")
# Windows keeps these names for itself, whatever ending they have.
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_MOST_DATA = 10_000_000


@dataclass(frozen=True, slots=True)
class Release:
    """What students get for an assignment.

    Attributes:
        slug: the assignment.
        stamp: tells it from others.
        files: their contents, by paths with `/`.
    """

    slug: str
    stamp: str
    files: dict[str, bytes]


def release_of(assignment: Assignment, language: str = "en") -> Release:
    """Return the release of an assignment.

    Args:
        assignment: one whose visible tests stand in `graders/<slug>/visible/`.
        language: that of what students read.

    Raises:
        CourseError: something of the assignment is not as it must be.
    """
    kit = kit_of(assignment, language)
    packages = tuple(dict.fromkeys(("numpy", *assignment.load.preload)))
    files = {name: text.encode() for name, text in make_template(assignment).items()}
    files |= {f"checks/{name}": text.encode() for name, text in kit.graders.items()}
    files |= _data(assignment)
    files |= _statement(assignment, kit)
    files["questions.txt"] = _questions(kit).encode()
    files["README.txt"] = _readme(kit, packages).encode()
    files["check.pyz"] = pyz_of(kit, packages)
    _require_plain_names(assignment, files)
    return Release(assignment.slug, kit.stamp, dict(sorted(files.items())))


def _data(assignment: Assignment) -> dict[str, bytes]:
    """Return the files of `assignments/<slug>/data/`, which students work with."""
    folder = assignment.folder / "data"
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    shown = [f for f in files if not any(p.startswith(".") for p in f.relative_to(folder).parts)]
    size = sum(file.stat().st_size for file in shown)
    if size > _MOST_DATA:
        allowed = say("release.small", most=_megabytes(_MOST_DATA))
        raise CourseError(folder, "data", say("release.too_large", size=_megabytes(size)), allowed)
    return {f"data/{f.relative_to(folder).as_posix()}": f.read_bytes() for f in shown}


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB"


def _statement(assignment: Assignment, kit: Kit) -> dict[str, bytes]:
    """Return the statement as a page and as text."""
    statement = read_statement(assignment)
    asked = [_stated(kit, question, statement.sections[question.id]) for question in kit.questions]
    text = "\n\n".join([statement.introduction, *statement.sections.values()])
    pictures = _pictures(assignment, text)
    page = statement_page.render(statement.introduction, asked, pictures, kit.stamp)
    return {
        "statement.html": page.encode(),
        "statement.txt": f"{without_formulas(text)}\n".encode(),
    }


def _stated(kit: Kit, asked: Asked, text: str) -> StatedQuestion:
    visible = sum(check.question == asked.id for check in kit.checks)
    counts = (visible, asked.hidden_tests)
    return StatedQuestion(asked.id, asked.points, asked.hidden_points, *counts, text)


def _pictures(assignment: Assignment, text: str) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for name in statement_page.pictures_in(text):
        file = assignment.folder / name
        inside = file.resolve().is_relative_to(assignment.folder.resolve())
        if not (inside and file.is_file() and statement_page.kind_of_picture(name)):
            place = assignment.folder / "statement.md"
            raise CourseError(place, name, say("release.no_picture"), say("release.a_picture"))
        found[name] = file.read_bytes()
    return found


def _questions(kit: Kit) -> str:
    """Return the questions with their points as a table."""
    heads = ("question", "points", "by_checks", "by_hidden", "functions")
    rows = [tuple(say(f"release.{head}") for head in heads)]
    for asked in kit.questions:
        decided = (asked.points, asked.points - asked.hidden_points, asked.hidden_points)
        rows.append((asked.id, *map(points, decided), ", ".join(asked.functions)))
    total = sum(asked.points for asked in kit.questions)
    hidden = sum(asked.hidden_points for asked in kit.questions)
    rows.append((say("release.together"), *map(points, (total, total - hidden, hidden)), ""))
    return f"{kit.title}\n\n{_table(rows)}"


def _table(rows: Sequence[Sequence[str]]) -> str:
    """Return rows in columns, numbers at the right."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        cells = [
            cell.rjust(width) if 0 < at < len(row) - 1 else cell.ljust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(cells).rstrip() + "\n")
    return "".join(lines)


def _readme(kit: Kit, packages: Iterable[str]) -> str:
    words = {"packages": ", ".join(packages), "version": __version__}
    text = say("release.readme", title=kit.title, slug=kit.slug, stamp=kit.stamp, **words)
    return text.lstrip("\n")


def _require_plain_names(assignment: Assignment, names: Iterable[str]) -> None:
    """Refuse names that some computer cannot write.

    Raises:
        CourseError: there is one.
    """
    seen: set[str] = set()
    for name in names:
        parts = name.split("/")
        plain = all(_NAME.fullmatch(part) and not _DEVICES.fullmatch(part) for part in parts)
        if not plain or name.lower() in seen:
            found, allowed = say("release.odd_name"), say("release.plain_name")
            raise CourseError(assignment.folder, name, found, allowed)
        seen.add(name.lower())
