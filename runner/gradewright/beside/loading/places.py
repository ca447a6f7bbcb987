"""Cells of a submission, and the way from a code object's file name back to them."""

from __future__ import annotations

import linecache
import re
import sys
from dataclasses import dataclass
from pathlib import PurePosixPath

_CELL = re.compile(r"(?P<file>.+), cell (?P<number>\d+)", re.DOTALL)
_COURSE = "<course module "


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a notebook (`number` counts from 1), or a whole script (`number` None)."""

    file: str
    number: int | None
    source: str

    @property
    def code_name(self) -> str:
        """Return the file name that code compiled from this cell carries."""
        if self.number is None:
            return self.file
        return f"{self.file}, cell {self.number}"

    @property
    def from_course(self) -> bool:
        """Tell whether the course gave this code, not the student."""
        return self.file.startswith(_COURSE)

    def spoken(self, line: int | None) -> str:
        """Return the place as an error message of the loader names it."""
        place = self.file if self.number is None else f"cell {self.number}"
        return place if line is None else f"{place}, line {line}"


def course_cell(module: str, source: str) -> Cell:
    """Return a support module of the course as a cell that is never taken for a student's."""
    return Cell(f"{_COURSE}{module}>", None, source)


def where(code_name: str) -> tuple[str, int | None] | None:
    """Return the submission's file and cell number that compiled code came from.

    Args:
        code_name: a code object's `co_filename`.

    Returns:
        (file, number), number None for a script; None for code that is not the submission's.
    """
    cell = _CELL.fullmatch(code_name)
    if cell:
        return cell["file"], int(cell["number"])
    if code_name.startswith(("/", "<")) or not code_name.endswith(".py"):
        return None
    return code_name, None


def source_line(cell: Cell, line: int) -> str:
    """Return the start of a line of a cell's source, white space around it removed."""
    return linecache.getline(cell.code_name, line).strip()[:120]


def remember_source(cell: Cell) -> None:
    """Let tracebacks and `inspect` find the cell's lines, though no such file exists."""
    lines = [line + "\n" for line in cell.source.split("\n")]
    linecache.cache[cell.code_name] = (len(cell.source), None, lines, cell.code_name)


def script_path(file: str) -> PurePosixPath:
    """Return where a script lies in the working folder.

    Its stem is the name of its module. One that would hide a module in use, or one of Python's
    own (`random.py`), gets another.
    """
    path = PurePosixPath(file)
    name = path.stem
    if name in sys.modules or name in sys.stdlib_module_names or "." in name:
        return path.with_name("submission_" + re.sub(r"\W", "_", name) + ".py")
    return path.with_name(name + ".py")
