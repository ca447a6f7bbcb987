"""Notes on a submission's file, with the place that each begins with as a link to the copy."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from gradewright.reports.excerpts import Notebook
from gradewright.reports.plain_text import shorten
from gradewright.words.places import where

_LONG = 1_000


@dataclass(frozen=True, slots=True)
class Note:
    """A note: the place it begins with, where that leads to ("" for nowhere), and the rest."""

    place: str
    href: str
    text: str


def note_view(note: str, notebook: Notebook) -> Note:
    """Return a note with its place apart, where it begins with one that the copy shows."""
    text = shorten(note, _LONG)
    for pattern in _patterns():
        found = pattern.match(text)
        if found:
            parts = found.groupdict()
            cell = int(parts["cell"]) if parts.get("cell") else None
            href = notebook.link(parts.get("file") or notebook.file, cell, int(parts["line"]))
            if href:
                return Note(found[0], href, text[found.end() :])
    return Note("", "", text)


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """Return patterns of the catalogue's own phrases for places in a cell and in a file."""
    number, name = r"(?P<{}>\d{{1,7}})", r"(?P<file>[^\n,]{1,200})"
    cell = rf"{number.format('cell')}(?: \([\w, ]{{1,200}}\))?"
    line = number.format("line")
    phrases = (
        where("", "\0c", "\0l", first=True),
        where("\0f", None, "\0l"),
    )
    parts = {"\0c": cell, "\0l": line, "\0f": name}
    return tuple(re.compile(_filled(phrase, parts)) for phrase in phrases)


def _filled(phrase: str, parts: dict[str, str]) -> str:
    pieces = re.split("(\0[clf])", phrase)
    return "".join(parts.get(piece, re.escape(piece)) for piece in pieces)
