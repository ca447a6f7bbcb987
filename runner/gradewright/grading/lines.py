"""Lines as Python counts them."""

from __future__ import annotations


def lines_of(source: str) -> list[str]:
    """Return the lines of a source as Python counts them: a form feed ends none."""
    return source.replace("\r\n", "\n").replace("\r", "\n").split("\n")
