"""The pages that people read, and what stands in them between fences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

_FENCE = re.compile(r"```(\w*)$")
_MARKER = re.compile(r"<!-- not run: (.*?) -->")
# A line that names a file, and what is done with it: nothing, " new" or " at its end".
_CAPTION = re.compile(r"`([\w./-]+)`(?:,( new| at its end))?:")
# Made from docstrings, and held in step by `gradewright generate --check`.
GENERATED = "docs/reference.md"


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: its language, the file and action that the line above names, its text."""

    page: str
    line: int
    language: str
    file: str
    action: str
    not_run: str | None
    text: str

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"


def read_blocks(page: str, text: str) -> Iterator[Block]:
    lines = text.split("\n")
    at = 0
    while at < len(lines):
        fence = _FENCE.match(lines[at])
        if fence:
            end = lines.index("```", at + 1)
            above = [line for line in lines[:at] if line.strip()][-1:]
            marker = _MARKER.fullmatch(above[0]) if above else None
            caption = _CAPTION.fullmatch(above[0]) if above else None
            yield Block(
                page,
                at + 1,
                fence[1],
                caption[1] if caption else "",
                (caption[2] or "").strip() if caption else "",
                marker[1] if marker else None,
                "\n".join(lines[at + 1 : end]) + "\n",
            )
            at = end
        at += 1


@pytest.fixture(scope="session")
def pages(repository: Path) -> dict[str, str]:
    """Return each page's text by its path."""
    files = [repository / "README.md", *sorted((repository / "docs").rglob("*.md"))]
    return {str(f.relative_to(repository)): f.read_text(encoding="utf-8") for f in files}


@pytest.fixture(scope="session")
def blocks(pages: dict[str, str]) -> list[Block]:
    """Return every block that somebody wrote."""
    return [b for page, text in pages.items() if page != GENERATED for b in read_blocks(page, text)]


def in_backticks(text: str) -> list[str]:
    """Return what stands in backticks outside of fences."""
    return [" ".join(span.split()) for span in re.findall(r"`([^`]+)`", without_blocks(text))]


def without_blocks(text: str) -> str:
    return re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="session")
def spans(pages: dict[str, str]) -> list[tuple[str, str]]:
    """Return page and text of all that stands in backticks."""
    return [(page, span) for page, text in pages.items() for span in in_backticks(text)]


@pytest.fixture(scope="session")
def prose(pages: dict[str, str]) -> dict[str, str]:
    """Return each page without its blocks."""
    return {page: without_blocks(text) for page, text in pages.items()}


@pytest.fixture(scope="session")
def planted() -> object:
    """Return the reader of blocks, for pages that a test makes up."""
    return lambda text: list(read_blocks("planted.md", text))
