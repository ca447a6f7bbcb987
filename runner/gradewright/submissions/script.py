"""Read a script into one cell."""

from __future__ import annotations

from gradewright.errors import UnreadableError
from gradewright.phrases import say
from gradewright.submissions.kinds import disguise
from gradewright.submissions.names import shown
from gradewright.submissions.records import Cell
from gradewright.words.decoding import decode_script, is_binary, tidy


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
