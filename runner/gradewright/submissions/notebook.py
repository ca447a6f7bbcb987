"""Read a notebook's code cells out of its JSON, whatever state the notebook is in.

`nbformat.read` is not used: it validates the whole document against a schema (tens of
milliseconds), upgrades old ones through code that trusts its input, and refuses notebooks that
students really hand in, where all that is needed here is the text of the code cells.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, NoReturn

from gradewright.errors import UnreadableError
from gradewright.phrases import say
from gradewright.submissions.kinds import disguise
from gradewright.submissions.names import shown
from gradewright.submissions.records import Cell
from gradewright.submissions.text import decode_json, tidy

# The parser makes an object of up to 200 bytes of each part, so parts are counted before it runs.
MOST_PARTS = 2_000_000
# Possessive, and an open string runs to the end: linear in the text, whatever the text.
_PARTS = re.compile(r'[,\[{]|"[^"\\]*+(?:\\.[^"\\]*+)*+"?', re.DOTALL)
_CONFLICT = re.compile(r"^(?:<<<<<<<|>>>>>>>) ", re.MULTILINE)
_TOO_OLD = 2


@dataclass(slots=True)
class _Reading:
    """What has been gathered of one notebook so far."""

    file: str
    number: int = 0
    cells: list[Cell] = field(default_factory=list)
    foreign: list[int] = field(default_factory=list)
    broken: list[int] = field(default_factory=list)


def read_notebook(file: str, content: bytes) -> tuple[tuple[Cell, ...], tuple[str, ...]]:
    """Return a notebook's code cells and the notes about them.

    Args:
        file: the notebook's name as cells and messages give it.
        content: its bytes, formats 2 (what is left of them), 3 and 4.

    Raises:
        UnreadableError: no notebook, not one of Python, or without any code.
    """
    text, guessed = decode_json(content)
    document = _document(file, content, text)
    raw_cells = _cells_of(file, document)
    _check_language(file, document)
    reading = _Reading(file)
    for raw in raw_cells:
        _add(reading, raw)
    _check_some_code(reading)
    notes = (say("submissions.guessed_encoding", file=shown(file), encoding=guessed),)
    return tuple(reading.cells), (notes if guessed else ()) + _notes(reading)


def _document(file: str, content: bytes, text: str) -> dict[str, Any]:
    """Return the notebook's JSON object."""
    if not text.strip("\ufeff\0 \t\r\n"):
        raise UnreadableError(say("submissions.empty_file", file=shown(file)))
    if _has_too_many_parts(text):
        raise UnreadableError(say("submissions.too_many_parts", file=shown(file)))
    try:
        # Whole numbers become floats: int() refuses some thousand digits, and none is needed.
        document = json.loads(text.removeprefix("\ufeff"), strict=False, parse_int=float)
    except RecursionError as problem:
        raise UnreadableError(say("submissions.too_deep", file=shown(file))) from problem
    except json.JSONDecodeError as problem:
        _refuse_json(file, content, text, problem)
    if not isinstance(document, dict):
        raise UnreadableError(say("submissions.not_a_notebook", file=shown(file)))
    return document


def _has_too_many_parts(text: str) -> bool:
    if text.count(",") + text.count("[") + text.count("{") <= MOST_PARTS // 2:
        return False
    # Pictures and plots are long strings full of commas; what is in strings costs nothing.
    return next(islice(_PARTS.finditer(text), MOST_PARTS, None), None) is not None


def _refuse_json(file: str, content: bytes, text: str, problem: json.JSONDecodeError) -> NoReturn:
    """Raise the UnreadableError that says best why a notebook is no JSON."""
    name = shown(file)
    really = disguise(content)
    if really is not None:
        raise UnreadableError(say(f"submissions.really_{really}", file=name)) from problem
    if _CONFLICT.search(text):
        raise UnreadableError(say("submissions.conflict", file=name)) from problem
    if not text.lstrip("\ufeff \t\r\n").startswith(("{", "[")):
        raise UnreadableError(say("submissions.not_json", file=name)) from problem
    ended = problem.pos >= len(text.rstrip()) or problem.msg.startswith("Unterminated string")
    key = "submissions.cut_off" if ended else "submissions.broken_json"
    raise UnreadableError(say(key, file=name, line=problem.lineno)) from problem


def _cells_of(file: str, document: dict[str, Any]) -> list[Any]:
    """Return all cells of a notebook, those of every worksheet in the old formats."""
    version = document.get("nbformat")
    if isinstance(version, float) and version < _TOO_OLD:
        raise UnreadableError(say("submissions.old_notebook", file=shown(file)))
    cells = document.get("cells")
    if isinstance(cells, list):
        return cells
    sheets = document.get("worksheets")
    if not isinstance(sheets, list):
        raise UnreadableError(say("submissions.not_a_notebook", file=shown(file)))
    lists = [sheet.get("cells") for sheet in sheets if isinstance(sheet, dict)]
    return [cell for cells in lists if isinstance(cells, list) for cell in cells]


def _check_language(file: str, document: dict[str, Any]) -> None:
    """Refuse a notebook all of whose statements about its language name another than Python."""
    metadata = _table(document.get("metadata"))
    kernel = _table(metadata.get("kernelspec"))
    info = _table(metadata.get("language_info"))
    said = (info.get("name"), kernel.get("language"), metadata.get("language"))
    languages = [word for word in said if isinstance(word, str) and word.strip()]
    if languages and not any(_is_python(word) for word in languages):
        language = shown(languages[0], most=30)
        raise UnreadableError(
            say("submissions.other_language", file=shown(file), language=language)
        )


def _is_python(language: str) -> bool:
    return "python" in language.casefold() or language.casefold() in ("sage", "sagemath")


def _table(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _add(reading: _Reading, raw: object) -> None:
    """Add one cell of the document to what was gathered, if it is code of Python."""
    reading.number += 1
    if not isinstance(raw, dict):
        reading.broken.append(reading.number)
        return
    kind = raw.get("cell_type")
    if isinstance(kind, str) and kind != "code":
        return
    language = raw.get("language") or _table(_table(raw.get("metadata")).get("vscode")).get(
        "languageId"
    )
    if isinstance(language, str) and not _is_python(language):
        reading.foreign.append(reading.number)
        return
    source = _source(raw)
    if source is None:
        reading.broken.append(reading.number)
        return
    reading.cells.append(Cell(reading.file, reading.number, tidy(source)))


def _source(raw: dict[str, Any]) -> str | None:
    """Return a cell's text; None where it is neither text nor lines of text."""
    source = raw.get("source", raw.get("input", ""))
    if isinstance(source, str):
        return source
    if source is None:
        return ""
    if not isinstance(source, list) or not all(isinstance(line, str) for line in source):
        return None
    # The format wants line ends in the lines; some tools write a list of bare lines.
    bare = len(source) > 1 and not any(line.endswith(("\n", "\r")) for line in source)
    return ("\n" if bare else "").join(source)


def _check_some_code(reading: _Reading) -> None:
    if any(cell.source.strip() for cell in reading.cells):
        return
    if reading.foreign:
        raise UnreadableError(say("submissions.other_language_cells", file=shown(reading.file)))
    raise UnreadableError(say("submissions.no_code", file=shown(reading.file)))


def _notes(reading: _Reading) -> tuple[str, ...]:
    notes = []
    for key, numbers in (("foreign_cells", reading.foreign), ("broken_cells", reading.broken)):
        if numbers:
            cells = ", ".join(str(number) for number in numbers[:10])
            cells += ", …" if len(numbers) > 10 else ""
            notes.append(say(f"submissions.{key}", file=shown(reading.file), cells=cells))
    return tuple(notes)
