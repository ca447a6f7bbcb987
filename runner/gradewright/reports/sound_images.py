"""Images let through only as what they claim to be and of a sane size."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from gradewright.reports.notebook_cells import text_of

_LONGEST = 3_000_000  # bytes of one image, decoded
_MOST_PIXELS = 40_000_000
_JPEG_SIZES = (*range(0xC0, 0xC4), *range(0xC5, 0xC8), *range(0xC9, 0xCC), *range(0xCD, 0xD0))


# What a notebook may show.
KINDS = ("image/png", "image/jpeg", "image/gif")


@dataclass(frozen=True, slots=True)
class SoundImage:
    """An image whose own header agrees with its kind: its `data:` link and its size in pixels."""

    url: Markup
    width: int
    height: int


def data_url(kind: str, value: Any) -> Markup | None:
    """Return the `data:` link of a notebook's picture, or None when it is not a sound one."""
    found = sound_image(kind, text_of(value))
    return found.url if found else None


def sound_image(kind: str, text: str) -> SoundImage | None:
    """Return the image that base64 text stands for, or None when it is not a sound one.

    The link is made anew from the decoded bytes: nothing of the text itself is in it.
    """
    content = _decode(text)
    size = _size(kind, content) if 0 < len(content) <= _LONGEST else None
    if size is None or not 0 < size[0] * size[1] <= _MOST_PIXELS:
        return None
    encoded = base64.b64encode(content).decode("ascii")
    return SoundImage(Markup("data:{};base64,{}").format(kind, encoded), *size)


def _decode(text: str) -> bytes:
    """Return the bytes that base64 text stands for; none where it is not base64."""
    if len(text) > 2 * _LONGEST:
        return b""
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return b""


def _size(kind: str, content: bytes) -> tuple[int, int] | None:
    """Return width and height as the file's own header tells them."""
    if kind == "image/png" and content[:8] == b"\x89PNG\r\n\x1a\n" and content[12:16] == b"IHDR":
        return int.from_bytes(content[16:20]), int.from_bytes(content[20:24])
    if kind == "image/gif" and content[:6] in {b"GIF87a", b"GIF89a"}:
        return int.from_bytes(content[6:8], "little"), int.from_bytes(content[8:10], "little")
    if kind == "image/jpeg" and content[:2] == b"\xff\xd8":
        return _jpeg_size(content)
    return None


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    """Walk the segments of a JPEG to the one that holds its size."""
    at = 2
    while at + 9 <= len(content) and content[at] == 0xFF:
        if content[at + 1] in _JPEG_SIZES:
            height, width = content[at + 5 : at + 7], content[at + 7 : at + 9]
            return int.from_bytes(width), int.from_bytes(height)
        at += 2 + max(2, int.from_bytes(content[at + 2 : at + 4]))
    return None
