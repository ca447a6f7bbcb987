"""The journal of a run: one line of JSON a finished submission, safe against a kill."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from gradewright.reports.json_report import as_line
from gradewright.results import SubmissionResult

NAME = "results.partial.jsonl"


class Journal:
    """Keeps finished submissions on disk until the run's files are written."""

    def __init__(self, path: Path) -> None:
        """Begin an empty journal at `path`; what a killed run left there is dropped."""
        self._path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"")

    def append(self, result: SubmissionResult) -> int:
        """Add a submission and return the offset of its line.

        The line has left this process when the call returns: a kill no longer loses it.
        """
        with self._path.open("ab") as file:
            offset = file.tell()
            file.write(as_line(result))
        return offset

    def read(self, offsets: Iterable[int]) -> Iterator[dict[str, Any]]:
        """Yield the submissions at `offsets`, one at a time."""
        with self._path.open("rb") as file:
            for offset in offsets:
                file.seek(offset)
                yield json.loads(file.readline())

    def remove(self) -> None:
        """Remove the journal: its records stand in `results.json` now."""
        self._path.unlink(missing_ok=True)


def recover(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the submissions that a killed run left in its journal; a torn last line is left out."""
    with path.open("rb") as file:
        for line in file:
            if line.endswith(b"\n"):
                yield json.loads(line)
