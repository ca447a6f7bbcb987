"""Read a notebook's JSON into cells, whatever state it is in: for grading and for rendered copies.

`nbformat.read` is not used: it validates the whole document against a schema (tens of
milliseconds), upgrades old ones through code that trusts its input, and refuses notebooks that
students really hand in, where all that is needed here are the cells as they stand.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, Literal

from gradewright.errors import GradewrightError
from gradewright.words.decoding import decode_json, tidy

# The parser makes an object of up to 200 bytes of each part, so parts are counted before it runs.
MOST_PARTS = 2_000_000
# Possessive, and an open string runs to the end: linear in the text, whatever the text.
_PARTS = re.compile(r'[,\[{]|"[^"\\]*+(?:\\.[^"\\]*+)*+"?', re.DOTALL)
_CONFLICT = re.compile(r"^(?:<<<<<<<|>>>>>>>) ", re.MULTILINE)
_TOO_OLD = 2
_BEGINNING = 4096

Reason = Literal[
    "empty_file",
    "too_many_parts",
    "too_deep",
    "conflict",
    "not_json",
    "cut_off",
    "broken_json",
    "not_a_notebook",
    "old_notebook",
]


class NotANotebookError(GradewrightError):
    """Content is no notebook that can be read: `reason` says why, `line` where its JSON breaks."""

    def __init__(self, reason: Reason, line: int = 0) -> None:
        self.reason, self.line = reason, line
        super().__init__(f"no notebook that can be read: {reason}, line {line}")


@dataclass(frozen=True, slots=True)
class RawCell:
    """One cell: `number` counts all cells from 1, `fields` is its JSON object.

    `kind` is what the cell says that it is, "code" where it says nothing.
    `source` is None where it is neither text nor lines of text.
    """

    number: int
    kind: str
    source: str | None
    fields: dict[str, Any]


@dataclass(frozen=True, slots=True)
class RawNotebook:
    """A notebook of formats 2 (what is left of them), 3 or 4.

    `guessed` is the encoding where it had to be guessed, else None. Numbers are floats.
    """

    cells: tuple[RawCell, ...]
    metadata: dict[str, Any]
    guessed: str | None


def parse(content: bytes) -> RawNotebook:
    """Return a notebook's cells, those of every worksheet in the old formats.

    Raises:
        NotANotebookError: it cannot be read.
    """
    text, guessed = decode_json(content)
    document = _document(text)
    cells = tuple(_cell(number, raw) for number, raw in enumerate(_cells_of(document), 1))
    return RawNotebook(cells, table(document.get("metadata")), guessed)


def is_notebook_text(content: bytes) -> bool:
    """Tell whether content is a notebook's JSON, whatever the file is called."""
    if not content[:_BEGINNING].removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
        return False
    return b'"nbformat"' in content and (b'"cells"' in content or b'"worksheets"' in content)


def table(value: object) -> dict[str, Any]:
    """Return a JSON object as it is, and an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def _document(text: str) -> dict[str, Any]:
    if not text.strip("\ufeff\0 \t\r\n"):
        raise NotANotebookError("empty_file")
    if _has_too_many_parts(text):
        raise NotANotebookError("too_many_parts")
    try:
        # Whole numbers become floats: int() refuses some thousand digits, and none is needed.
        document = json.loads(text.removeprefix("\ufeff"), strict=False, parse_int=float)
    except RecursionError as problem:
        raise NotANotebookError("too_deep") from problem
    except json.JSONDecodeError as problem:
        raise NotANotebookError(_what_breaks(text, problem), problem.lineno) from problem
    if not isinstance(document, dict):
        raise NotANotebookError("not_a_notebook")
    return document


def _has_too_many_parts(text: str) -> bool:
    if text.count(",") + text.count("[") + text.count("{") <= MOST_PARTS // 2:
        return False
    # Pictures and plots are long strings full of commas; what is in strings costs nothing.
    return next(islice(_PARTS.finditer(text), MOST_PARTS, None), None) is not None


def _what_breaks(text: str, problem: json.JSONDecodeError) -> Reason:
    """Return the reason that says best why a text is no JSON."""
    if _CONFLICT.search(text):
        return "conflict"
    if not text.lstrip("\ufeff \t\r\n").startswith(("{", "[")):
        return "not_json"
    ended = problem.pos >= len(text.rstrip()) or problem.msg.startswith("Unterminated string")
    return "cut_off" if ended else "broken_json"


def _cells_of(document: dict[str, Any]) -> Iterator[Any]:
    version = document.get("nbformat")
    if isinstance(version, float) and version < _TOO_OLD:
        raise NotANotebookError("old_notebook")
    sheets = [document] if isinstance(document.get("cells"), list) else document.get("worksheets")
    if not isinstance(sheets, list):
        raise NotANotebookError("not_a_notebook")
    lists = [sheet.get("cells") for sheet in sheets if isinstance(sheet, dict)]
    return (cell for cells in lists if isinstance(cells, list) for cell in cells)


def _cell(number: int, raw: object) -> RawCell:
    if not isinstance(raw, dict):
        return RawCell(number, "code", None, {})
    kind = raw.get("cell_type")
    source = _source(raw.get("source", raw.get("input", "")))
    return RawCell(number, kind if isinstance(kind, str) else "code", source, raw)


def _source(source: object) -> str | None:
    if source is None:
        return ""
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        # The format wants line ends in the lines; some tools write a list of bare lines.
        bare = len(source) > 1 and not any(line.endswith(("\n", "\r")) for line in source)
        source = ("\n" if bare else "").join(source)
    return tidy(source) if isinstance(source, str) else None
