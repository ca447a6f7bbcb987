"""Text from strangers made printable: no terminal escapes, no invisible tricks, a bounded length.

Everything that comes out of a submission (names, messages, code, outputs) passes through `clean`
or `one_line` before it reaches a page or a table, and through `printable` before a terminal.
"""

from __future__ import annotations

import re
import sys

# CSI, terminated OSC, terminated strings (DCS, SOS, PM, APC), and the two-character escapes.
_ANSI = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?"
    r"|\x1b\](?:[^\x07\x1b]*(?:\x07|\x1b\\))?"
    r"|\x1b[PX^_](?:[^\x1b]*\x1b\\)?"
    r"|\x1b[ -/]*[0-~]"
)
_SPACES = "\u00a0\u2009\u202f"
_LINE_BREAKS = re.compile(r"\r\n?")
# Overrides of direction and line can make code or a name read differently from what it is.
_DIRECTION = (*range(0x2028, 0x202F), *range(0x2066, 0x206A))


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


def printable(line: str, longest: int = sys.maxsize) -> str:
    """Return one line of a terminal without what could steer it, cut after `longest` characters."""
    safe = "".join(_in_terminal(c) for c in line[:longest])
    return safe if len(line) <= longest else safe[:-1] + "…"


def _in_terminal(character: str) -> str:
    if character.isprintable():
        return character
    return " " if character in _SPACES else "\ufffd"


def without_escapes(text: str) -> str:
    """Return text without the sequences that colour a terminal (ANSI), as Keras writes them."""
    return _ANSI.sub("", text)
