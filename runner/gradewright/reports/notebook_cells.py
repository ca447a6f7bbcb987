"""A notebook's JSON as cells to show: formats 3 and 4, however messy, and nothing executed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_LONGEST = 20_000_000  # bytes
_MOST_VALUES = 2_000_000  # commas and brackets: what makes a parser's memory grow


@dataclass(frozen=True, slots=True)
class NotebookCell:
    """One cell: `number` counts all cells from 1; `outputs` stand in the shape of format 4."""

    number: int
    kind: str
    source: str
    count: int | None
    outputs: tuple[dict[str, Any], ...]
    attachments: dict[str, Any]


def read_cells(content: bytes) -> tuple[NotebookCell, ...] | None:
    """Return the cells of a notebook, or None when the bytes are not one that can be read."""
    document = _parse(content)
    cells = _cell_list(document) if isinstance(document, dict) else None
    if cells is None:
        return None
    return tuple(_cell(number, cell) for number, cell in enumerate(cells, start=1))


def text_of(value: Any) -> str:
    """Return a text that a notebook keeps as a string or as a list of lines."""
    if isinstance(value, list):
        return "".join(part for part in value if isinstance(part, str))
    return value if isinstance(value, str) else ""


def _parse(content: bytes) -> Any:
    """Return the JSON value, or None where there is none within the caps."""
    values = sum(content.count(mark) for mark in (b",", b"[", b"{"))
    if len(content) > _LONGEST or values > _MOST_VALUES:
        return None
    try:
        return json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None


def _cell_list(document: dict[str, Any]) -> list[Any] | None:
    """Return the cells of format 4, or those of all worksheets of format 3."""
    if isinstance(document.get("cells"), list):
        return list(document["cells"])
    sheets = document.get("worksheets")
    if not isinstance(sheets, list):
        return None
    inner = [sheet.get("cells") for sheet in sheets if isinstance(sheet, dict)]
    return [cell for cells in inner if isinstance(cells, list) for cell in cells]


def _cell(number: int, cell: Any) -> NotebookCell:
    cell = cell if isinstance(cell, dict) else {}
    kind = text_of(cell.get("cell_type"))
    source = text_of(cell.get("source", cell.get("input")))
    if kind == "heading":
        kind, source = "markdown", f"{'#' * _level(cell.get('level'))} {source}"
    outputs, attachments = cell.get("outputs"), cell.get("attachments")
    return NotebookCell(
        number=number,
        kind=kind if kind in {"code", "markdown"} else "raw",
        source=source,
        count=_count(cell.get("execution_count", cell.get("prompt_number"))),
        outputs=tuple(_outputs(outputs)) if isinstance(outputs, list) else (),
        attachments=attachments if isinstance(attachments, dict) else {},
    )


def _level(value: Any) -> int:
    return value if isinstance(value, int) and 1 <= value <= 6 else 1


def _count(value: Any) -> int | None:
    return value if isinstance(value, int) and 0 <= value < 10**9 else None


def _outputs(outputs: list[Any]) -> Iterator[dict[str, Any]]:
    """Yield outputs in the shape of format 4; those of format 3 are brought into it."""
    for output in outputs:
        if not isinstance(output, dict):
            continue
        kind = text_of(output.get("output_type"))
        if kind in {"pyout", "display_data", "execute_result"} and "data" not in output:
            yield {"output_type": "display_data", "data": _old_data(output)}
        elif kind == "pyerr":
            yield {**output, "output_type": "error"}
        else:
            yield output


_OLD_KINDS = {
    "text": "text/plain",
    "html": "text/html",
    "svg": "image/svg+xml",
    "png": "image/png",
    "jpeg": "image/jpeg",
    "latex": "text/latex",
    "javascript": "application/javascript",
    "json": "application/json",
}


def _old_data(output: dict[str, Any]) -> dict[str, Any]:
    """Return the data of an output of format 3 by media type."""
    return {new: output[old] for old, new in _OLD_KINDS.items() if old in output}
