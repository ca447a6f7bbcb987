"""Strangers' text in Markdown: shown as it is, and never markup, mention, link or HTML.

Every sign that means something is written as a character reference, which cannot start any
structure; what looks for names and links in finished pages leaves `<code>` alone; and a mark of no
width after `@` keeps the rest from finding an address.
"""

from __future__ import annotations

from gradewright.words.printable import clean, one_line

_NO_WIDTH = "\u2060"
_SIGNS = {ord(c): f"&#{ord(c)};" for c in "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"}
_SIGNS[ord("@")] = f"&#64;{_NO_WIDTH}"


def plain(text: str, limit: int = 300) -> str:
    """Return one line of text of the course's own, of which nothing is markup."""
    return one_line(text, limit).translate(_SIGNS)


def quoted(text: str, limit: int = 1_200) -> str:
    """Return text that a student may have had a hand in, on one line, as code."""
    line = " ".join(clean(text).split())
    line = line if len(line) <= limit else line[: limit - 1] + "…"
    return f"<code>{line.translate(_SIGNS)}</code>" if line else ""
