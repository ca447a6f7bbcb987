"""The variants of an assignment: which there are, and the whole files that they stand for."""

from __future__ import annotations

from pathlib import Path

from gradewright.authoring.differences import (
    over_of,
    read_difference,
    rebuilt_cells,
    rebuilt_script,
)
from gradewright.course.records import Assignment
from gradewright.errors import CourseError

SUFFIXES = (".py", ".ipynb")
_REFERENCE = "reference"


def variant_files(assignment: Assignment, kind: str) -> list[Path]:
    """Return the files of an assignment's `correct` or `wrong` variants.

    Raises:
        CourseError: there is no such folder.
    """
    folder = assignment.graders / "variants" / kind
    if not folder.is_dir():
        raise CourseError(folder, "the folder", "nothing", "variants of the solution")
    return sorted(file for file in folder.iterdir() if file.suffix in SUFFIXES)


def whole_of(assignment: Assignment, file: Path) -> tuple[str, bytes]:
    """Return the name and the content of the submission that a variant's file stands for.

    A difference over a notebook stands for a notebook.

    Raises:
        CourseError: the difference does not fit its base; the message names file and line.
    """
    if not over_of(file):
        return file.name, file.read_bytes()
    difference = read_difference(file)
    base = _base(assignment, file, difference.over)
    if base.suffix == ".py":
        text = rebuilt_script(difference, _read(base))
        return file.name, text.encode("utf-8")
    import nbformat  # with its schemas a third of a second

    notebook = nbformat.reads(_read(base), as_version=4)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    sources = rebuilt_cells(difference, [cell.source for cell in cells])
    for cell, source in zip(cells, sources, strict=True):
        cell.source = source
    return f"{file.stem}.ipynb", nbformat.writes(notebook).encode("utf-8")


def _base(assignment: Assignment, file: Path, name: str) -> Path:
    """Return the file that a difference is over: the reference, or a correct variant."""
    if name == _REFERENCE:
        return assignment.reference / f"{assignment.slug}.py"
    correct = {path.name: path for path in variant_files(assignment, "correct")}
    name = name.removeprefix("correct/")
    if name not in correct:
        allowed = ", ".join([_REFERENCE, *correct])
        raise CourseError(file, "# over", name, f"a file of variants/correct: {allowed}")
    return correct[name]


def _read(base: Path) -> str:
    try:
        return base.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise CourseError(
            base, "the encoding", str(error), "UTF-8 in what others are over"
        ) from error
