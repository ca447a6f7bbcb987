"""Text as a report shows it: cut with a note, in lines, as a title, as what a list is sorted by."""

from __future__ import annotations

import unicodedata

from gradewright.phrases import say
from gradewright.results import SubmissionResult
from gradewright.words.decoding import lines_of
from gradewright.words.printable import clean, one_line


def shorten(text: str, limit: int) -> str:
    """Return text cleaned and cut after `limit` characters, with a note of how much is left out."""
    kept = clean(text[:limit])
    if len(text) <= limit:
        return kept
    return f"{kept.rstrip()}\n{say('report.cut', count=f'{len(text) - limit:,}')}"


def source_lines(source: str) -> list[str]:
    """Return the lines of a source as Python counts them, without empty ones at the end."""
    return lines_of(source.rstrip("\r\n"))


def words(slug: str) -> str:
    """Return a slug as a title: `planar_network` becomes `Planar network`."""
    text = one_line(slug.replace("_", " ").replace("-", " "))
    return text[:1].upper() + text[1:]


def title_of(result: SubmissionResult) -> str:
    """Return the assignment's title; a record without one gets it from the slug."""
    return one_line(result.title) or words(result.assignment)


def sort_key(text: str) -> str:
    """Return what a person's list is sorted by: letters without case and accents."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in plain if not unicodedata.combining(c))
