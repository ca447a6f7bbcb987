"""File names from strangers: made safe to show, put in natural order, or ignored."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from gradewright.phrases import say

# Invisible characters that turn the direction of text around and so disguise a name.
_TURNING = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
)
_UNSAFE_CATEGORIES = frozenset({"Cc", "Cs", "Zl", "Zp"})
_IGNORED = frozenset(
    {"__macosx", "__pycache__", "thumbs.db", "desktop.ini", "node_modules", "site-packages"}
)

_MOST_COMPONENT_BYTES = 255
_MOST_PATH_BYTES = 1000
_MOST_COMPONENTS = 32
_MOST_NATURAL = 128

NaturalKey = tuple[tuple[object, ...], str]


def natural(name: str) -> NaturalKey:
    """Return a sort key that puts `v2` before `v10` and takes no notice of case."""
    # Only the beginning is taken apart: a key is much larger than the name it is made of.
    pieces: list[object] = re.split(r"([0-9]+)", name[:_MOST_NATURAL].casefold())
    for at in range(1, len(pieces), 2):
        digits = str(pieces[at]).lstrip("0")
        # Compared by length first: int() refuses the thousands of digits a stranger may send.
        pieces[at] = (len(digits), digits)
    return tuple(pieces), name


def safe_name(raw: str) -> str:
    """Return a name that is safe to display; different names stay different.

    Control characters, line separators, undecodable bytes and marks that turn text around are
    written as `%0A`; a `%` that could be taken for one of these is written as `%25`.
    """
    if raw.isprintable() and "%" not in raw:
        return raw
    kept = re.sub(r"%(?=[0-9A-Fa-f]{2})", "%25", raw)
    return "".join(_percent(char) if _is_unsafe(char) else char for char in kept)


def _is_unsafe(char: str) -> bool:
    return unicodedata.category(char) in _UNSAFE_CATEGORIES or char in _TURNING


def _percent(char: str) -> str:
    return "".join(f"%{byte:02X}" for byte in char.encode("utf-8", "surrogatepass"))


def safe_path(parts: Sequence[str]) -> str | None:
    """Return a relative path with `/`, safe to display; None where no disk could hold it."""
    if len(parts) > _MOST_COMPONENTS or any(len(part) > _MOST_COMPONENT_BYTES for part in parts):
        return None
    safe = [safe_name(part) for part in parts]
    path = "/".join(safe)
    if any(len(part.encode()) > _MOST_COMPONENT_BYTES for part in safe):
        return None
    return path if len(path.encode()) <= _MOST_PATH_BYTES else None


def is_ignored(name: str) -> bool:
    """Tell whether a file or folder is hidden, a checkpoint, or something a system left there.

    Installed packages are such things too.
    """
    return name.startswith(".") or name.casefold() in _IGNORED


def listed(names: Iterable[str], most: int = 5, longest: int = 80) -> str:
    """Return the first names, safe and shortened, and how many more there are."""
    every = list(names)
    text = ", ".join(shown(name, longest) for name in every[:most])
    if len(every) <= most:
        return text
    return say("submissions.and_more", names=text, count=len(every) - most)


def shown(name: str, most: int = 80) -> str:
    """Return a name made safe and short enough for a sentence."""
    safe = safe_name(name[: most + 1])
    return safe if len(safe) <= most else safe[: most - 1] + "…"


def same_word(name: str) -> str:
    """Return a name so that `Logistic-Regression` and `logistic_regression` are the same."""
    return re.sub(r"[\s_-]+", "_", name.casefold())
