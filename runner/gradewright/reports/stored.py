"""`results.json` read back as it was written: one submission in memory at a time."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from gradewright.results import SCHEMA, LeftOut, SubmissionResult
from gradewright.results_reader import NotARecordError, from_plain

_SPACE = re.compile(r"[ \t\r\n]*")
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


Take = Callable[[Place, SubmissionResult], None]


def read_stored(path: Path, take: Take) -> Stored:
    """Return what `results.json` says of its runs, and give `take` each submission with its place.

    Raises:
        NotARecordError: it is damaged, or no file of results; some may have been taken by then.
        OSError: it cannot be read.
    """
    text = _decoded(path.read_bytes())
    head: dict[str, Any] = {}
    bytes_before, counted = 0, 0
    for key, value, start, end in _members(text):
        if key != _LIST:
            head[key] = value
            continue
        bytes_before += len(text[counted:start].encode())
        length, counted = len(text[start:end].encode()), end
        take(Place(path, bytes_before, length), from_plain(SubmissionResult, value))
        bytes_before += length
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
    text = _decoded(line)
    try:
        return from_plain(SubmissionResult, _DECODER.decode(text))
    except json.JSONDecodeError as error:
        raise NotARecordError(str(error)) from error


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise NotARecordError(f"not UTF-8: {error}") from error


def _members(text: str) -> Iterator[tuple[str, Any, int, int]]:
    """Yield key, value, start and end of each member of the object, item by item for the list."""
    scan = _Scanner(text)
    try:
        scan.expect("{")
        while True:
            key, _, _ = scan.value()
            scan.expect(":")
            if key == _LIST:
                yield from ((key, *item) for item in scan.items())
            else:
                yield (key, *scan.value())
            if not scan.meets(","):
                break
        scan.expect("}")
        scan.end()
    except (json.JSONDecodeError, RecursionError) as error:
        raise NotARecordError(str(error)) from error


def _no_number(name: str) -> NoReturn:
    raise NotARecordError(f"{name}, which is no number")


_DECODER = json.JSONDecoder(parse_constant=_no_number)


class _Scanner:
    """Walks over JSON, value by value."""

    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0

    def value(self) -> tuple[Any, int, int]:
        """Return the next value, and where it starts and ends."""
        start = self._skip()
        value, self.at = _DECODER.raw_decode(self.text, start)
        return value, start, self.at

    def items(self) -> Iterator[tuple[Any, int, int]]:
        """Yield the items of the list that comes next."""
        self.expect("[")
        if self.meets("]"):
            return
        yield self.value()
        while self.meets(","):
            yield self.value()
        self.expect("]")

    def meets(self, sign: str) -> bool:
        """Go past a sign where it comes next, and tell whether it did."""
        start = self._skip()
        if not self.text.startswith(sign, start):
            return False
        self.at = start + len(sign)
        return True

    def expect(self, sign: str) -> None:
        """Go past a sign that has to come next."""
        if not self.meets(sign):
            raise json.JSONDecodeError(f"Expecting {sign!r}", self.text, self.at)

    def end(self) -> None:
        """Check that nothing follows."""
        if self._skip() != len(self.text):
            raise json.JSONDecodeError("Extra data", self.text, self.at)

    def _skip(self) -> int:
        found = _SPACE.match(self.text, self.at)
        self.at = found.end() if found else self.at
        return self.at
