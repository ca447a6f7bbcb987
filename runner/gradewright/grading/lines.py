"""Lines of a submission's source, as Python counts them."""

from __future__ import annotations

from gradewright.submissions.records import Submission


def lines_of(source: str) -> list[str]:
    """Return the lines of a source as Python counts them: a form feed ends none."""
    return source.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def source_of(submission: Submission, file: str, cell: int | None) -> str:
    """Return the source of a cell, or of a script or module; "" where there is none."""
    for each in (*submission.cells, *submission.helpers):
        if (each.file, each.number) == (file, cell):
            return each.source
    if cell is not None or not file.endswith(".py"):
        return ""
    return submission.modules.get(file, b"").decode("utf-8", "replace")


def line_of(submission: Submission, file: str, cell: int | None, number: int) -> str:
    """Return the text of a line, without the white space around it; "" where there is none."""
    lines = lines_of(source_of(submission, file, cell))
    return lines[number - 1].strip()[:200] if 0 < number <= len(lines) else ""
