"""Turn bytes into text: what can be read is read, and what was guessed is told."""

from __future__ import annotations

import codecs
import json
import re

_CODING = re.compile(rb"[ \t\f]*#.*?coding[:=][ \t]*([-\w.]{1,40})")
_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Python also knows codecs that are no character sets (rot13, zlib, idna); a few of them are slow.
_CHARACTER_SETS = ("utf-8", "ascii", "iso8859", "cp", "koi8", "mac", "gb", "big5", "euc", "shift")
_FALLBACKS = ("cp1252", "latin-1")


def decode_script(content: bytes) -> tuple[str, str | None]:
    """Return a script's text, and the encoding where it had to be guessed (else None)."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _decode_or_guess(content, encoding)
    wide = _wide(content)
    if wide is not None:
        return _decode_or_guess(content, wide)
    return _decode_or_guess(content, _declared(content) or "utf-8")


def decode_json(content: bytes) -> tuple[str, str | None]:
    """Return a JSON text, and the encoding where it had to be guessed (else None)."""
    return _decode_or_guess(content, json.detect_encoding(content))


def _decode_or_guess(content: bytes, encoding: str) -> tuple[str, str | None]:
    for name in (encoding, "utf-8"):
        try:
            return content.decode(name), None
        except UnicodeError:
            continue
    for name in _FALLBACKS[:-1]:
        try:
            return content.decode(name), name
        except UnicodeError:
            continue
    return content.decode(_FALLBACKS[-1]), _FALLBACKS[-1]


def _wide(content: bytes) -> str | None:
    """Return UTF-16 without a mark, told by every second byte being zero."""
    if content.count(0) * 3 < len(content) or not content:
        return None
    odd, even = content[1::2].count(0), content[::2].count(0)
    if min(odd, even) * 10 > max(odd, even):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _declared(content: bytes) -> str | None:
    """Return the encoding that a comment in the first two lines declares, if it is usable."""
    for line in content[:1000].splitlines()[:2]:
        match = _CODING.match(line)
        if match:
            return _character_set(match[1].decode("ascii", "replace"))
    return None


def _character_set(name: str) -> str | None:
    try:
        codec = codecs.lookup(name)
    except LookupError:
        return None
    usable = codec.name.startswith(_CHARACTER_SETS) and b"coding".decode(codec.name, "replace")
    return codec.name if usable == "coding" else None


def tidy(text: str) -> str:
    r"""Return text with `\n` line ends, without marks, NULs and halves of characters.

    A lone surrogate, which JSON can spell, becomes U+FFFD: it could not be written out again.
    """
    lines = text.removeprefix("\ufeff").replace("\0", "")
    lines = lines.replace("\r\n", "\n").replace("\r", "\n")
    try:
        lines.encode("utf-8")
    except UnicodeEncodeError:
        return re.sub("[\ud800-\udfff]", "\ufffd", lines)
    return lines


def lines_of(source: str) -> list[str]:
    """Return the lines of a source as Python counts them: a form feed ends none."""
    return source.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def is_binary(text: str) -> bool:
    """Tell whether text is full of control characters, as no program text is."""
    sample = text[:8192]
    odd = sum(char < " " and char not in "\t\n\r\f\0" for char in sample)
    return odd * 20 > len(sample)
