"""The code cells of a helper notebook, which the graded file runs or imports."""

from __future__ import annotations

import json
from typing import Any

from .places import Cell


def notebook_cells(name: str, content: bytes) -> list[Cell]:
    """Return a notebook's code cells; none where it is no notebook.

    Args:
        name: the notebook's path as messages give it.
        content: its bytes.
    """
    try:
        document = json.loads(content.decode("utf-8-sig", "replace"))
        found = [(number, _source(raw)) for number, raw in enumerate(_raw_cells(document), 1)]
    except (ValueError, RecursionError):
        return []
    return [Cell(name, number, source) for number, source in found if source is not None]


def _raw_cells(document: Any) -> list[Any]:
    """Return the cells of any kind, those of every worksheet in old formats."""
    if not isinstance(document, dict):
        return []
    sheets = document.get("worksheets")
    sheets = [document, *sheets] if isinstance(sheets, list) else [document]
    lists = [sheet.get("cells") for sheet in sheets if isinstance(sheet, dict)]
    return [raw for cells in lists if isinstance(cells, list) for raw in cells]


def _source(raw: Any) -> str | None:
    if not isinstance(raw, dict) or raw.get("cell_type") != "code":
        return None
    source = raw.get("source", raw.get("input", ""))
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    return source if isinstance(source, str) else None
