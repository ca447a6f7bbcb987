"""Places in a submission and in a grader, in words: `cell 3, line 2`, or `model.py, line 40`."""

from __future__ import annotations

from gradewright.phrases import say


def where(file: str, cell: int | str | None, line: int | str | None, *, first: bool = False) -> str:
    """Return where a line stands, or a whole cell or file where `line` is None.

    A cell is not said together with its file: a submission has one notebook. As the `first` word
    of a sentence it has a capital; the name of a file stays as it is.
    """
    if cell is None:
        return file if line is None else say("places.file", file=file, line=line)
    said = say("places.whole_cell" if line is None else "places.cell", cell=cell, line=line)
    return said[:1].upper() + said[1:] if first else said


def within(file: str, cell: int | None, line: int, function: str) -> str:
    """Return where a line of a traceback stands: file, cell, line and function."""
    place = where(file, cell, line)
    return say(
        "places.within", place=place if cell is None else f"{file}, {place}", function=function
    )
