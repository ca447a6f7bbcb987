"""File names and anchors made from names that a submission may have chosen."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from urllib.parse import quote

_LONGEST = 80
_LONGEST_BYTES = 160  # a file name may have 255; ours get an ending and a temporary prefix
_RESERVED = re.compile(r"(?i)^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)")
_PLAIN_ID = re.compile(r"[A-Za-z0-9_-]{1,60}")


def file_name(name: str, *, always: bool = False) -> str:
    """Return a safe file name for `name`, the same one every time.

    Letters and digits of every script, `.`, `-`, `_`, `+`, `@` and inner spaces stay; anything
    else becomes `_`. A name that had to be altered gets a short digest of the original, so that
    different names stay different; with `always` it gets one in any case.
    """
    kept = "".join(c if _allowed(c) else "_" for c in unicodedata.normalize("NFC", name))
    kept = _cut(kept.strip(" .")) or "_"
    if _RESERVED.match(kept):
        kept = f"_{kept}"
    return kept if kept == name and not always else f"{_cut(kept, spare=9)}-{_digest(name)}"


def page_stem(assignment: str) -> str:
    """Return the safe stem of an assignment's page, never one that a notebook's copy takes."""
    stem = file_name(assignment)
    return f"{stem}-{_digest(assignment)}" if stem.endswith("-notebook") else stem


def href(*parts: str) -> str:
    """Return a relative link to a file, percent-encoded."""
    return "/".join(quote(part, safe="") for part in parts)


def question_anchor(index: int, question_id: str) -> str:
    """Return the anchor of a question's card (`index` counts from 0)."""
    return f"q-{question_id}" if _PLAIN_ID.fullmatch(question_id) else f"q.{index + 1}"


def row_anchor(question: int, test: int) -> str:
    """Return the anchor of a test's row (both count from 0)."""
    return f"t-{question + 1}-{test + 1}"


def line_anchor(cell: int | None, line: int) -> str:
    """Return the anchor of a line in a notebook's or script's copy."""
    return f"L{line}" if cell is None else f"cell-{cell}-L{line}"


def _allowed(character: str) -> bool:
    return character in " .-_+@" or unicodedata.category(character)[0] in "LN"


def _cut(text: str, spare: int = 0) -> str:
    """Return `text` short enough for a file name, with room for `spare` characters."""
    text = text[: _LONGEST - spare]
    while len(text.encode()) > _LONGEST_BYTES - spare:
        text = text[:-1]
    return text.rstrip(" .")


def _digest(name: str) -> str:
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
