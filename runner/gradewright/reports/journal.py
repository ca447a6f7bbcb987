"""The journal of a run: one line of JSON a finished submission, safe against a kill."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Iterator
from pathlib import Path

from gradewright.reports.json_report import as_line, head_line
from gradewright.reports.stored import Place, record_of, stored_of
from gradewright.results import SubmissionResult
from gradewright.results_reader import NotARecordError

NAME = "results.partial.jsonl"


class Journal:
    """Keeps finished submissions on disk until the run's files are written.

    Its first line says which course they are of.
    """

    def __init__(self, path: Path, course: str) -> None:
        """Begin a journal at `path`, or go on with the one that a killed run left there.

        Raises:
            NotARecordError: what is there is damaged, or of another course.
            OSError: it cannot be read or written.
        """
        self._path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab") as file:
            self._end = _whole_lines(path)
            file.truncate(self._end)
        if self._end == 0:
            self._write(head_line(course))
        self._start = self._check(course)

    def records(self) -> Iterator[tuple[Place, SubmissionResult]]:
        """Yield what it holds, oldest first.

        Raises:
            NotARecordError: a line is damaged.
        """
        with self._path.open("rb") as file:
            file.seek(self._start)
            start = self._start
            for number, line in enumerate(file, 2):
                try:
                    record = record_of(line)
                except NotARecordError as error:
                    raise NotARecordError(f"line {number}: {error}") from error
                yield Place(self._path, start, len(line)), record
                start += len(line)

    @property
    def is_empty(self) -> bool:
        """Return whether it holds no submission."""
        return self._end == self._start

    def append(self, result: SubmissionResult) -> Place:
        """Add a submission and return where it stands.

        The line has left this process when the call returns: a kill no longer loses it.

        Raises:
            OSError: there is no room for it, or the journal is not there any more.
        """
        line = as_line(result)
        place = Place(self._path, self._end, len(line))
        self._write(line)
        return place

    def remove(self) -> None:
        """Remove the journal: its records stand in `results.json` now."""
        self._path.unlink(missing_ok=True)

    def _check(self, course: str) -> int:
        """Return where the first submission stands, behind the line that tells the course."""
        with self._path.open("rb") as file:
            line = file.readline()
        try:
            stored = stored_of(json.loads(line))
        except ValueError as error:
            raise NotARecordError(f"line 1: {error}") from error
        if stored.course != course:
            raise NotARecordError(f"it is of the course {stored.course!r}")
        return len(line)

    def _write(self, line: bytes) -> None:
        """Add a line whole or not at all; a journal that is gone is not begun anew."""
        with self._path.open("r+b", buffering=0) as file:
            if file.seek(0, os.SEEK_END) != self._end:
                raise OSError(errno.ESTALE, "another program has changed it", str(self._path))
            try:
                left = memoryview(line)
                while left:
                    left = left[file.write(left) :]
            except OSError:
                file.truncate(self._end)
                raise
        self._end += len(line)


def _whole_lines(path: Path) -> int:
    """Return how many bytes of a file stand in lines that have an end."""
    end = 0
    with path.open("rb") as file:
        for line in file:
            end += len(line) if line.endswith(b"\n") else 0
    return end
