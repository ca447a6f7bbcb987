"""How a terminal can show text: its width, colours, links, and characters that it knows."""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from gradewright.words.printable import printable

_COLOURS = {"PASS": "32", "FAIL": "1;31", "TODO": "33", "HIDDEN": "36", "head": "1", "quiet": "2"}
_LINKING = ("iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "Tabby", "rio", "mintty")
_LINKING_TERMS = ("xterm-kitty", "xterm-ghostty", "foot", "alacritty", "contour", "wezterm")
_USUAL_WIDTH = 100
_LEAST_WIDTH = 20


@dataclass(frozen=True, slots=True)
class Style:
    """What may be used to show text.

    Attributes:
        width: characters in a line.
        colours: whether text has colours.
        links: whether files are links (OSC 8).
        ascii: whether nothing but ASCII can be shown.
    """

    width: int = _USUAL_WIDTH
    colours: bool = False
    links: bool = False
    ascii: bool = False

    def paint(self, look: str, text: str) -> str:
        """Return text in the colour of a status, `head` or `quiet`."""
        return f"\x1b[{_COLOURS[look]}m{text}\x1b[0m" if self.colours else text

    def link(self, file: Path, text: str) -> str:
        """Return text that leads to a file, where that can be."""
        if not self.links:
            return text
        return f"\x1b]8;;{file.resolve().as_uri()}\x1b\\{text}\x1b]8;;\x1b\\"

    def cut(self, text: str, width: int) -> str:
        """Return a line of strangers' text that steers nothing and fits into so many columns."""
        safe = printable(text, 4 * max(width, 1))
        if self.ascii:
            safe = safe.replace("…", "...").replace("·", "-")
            safe = safe.encode("ascii", "replace").decode("ascii")
        return _cut(safe, width, "..." if self.ascii else "…")


def _cut(text: str, width: int, end: str) -> str:
    if columns(text) <= width:
        return text
    kept, used = "", columns(end)
    for character in text:
        used += columns(character)
        if used > width:
            break
        kept += character
    return kept + end


def columns(text: str) -> int:
    """Return how many columns a text takes in a terminal."""
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in text)
    return len(text) + wide - sum(unicodedata.combining(c) > 0 for c in text)


def style_of(stream: TextIO, environment: Mapping[str, str], *, plain: bool) -> Style:
    """Return what a stream can show, as the environment says; `plain` asks for text alone."""
    narrow = (stream.encoding or "ascii").lower().replace("-", "")
    only_ascii = not narrow.startswith("utf")
    if plain or not stream.isatty():
        return Style(width_of(stream, environment), ascii=only_ascii)
    colours = not environment.get("NO_COLOR") and environment.get("TERM") != "dumb"
    return Style(width_of(stream, environment), colours, _links(environment), only_ascii)


def width_of(stream: TextIO, environment: Mapping[str, str]) -> int:
    """Return how many columns lines may take."""
    return max(_LEAST_WIDTH, size_of(stream, environment)[0])


def size_of(stream: TextIO, environment: Mapping[str, str]) -> tuple[int, int]:
    """Return columns and rows; many rows where nobody knows."""
    try:
        found = os.get_terminal_size(stream.fileno())
        if found.columns > 0:
            return found.columns, found.lines
    except (OSError, ValueError, AttributeError):
        pass
    given = environment.get("COLUMNS", "")
    return (int(given) if given.isdecimal() and int(given) else _USUAL_WIDTH), 1000


def _links(environment: Mapping[str, str]) -> bool:
    asked = environment.get("FORCE_HYPERLINK")
    if asked:
        return asked != "0"
    term = environment.get("TERM", "")
    if term == "dumb" or environment.get("CI"):
        return False
    vte = environment.get("VTE_VERSION", "")
    return (
        environment.get("TERM_PROGRAM") in _LINKING
        or term.startswith(_LINKING_TERMS)
        or (vte.isdecimal() and int(vte) >= 5000)
        or any(name in environment for name in ("WT_SESSION", "KITTY_WINDOW_ID", "KONSOLE_VERSION"))
    )


def prepare_console() -> None:
    """Have a console of Windows understand what steers terminals, and no text be refused."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
    if sys.platform == "win32":
        os.system("")  # noqa: S605, S607 - what makes a console obey escape sequences
