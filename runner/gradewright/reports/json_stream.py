"""A JSON object read from a file, one member and one item at a time, with where each stands."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, NoReturn

from gradewright.results_reader import NotARecordError

_SPACE = re.compile(r"[ \t\r\n]*")
_CHUNK = 1 << 17


def _no_number(name: str) -> NoReturn:
    raise NotARecordError(f"{name}, which is no number")


DECODER = json.JSONDecoder(parse_constant=_no_number)


@dataclass(frozen=True, slots=True)
class Member:
    """A member of the object, or an item of its list: the value, and its stretch of bytes."""

    key: str
    value: Any
    start: int
    length: int


def members(file: BinaryIO, items_of: str, chunk: int = _CHUNK) -> Iterator[Member]:
    """Yield each member of the object in a file, and the list `items_of` item by item.

    No more is in memory than an item and twice `chunk` bytes, however the file is laid out.

    Raises:
        NotARecordError: it is no JSON in UTF-8, no object, or holds NaN; some may have come before.
        OSError: it cannot be read.
    """
    scan = _Scanner(file, chunk)
    try:
        scan.expect("{")
        while True:
            key = str(scan.member("").value)
            scan.expect(":")
            if key == items_of:
                yield from scan.items(key)
            else:
                yield scan.member(key)
            if not scan.meets(","):
                break
        scan.expect("}")
        scan.end()
    except json.JSONDecodeError as error:
        raise NotARecordError(f"{error.msg} in line {scan.line(error.pos)}") from error
    except UnicodeDecodeError as error:
        raise NotARecordError(f"not UTF-8: {error.reason} after line {scan.line(0)}") from error
    except RecursionError as error:
        raise NotARecordError(str(error)) from error


class _Scanner:
    """Walks over JSON, value by value; `at` is where it stands in the part that is in memory."""

    def __init__(self, file: BinaryIO, chunk: int) -> None:
        self._file, self._chunk = file, chunk
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._text, self._at, self._is_all = "", 0, False
        # Of what was walked over.
        self._bytes, self._lines = 0, 1

    def member(self, key: str) -> Member:
        """Return the next value, under this key."""
        self._skip()
        start, (value, end) = self._bytes, self._value()
        self._walk(end)
        return Member(key, value, start, self._bytes - start)

    def items(self, key: str) -> Iterator[Member]:
        """Yield the items of the list that comes next."""
        self.expect("[")
        if self.meets("]"):
            return
        yield self.member(key)
        while self.meets(","):
            yield self.member(key)
        self.expect("]")

    def meets(self, sign: str) -> bool:
        """Go past a sign where it comes next, and tell whether it did."""
        self._skip()
        if not self._text.startswith(sign, self._at):
            return False
        self._walk(self._at + len(sign))
        return True

    def expect(self, sign: str) -> None:
        """Go past a sign that has to come next."""
        if not self.meets(sign):
            raise json.JSONDecodeError(f"Expecting {sign!r}", self._text, self._at)

    def end(self) -> None:
        """Check that nothing follows."""
        self._skip()
        if self._at < len(self._text):
            raise json.JSONDecodeError("Extra data", self._text, self._at)

    def line(self, position: int) -> int:
        """Return the line of a position in the part that is in memory."""
        return self._lines + self._text.count("\n", self._at, position)

    def _value(self) -> tuple[Any, int]:
        """Return the next value and where it ends, with as much of the file as that takes."""
        while True:
            try:
                value, end = DECODER.raw_decode(self._text, self._at)
            except json.JSONDecodeError:
                if not self._more():
                    raise
                continue
            # A number may go on in what is not in memory yet.
            if end < len(self._text) or not self._more():
                return value, end

    def _skip(self) -> None:
        """Go past white space, so that a sign stands next, or nothing at all."""
        while True:
            found = _SPACE.match(self._text, self._at)
            assert found is not None
            self._walk(found.end())
            if self._at < len(self._text) or not self._more():
                return

    def _walk(self, end: int) -> None:
        passed = self._text[self._at : end]
        self._bytes += len(passed.encode())
        self._lines += passed.count("\n")
        self._at = end

    def _more(self) -> bool:
        """Bring more of the file into memory and drop what was walked over; False at its end.

        Twice as much each time that one value needs more, so that a long one is no square effort.
        """
        left = self._text[self._at :]
        while not self._is_all:
            data = self._file.read(max(self._chunk, len(left)))
            self._is_all = not data
            more = self._decoder.decode(data, final=self._is_all)
            if more:
                self._text, self._at = left + more, 0
                return True
        return False
