"""`results.json` read back as it was written: one submission in memory at a time."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gradewright.reports.json_stream import DECODER, members
from gradewright.results import SCHEMA, Environment, LeftOut, SubmissionResult
from gradewright.results_reader import NotARecordError, from_plain

_LIST = "submissions"


@dataclass(frozen=True, slots=True)
class Place:
    """Where the JSON of a submission stands: a file, and a stretch of its bytes."""

    file: Path
    start: int
    length: int

    def read(self) -> SubmissionResult:
        """Return the record that stands there.

        Raises:
            NotARecordError: it does not stand there any more.
        """
        with self.file.open("rb") as file:
            file.seek(self.start)
            return record_of(file.read(self.length))


@dataclass(frozen=True, slots=True)
class Stored:
    """What a file of results says of its runs."""

    course: str
    seed: int | None = None
    left_out: tuple[LeftOut, ...] = ()
    decisions: tuple[str, ...] = ()
    created: str = ""
    environment: Environment | None = None


Take = Callable[[Place, SubmissionResult], None]


def read_stored(path: Path, take: Take) -> Stored:
    """Return what `results.json` says of its runs, and give `take` each submission with its place.

    Raises:
        NotARecordError: it is damaged, or no file of results; some may have been taken by then.
        OSError: it cannot be read.
    """
    head: dict[str, Any] = {}
    with path.open("rb") as file:
        for member in members(file, _LIST):
            if member.key != _LIST:
                head[member.key] = member.value
                continue
            place = Place(path, member.start, member.length)
            take(place, from_plain(SubmissionResult, member.value))
    return stored_of(head)


def stored_of(head: dict[str, Any]) -> Stored:
    """Return the head of a file of results as a record.

    Raises:
        NotARecordError: it is none.
    """
    if head.get("schema") != SCHEMA:
        raise NotARecordError(f"schema: not {SCHEMA}")
    return from_plain(Stored, {k: v for k, v in head.items() if k in Stored.__slots__})


def record_of(line: bytes) -> SubmissionResult:
    """Return the record of a submission from its JSON.

    Raises:
        NotARecordError: it is none.
    """
    try:
        return from_plain(SubmissionResult, DECODER.decode(line.decode("utf-8")))
    except (json.JSONDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise NotARecordError(str(error)) from error
