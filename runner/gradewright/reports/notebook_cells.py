"""A notebook's cells to show: formats 3 and 4, however messy, and nothing executed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from gradewright.notebooks import RawCell, parse, table


@dataclass(frozen=True, slots=True)
class NotebookCell:
    """One cell: `number` counts all cells from 1; `outputs` stand in the shape of format 4."""

    number: int
    kind: str
    source: str
    count: int | None
    outputs: tuple[dict[str, Any], ...]
    attachments: dict[str, Any]


def read_cells(content: bytes) -> tuple[NotebookCell, ...]:
    """Return the cells of a notebook.

    Raises:
        NotANotebookError: it cannot be read.
    """
    return tuple(_cell(cell) for cell in parse(content).cells)


def text_of(value: Any) -> str:
    """Return a text that a notebook keeps as a string or as a list of lines."""
    if isinstance(value, list):
        return "".join(part for part in value if isinstance(part, str))
    return value if isinstance(value, str) else ""


def _cell(cell: RawCell) -> NotebookCell:
    fields, kind, source = cell.fields, cell.kind, cell.source
    if source is None:
        source = text_of(fields.get("source"))
    if kind == "heading":
        kind, source = "markdown", f"{'#' * _level(fields.get('level'))} {source}"
    outputs = fields.get("outputs")
    return NotebookCell(
        number=cell.number,
        kind=kind if kind in {"code", "markdown"} else "raw",
        source=source,
        count=_count(fields.get("execution_count", fields.get("prompt_number"))),
        outputs=tuple(_outputs(outputs)) if isinstance(outputs, list) else (),
        attachments=table(fields.get("attachments")),
    )


def _level(value: Any) -> int:
    return int(value) if isinstance(value, float) and 1 <= value <= 6 else 1


def _count(value: Any) -> int | None:
    return int(value) if isinstance(value, float) and 0 <= value < 10**9 else None


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
