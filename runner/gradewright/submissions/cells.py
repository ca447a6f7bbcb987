"""Read a notebook or a script, told by its content, into cells."""

from __future__ import annotations

from gradewright.notebooks import is_notebook_text
from gradewright.phrases import say
from gradewright.submissions.kinds import by_name
from gradewright.submissions.names import shown
from gradewright.submissions.notebook import read_notebook
from gradewright.submissions.records import Cell
from gradewright.submissions.script import read_script


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
