"""Which name was meant: other capitals, a missing underscore, a letter or two."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

_LONGEST = 60
_MOST = 400
# Short names that differ in a letter ("w1", "w2") are different things.
_LEAST_FOR_SIMILAR = 5
_SIMILAR = 0.8


def near_name(name: str, names: Iterable[str]) -> str:
    """Return the name among `names` that `name` is most likely a slip for, or ""."""
    others = [other for other in names if other != name and 0 < len(other) <= _LONGEST][:_MOST]
    same = [other for other in others if _folded(other) == _folded(name)]
    if same or not _LEAST_FOR_SIMILAR <= len(name) <= _LONGEST:
        return next(iter(same), "")
    folded = {_folded(other): other for other in reversed(others)}
    # A number in a name tells things apart.
    like = difflib.get_close_matches(_folded(name), folded, 3, _SIMILAR)
    return next((folded[o] for o in like if _digits(o) == _digits(name)), "")


def _folded(name: str) -> str:
    return name.casefold().replace("_", "").replace("-", "").replace(" ", "")


def _digits(name: str) -> str:
    return "".join(c for c in name if c.isdecimal())
