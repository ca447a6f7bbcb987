"""The student's own definitions beside what went wrong, with the lines that an error passed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from gradewright.reports import highlight
from gradewright.reports.plain_text import source_lines
from gradewright.reports.safe_names import line_anchor
from gradewright.results import CodeExcerpt, CodeLine
from gradewright.words.places import where
from gradewright.words.printable import one_line

_MOST_LINES = 80
_WIDEST = 400
_MOST_EXCERPTS = 4


@dataclass(frozen=True, slots=True)
class Notebook:
    """The rendered copy of a submission: where it stands and which file it shows.

    `href` is empty where there is none. An unknown `file` (empty) is taken for the only one.
    """

    href: str = ""
    file: str = ""

    def link(self, file: str, cell: int | None, line: int) -> str:
        """Return the link to a line in the copy, empty where the copy does not show it."""
        if not self.href or (self.file and file != self.file):
            return ""
        return f"{self.href}#{line_anchor(cell, line)}"


@dataclass(frozen=True, slots=True)
class NumberedLine:
    """A line of an excerpt; `marked` when an error passed through it."""

    number: int
    html: Markup
    marked: bool


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A definition as a card shows it; `left_out` counts the lines that are not shown."""

    function: str
    where: str
    href: str
    lines: tuple[NumberedLine, ...]
    left_out: int


class ExcerptShelf:
    """Hands out each definition once: the first card that needs it shows it."""

    def __init__(self, code: tuple[CodeExcerpt, ...], notebook: Notebook) -> None:
        self.notebook = notebook
        self._left = {excerpt.function: excerpt for excerpt in code}

    def take(self, functions: Iterable[str], passed: list[CodeLine]) -> tuple[Excerpt, ...]:
        """Return the definitions of `functions` that no card has shown yet."""
        wanted = [name for name in dict.fromkeys(functions) if name in self._left]
        taken = [self._left.pop(name) for name in wanted[:_MOST_EXCERPTS]]
        return tuple(_excerpt(excerpt, passed, self.notebook) for excerpt in taken)


def _excerpt(excerpt: CodeExcerpt, passed: list[CodeLine], notebook: Notebook) -> Excerpt:
    marked = {at.line for at in passed if (at.file, at.cell) == (excerpt.file, excerpt.cell)}
    source = source_lines(excerpt.text)
    kept = "\n".join(line[:_WIDEST] for line in source[:_MOST_LINES])
    return Excerpt(
        function=one_line(excerpt.function),
        where=where(one_line(excerpt.file), excerpt.cell, excerpt.line),
        href=notebook.link(excerpt.file, excerpt.cell, excerpt.line),
        lines=tuple(
            NumberedLine(number, html, number in marked)
            for number, html in enumerate(highlight.lines(kept), start=excerpt.line)
        ),
        left_out=max(0, len(source) - _MOST_LINES),
    )
