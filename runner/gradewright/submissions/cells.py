"""Read a notebook or a script, told by its content, into the cells of code that are graded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gradewright.errors import UnreadableError
from gradewright.notebooks import (
    NotANotebookError,
    RawCell,
    RawNotebook,
    is_notebook_text,
    parse,
    table,
)
from gradewright.phrases import say
from gradewright.submissions.kinds import by_name, disguise
from gradewright.submissions.names import shown
from gradewright.submissions.records import Cell
from gradewright.words.decoding import decode_script, is_binary, tidy


def read_cells(name: str, content: bytes) -> tuple[tuple[Cell, ...], tuple[str, ...]]:
    """Return a file's code cells and the notes about them.

    Raises:
        UnreadableError: it is neither a notebook nor a script with any code.
    """
    if by_name(name).kind == "notebook":
        return read_notebook(name, content)
    if not is_notebook_text(content):
        return read_script(name, content)
    cells, notes = read_notebook(name, content)
    if by_name(name).kind != "script":
        return cells, notes
    return cells, (say("submissions.is_notebook", file=shown(name)), *notes)


def read_script(file: str, content: bytes) -> tuple[tuple[Cell, ...], tuple[str, ...]]:
    """Return a script's only cell and the notes about it.

    Args:
        file: the script's name as the cell and messages give it.
        content: its bytes, in UTF-8, in the encoding it declares, or in one that is guessed.

    Raises:
        UnreadableError: the file is empty or no text.
    """
    name = shown(file)
    really = disguise(content)
    if really is not None:
        raise UnreadableError(say(f"submissions.really_{really}", file=name))
    text, guessed = decode_script(content)
    source = tidy(text)
    if not source.strip():
        raise UnreadableError(say("submissions.empty_file", file=name))
    if is_binary(source):
        raise UnreadableError(say("submissions.binary", file=name))
    notes = []
    if guessed:
        notes.append(say("submissions.guessed_encoding", file=name, encoding=guessed))
    if "\0" in text:
        notes.append(say("submissions.nul_bytes", file=name))
    return (Cell(file, None, source),), tuple(notes)


def read_notebook(file: str, content: bytes) -> tuple[tuple[Cell, ...], tuple[str, ...]]:
    """Return a notebook's code cells and the notes about them.

    Args:
        file: the notebook's name as cells and messages give it.
        content: its bytes, formats 2 (what is left of them), 3 and 4.

    Raises:
        UnreadableError: no notebook, not one of Python, or without any code.
    """
    try:
        notebook = parse(content)
    except NotANotebookError as problem:
        really = disguise(content) if problem.line else None
        key = f"really_{really}" if really else problem.reason
        said = say(f"submissions.{key}", file=shown(file), line=problem.line)
        raise UnreadableError(said) from problem
    _check_language(file, notebook.metadata)
    code = [cell for cell in notebook.cells if cell.kind == "code"]
    foreign = [cell for cell in code if _is_foreign(cell)]
    ours = [cell for cell in code if not _is_foreign(cell)]
    cells = tuple(Cell(file, c.number, c.source) for c in ours if c.source is not None)
    if not any(cell.source.strip() for cell in cells):
        key = "other_language_cells" if foreign else "no_code"
        raise UnreadableError(say(f"submissions.{key}", file=shown(file)))
    broken = [cell for cell in ours if cell.source is None]
    return cells, tuple(_notes(file, notebook, foreign, broken))


def _check_language(file: str, metadata: dict[str, Any]) -> None:
    """Refuse a notebook all of whose statements about its language name another than Python."""
    kernel, info = table(metadata.get("kernelspec")), table(metadata.get("language_info"))
    said = (info.get("name"), kernel.get("language"), metadata.get("language"))
    languages = [word for word in said if isinstance(word, str) and word.strip()]
    if languages and not any(_is_python(word) for word in languages):
        language = shown(languages[0], most=30)
        raise UnreadableError(
            say("submissions.other_language", file=shown(file), language=language)
        )


def _is_python(language: str) -> bool:
    return "python" in language.casefold() or language.casefold() in ("sage", "sagemath")


def _is_foreign(cell: RawCell) -> bool:
    """Tell whether a cell says that it is code of another language."""
    vscode = table(table(cell.fields.get("metadata")).get("vscode"))
    language = cell.fields.get("language") or vscode.get("languageId")
    return isinstance(language, str) and not _is_python(language)


def _notes(
    file: str, notebook: RawNotebook, foreign: list[RawCell], broken: list[RawCell]
) -> Iterator[str]:
    if notebook.guessed:
        yield say("submissions.guessed_encoding", file=shown(file), encoding=notebook.guessed)
    for key, found in (("foreign_cells", foreign), ("broken_cells", broken)):
        if found:
            numbers = ", ".join(str(cell.number) for cell in found[:10])
            numbers += ", …" if len(found) > 10 else ""
            yield say(f"submissions.{key}", file=shown(file), cells=numbers)
