"""The compact rows of results that lie in a folder or a file, for whoever looks at them later."""

from __future__ import annotations

from pathlib import Path

from gradewright.errors import UsageError
from gradewright.reports.class_rows import ClassRow, class_row
from gradewright.reports.stored import read_stored
from gradewright.results import SubmissionResult
from gradewright.results_reader import NotARecordError

RESULTS = "results.json"


def results_file(path: Path) -> Path:
    """Return the file of results that a path names: itself, or the one in a folder of reports."""
    return path / RESULTS if path.is_dir() else path


def read_results(path: Path) -> list[SubmissionResult]:
    """Return the whole records of a folder of reports or of its `results.json`.

    Raises:
        UsageError: there are none that can be read.
    """
    found: list[SubmissionResult] = []
    file = results_file(path)
    try:
        read_stored(file, lambda _place, result: found.append(result))
    except (OSError, NotARecordError) as error:
        raise UsageError(f"{file} cannot be read as results: {error}") from error
    return found


def course_of(path: Path) -> str:
    """Return the title of the course whose results a path names.

    Raises:
        UsageError: there are none that can be read.
    """
    file = results_file(path)
    try:
        return read_stored(file, lambda _place, _result: None).course
    except (OSError, NotARecordError) as error:
        raise UsageError(f"{file} cannot be read as results: {error}") from error


def rows_of(path: Path) -> list[ClassRow]:
    """Return the row of each result, one whole record in memory at a time.

    Raises:
        UsageError: there are none that can be read.
    """
    found: list[ClassRow] = []
    file = results_file(path)
    try:
        read_stored(file, lambda _place, result: found.append(class_row(result, result.page)))
    except (OSError, NotARecordError) as error:
        raise UsageError(f"{file} cannot be read as results: {error}") from error
    return found
