"""Files that are either whole or not there: written beside their place, then renamed into it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO


@contextmanager
def replacing(path: Path, *, errors: str = "strict") -> Iterator[TextIO]:
    """Yield a UTF-8 text file that takes the place of `path` once it is complete.

    `errors` says what becomes of lone surrogates, as in `str.encode`. When the block raises,
    `path` stays as it was.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.tmp")
    try:
        with draft.open("w", encoding="utf-8", errors=errors, newline="") as file:
            yield file
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def write(path: Path, text: str) -> None:
    """Write a page in one go; what UTF-8 cannot say becomes a question mark."""
    with replacing(path, errors="replace") as file:
        file.write(text)
