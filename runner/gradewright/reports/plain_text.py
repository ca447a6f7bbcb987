"""Text as a report may show it: no terminal escapes, no invisible tricks, a bounded length.

Everything that comes out of a submission (names, messages, code, outputs) passes through
`clean` before it reaches a page or a table.
"""

from __future__ import annotations

import re
import unicodedata

from gradewright.phrases import say
from gradewright.results import SubmissionResult

# CSI, terminated OSC, terminated strings (DCS, SOS, PM, APC), and the two-character escapes.
_ANSI = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"
    r"|\x1b\](?:[^\x07\x1b]*(?:\x07|\x1b\\))?"
    r"|\x1b[PX^_](?:[^\x1b]*\x1b\\)?"
    r"|\x1b[ -/]*[0-~]"
)
_LINE_BREAKS = re.compile(r"\r\n?")
# Overrides of direction and line can make code or a name read differently from what it is.
_DIRECTION = (*range(0x2028, 0x202F), *range(0x2066, 0x206A))
_NUMBER = re.compile(r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?")


def _visible() -> dict[int, str | None]:
    """Return what each control character, override and lone surrogate turns into."""
    table: dict[int, str | None] = {code: chr(0x2400 + code) for code in range(0x20)}
    table |= dict.fromkeys((*range(0x80, 0xA0), *range(0xD800, 0xE000)), "\ufffd")
    table |= {code: f"⟨U+{code:04X}⟩" for code in _DIRECTION}
    table |= {0x7F: "\u2421", 0xFEFF: None, 0xFFFE: "\ufffd", 0xFFFF: "\ufffd"}
    del table[ord("\n")], table[ord("\t")]
    return table


_VISIBLE = _visible()
_ODD = re.compile("[" + "".join(re.escape(chr(c)) for c in _VISIBLE) + "]")


def clean(text: str) -> str:
    """Return text without terminal escapes, with control characters made visible.

    Line breaks become a newline, tabs stay, lone surrogates become U+FFFD, so that the result
    always encodes as UTF-8.
    """
    if not _ODD.search(text):
        return text
    return _LINE_BREAKS.sub("\n", _ANSI.sub("", text)).translate(_VISIBLE)


def one_line(text: str, limit: int = 200) -> str:
    """Return text cleaned, on one line, of at most `limit` characters."""
    line = " ".join(clean(text[: 4 * limit]).split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def shorten(text: str, limit: int) -> str:
    """Return text cleaned and cut after `limit` characters, with a note of how much is left out."""
    kept = clean(text[:limit])
    if len(text) <= limit:
        return kept
    return f"{kept.rstrip()}\n{say('report.cut', count=f'{len(text) - limit:,}')}"


def source_lines(source: str) -> list[str]:
    """Return the lines of a source as Python counts them, without empty ones at the end."""
    return _LINE_BREAKS.sub("\n", source).rstrip("\n").split("\n")


def without_numbers(text: str) -> str:
    """Return text with each number replaced by `#`, so that like messages fall together."""
    return _NUMBER.sub("#", text)


def points(value: float) -> str:
    """Return a score as people write it: at most two decimals, no trailing zeros."""
    return decimals(value, 2)


def decimals(value: float, places: int) -> str:
    """Return a number with at most `places` decimals and no trailing zeros."""
    text = f"{value:.{places}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text


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
