"""Read a TOML table key by key; every mistake names file, key, what was found, what is allowed."""

from __future__ import annotations

import difflib
import tomllib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from gradewright.errors import CourseError

REQUIRED = object()


@dataclass(frozen=True, slots=True)
class Key:
    """A key that was asked for: what it may hold in words, its default, and the tables in it.

    `default` is REQUIRED where there is none.
    """

    kind: str
    default: Any
    tables: tuple[Table, ...] = ()


def load_toml(file: Path) -> Table:
    """Return the top table of a TOML file.

    Raises:
        CourseError: the file is absent, not UTF-8, or not TOML.
    """
    try:
        return Table(file, "", tomllib.loads(file.read_text(encoding="utf-8-sig")))
    except FileNotFoundError as error:
        raise CourseError(file, "the file", "nothing", "a TOML file of this name") from error
    except UnicodeDecodeError as error:
        raise CourseError(file, f"byte {error.start}", "no UTF-8", "UTF-8 text") from error
    except tomllib.TOMLDecodeError as error:
        raise CourseError(file, "the syntax", str(error), "TOML (see https://toml.io)") from error


class Table:
    """A TOML table that knows its file and its own key, and which keys were asked for."""

    def __init__(self, file: Path, key: str, values: dict[str, Any]) -> None:
        self.file, self.key, self.values = file, key, values
        self.asked: dict[str, Key] = {}

    def wrong(self, key: str, found: Any, allowed: str) -> CourseError:
        """Return the error that names this file and the key below this table."""
        if found is not REQUIRED:
            return CourseError(self.file, f"{self.key}{key}", repr(found), allowed)
        near = difflib.get_close_matches(key, self.values, 1)
        found_text = f"nothing (but {near[0]!r}, which has no meaning here)" if near else "nothing"
        return CourseError(self.file, f"{self.key}{key}", found_text, allowed)

    def _take(self, key: str, kind: str, default: Any) -> Any:
        self.asked[key] = Key(kind, default)
        return self.values.get(key, default)

    def text(self, key: str, default: Any = REQUIRED) -> str:
        """Return a text that is not empty."""
        value = self._take(key, "a text", default)
        if not isinstance(value, str) or (not value.strip() and value is not default):
            raise self.wrong(key, value, "a text")
        return value

    def choice(self, key: str, allowed: tuple[str, ...], default: str) -> Any:
        """Return one of the allowed texts."""
        words = " or ".join(repr(word) for word in allowed)
        value = self._take(key, words, default)
        if value not in allowed:
            raise self.wrong(key, value, words)
        return value

    def number(
        self, key: str, default: Any = REQUIRED, *, whole: bool = False, zero: bool = False
    ) -> Any:
        """Return a positive number, an integer when `whole`; None where that is the default.

        With `zero` it may be 0 as well.
        """
        kind = f"a positive {'whole ' if whole else ''}number{' or 0' if zero else ''}"
        value = self._take(key, kind, default)
        if value is None and default is None:
            return None
        kinds = (int,) if whole else (int, float)
        if isinstance(value, bool) or not isinstance(value, kinds) or not 0 <= value < float("inf"):
            raise self.wrong(key, value, kind)
        if value == 0 and not zero:
            raise self.wrong(key, value, kind)
        return value

    def pairs(
        self, key: str, default: tuple[tuple[float, float], ...]
    ) -> tuple[tuple[float, float], ...]:
        """Return a list of pairs of finite numbers."""
        value = self._take(key, "a list of pairs of numbers", default)
        if not isinstance(value, (list, tuple)) or not all(map(_is_pair, value)):
            raise self.wrong(key, value, "a list of pairs of numbers")
        return tuple((float(first), float(second)) for first, second in value)

    def moment(self, key: str) -> datetime | None:
        """Return a date and time, with or without an offset; None where there is none."""
        kind = "a date and time, such as 2026-11-30T23:59:00"
        value = self._take(key, kind, None)
        if value is not None and not isinstance(value, datetime):
            raise self.wrong(key, value, kind)
        return value

    def flag(self, key: str, *, default: bool) -> bool:
        """Return true or false."""
        value = self._take(key, "true or false", default)
        if not isinstance(value, bool):
            raise self.wrong(key, value, "true or false")
        return value

    def texts(self, key: str, default: tuple[str, ...] | object = REQUIRED) -> tuple[str, ...]:
        """Return a list of texts as a tuple."""
        value = self._take(key, "a list of texts", default)
        if not isinstance(value, (list, tuple)) or not all(
            isinstance(item, str) and item for item in value
        ):
            raise self.wrong(key, value, "a list of texts")
        return tuple(value)

    def table(self, key: str) -> Table:
        """Return the table under `key`, empty where there is none."""
        kind = f"a table [{self.key}{key}]"
        value = self._take(key, kind, {})
        if not isinstance(value, dict):
            raise self.wrong(key, value, kind)
        table = Table(self.file, f"{self.key}{key}.", value)
        self.asked[key] = Key(kind, {}, (table,))
        return table

    def tables(self, key: str) -> list[Table]:
        """Return the tables of the array `[[key]]`, at least one."""
        kind = f"at least one table [[{self.key}{key}]]"
        value = self._take(key, kind, REQUIRED)
        if not isinstance(value, list) or not value or not all(isinstance(v, dict) for v in value):
            raise self.wrong(key, value, kind)
        tables = [
            Table(self.file, f"{self.key}[[{key}]] {_called(v, place)}: ", v)
            for place, v in enumerate(value, 1)
        ]
        self.asked[key] = Key(kind, REQUIRED, tuple(tables))
        return tables

    def finish(self) -> None:
        """Refuse keys that nobody asked for: a slip of the pen would be silently ignored."""
        for key, value in self.values.items():
            if key not in self.asked:
                near = difflib.get_close_matches(key, self.asked, 1)
                hint = f" (did you mean {near[0]!r}?)" if near else ""
                known = ", ".join(self.asked)
                raise CourseError(
                    self.file,
                    f"{self.key}{key}",
                    f"a key that has no meaning here, with the value {value!r}",
                    f"the keys {known}{hint}",
                )


def _is_pair(value: Any) -> bool:
    """Tell whether a value is two finite numbers."""
    return (
        isinstance(value, (list, tuple))
        and len(value) == 2
        and all(type(v) in (int, float) and abs(v) < float("inf") for v in value)
    )


def _called(entry: dict[str, Any], place: int) -> str:
    """Return how people find an entry of an array of tables: by its id, or else its number."""
    name = entry.get("id")
    return repr(name) if isinstance(name, str) and name else f"number {place}"
