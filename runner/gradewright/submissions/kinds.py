"""What kind of file a name or its content says it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["notebook", "script", "zip", "archive", "document", "text", "image", "link", "other"]

# The longest ending comes first. A doubled ending is what some systems make of a download.
_ENDINGS: tuple[tuple[str, Kind, str], ...] = (
    (".ipynb.json", "notebook", ".ipynb"),
    (".ipynb.txt", "notebook", ".ipynb"),
    (".ipynb", "notebook", ".ipynb"),
    (".py.txt", "script", ".py"),
    (".py", "script", ".py"),
    (".zip", "zip", ".zip"),
    (".tar.gz", "archive", ".tar.gz"),
    (".tar.bz2", "archive", ".tar.bz2"),
    (".tar.xz", "archive", ".tar.xz"),
    (".tgz", "archive", ".tgz"),
    (".tar", "archive", ".tar"),
    (".rar", "archive", ".rar"),
    (".7z", "archive", ".7z"),
    (".gz", "archive", ".gz"),
    (".html", "document", ".html"),
    (".htm", "document", ".htm"),
    (".pdf", "document", ".pdf"),
    (".docx", "document", ".docx"),
    (".doc", "document", ".doc"),
    (".odt", "document", ".odt"),
    (".rtf", "document", ".rtf"),
    (".pages", "document", ".pages"),
    (".pptx", "document", ".pptx"),
    (".webarchive", "document", ".webarchive"),
    (".mhtml", "document", ".mhtml"),
    (".mht", "document", ".mht"),
    (".txt", "text", ".txt"),
    (".md", "text", ".md"),
    (".markdown", "text", ".markdown"),
    (".qmd", "text", ".qmd"),
    (".rmd", "text", ".rmd"),
    (".png", "image", ".png"),
    (".jpg", "image", ".jpg"),
    (".jpeg", "image", ".jpeg"),
    (".gif", "image", ".gif"),
    (".bmp", "image", ".bmp"),
    (".webp", "image", ".webp"),
    (".heic", "image", ".heic"),
    (".url", "link", ".url"),
    (".webloc", "link", ".webloc"),
    (".lnk", "link", ".lnk"),
    (".desktop", "link", ".desktop"),
    (".gdoc", "link", ".gdoc"),
)
# What browsers and editors put behind an ending: `x.ipynb (1)`, `x.ipynb.crdownload`, `x.py.bak`.
_TAIL = re.compile(
    r"(?:\s*\(\d{1,3}\)|\.(?:crdownload|part|partial|download|opdownload|tmp|bak|orig)|~)$",
    re.IGNORECASE,
)
CODE: tuple[Kind, ...] = ("notebook", "script")
WORK: tuple[Kind, ...] = (*CODE, "zip", "archive")
_REAL: frozenset[Kind] = frozenset({"notebook", "script", "zip"})

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "pdf"),
    (b"\xd0\xcf\x11\xe0", "word"),
    (b"{\\rtf", "word"),
    (b"Rar!\x1a\x07", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ\x00", "archive"),
    (b"version https://git-lfs", "lfs"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"bplist", "webarchive"),
    (b"[InternetShortcut]", "link"),
    (b"[Desktop Entry]", "link"),
)
_HTML = re.compile(rb"\s*<(?:!doctype|html|head|body|!--|\?xml)", re.IGNORECASE)
_LOOK = 4096


@dataclass(frozen=True, slots=True)
class Named:
    """A file name in parts: `plain` is the name with the ending that it should have."""

    stem: str
    kind: Kind
    plain: str
    doubled: bool


def by_name(name: str) -> Named:
    """Return what a file's name says about it; `name` holds no folders."""
    named = _by_ending(name)
    if named.kind != "other":
        return named
    bare = name
    while (shorter := _TAIL.sub("", bare)) != bare:
        bare = shorter
    inner = _by_ending(bare)
    if bare != name and inner.kind in _REAL:
        return Named(inner.stem, inner.kind, inner.plain, doubled=True)
    return named


def _by_ending(name: str) -> Named:
    lowered = name.lower()
    for ending, kind, proper in _ENDINGS:
        if lowered.endswith(ending) and len(name) > len(ending):
            stem = name[: -len(ending)]
            return Named(stem, kind, stem + proper, ending != proper)
    return Named(name, "other", name, doubled=False)


def disguise(content: bytes) -> str | None:
    """Return what content that should be a notebook or a script really is.

    One of `pdf`, `word`, `archive`, `lfs`, `html`, `zip`, `image`, `webarchive`, `link`, as in the
    catalogue's `really_…` phrases; None where nothing else is recognised.
    """
    for magic, kind in _MAGIC:
        if content.startswith(magic):
            return kind
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "word" if b"word/" in content[:_LOOK] else "zip"
    return "html" if _HTML.match(content[:_LOOK].removeprefix(b"\xef\xbb\xbf")) else None
