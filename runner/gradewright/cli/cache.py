"""`gradewright cache`: show what is kept for later runs, or clear it."""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from gradewright.errors import UsageError
from gradewright.performance.entries import MOST_BYTES, Entry, clear, entries
from gradewright.performance.kept_folder import users_folder_as_it_is
from gradewright.phrases import say
from gradewright.words.printable import one_line

_UNITS = ("B", "kB", "MB", "GB")


def main(arguments: argparse.Namespace) -> int:
    """Print what is kept, or remove it, and return 0."""
    kept = users_folder_as_it_is()
    folder = kept.folder
    if arguments.action == "clear":
        return _clear(folder, arguments.slugs, as_json=arguments.json)
    found = entries(folder)
    if arguments.json:
        document = {**_sums(folder, found), "most_bytes": MOST_BYTES, "problem": kept.problem}
        _print_json(document | {"assignments": _rows(found)})
        return 0
    console = Console(highlight=False)
    _say(console, "cache.folder", folder=folder)
    if kept.problem:
        _say(console, "cache.has_problem", problem=kept.problem)
    size, most = size_text(_bytes(found)), size_text(MOST_BYTES)
    _say(console, "cache.entries", count=len(found), size=size, most=most)
    if found:
        console.print(_table(found))
    return 0


def _clear(folder: Path, slugs: Sequence[str], *, as_json: bool) -> int:
    """Remove entries and tell how many.

    Raises:
        UsageError: one cannot be removed.
    """
    try:
        gone = clear(folder, slugs or None)
    except OSError as error:
        text = say("cache.cannot_clear", file=error.filename, reason=error.strerror)
        raise UsageError(text) from error
    if as_json:
        _print_json({**_sums(folder, gone), "assignments": _rows(gone)})
        return 0
    console = Console(highlight=False)
    for slug in sorted(set(slugs) - {entry.assignment for entry in gone}):
        _say(console, "cache.nothing_of", slug=slug)
    _say(console, "cache.cleared", folder=folder, count=len(gone), size=size_text(_bytes(gone)))
    return 0


def size_text(count: int) -> str:
    """Return a number of bytes as people read it: `35 MB`."""
    size, unit = float(count), _UNITS[0]
    for unit in _UNITS:
        if size < 999.5 or unit == _UNITS[-1]:
            break
        size /= 1000
    digits = 1 if size < 9.95 and unit != _UNITS[0] else 0
    return f"{size:.{digits}f} {unit}"


def _table(found: Sequence[Entry]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(say("cache.assignment"))
    for key in ("count", "size", "used"):
        table.add_column(say(f"cache.{key}"), justify="right")
    for assignment, group in _groups(found).items():
        name = one_line(assignment, 60) or say("cache.no_assignment")
        table.add_row(Text(name), str(len(group)), size_text(_bytes(group)), _last_used(group))
    return table


def _rows(found: Sequence[Entry]) -> list[dict[str, Any]]:
    return [
        {
            "assignment": assignment,
            "entries": len(group),
            "bytes": _bytes(group),
            "first_made": _time(min(entry.made for entry in group)),
            "last_used": _last_used(group),
        }
        for assignment, group in _groups(found).items()
    ]


def _groups(found: Sequence[Entry]) -> dict[str, list[Entry]]:
    groups: dict[str, list[Entry]] = defaultdict(list)
    for entry in found:
        groups[entry.assignment].append(entry)
    return dict(sorted(groups.items()))


def _sums(folder: Path, found: Sequence[Entry]) -> dict[str, Any]:
    return {"folder": str(folder), "entries": len(found), "bytes": _bytes(found)}


def _bytes(found: Sequence[Entry]) -> int:
    return sum(entry.size for entry in found)


def _last_used(group: Sequence[Entry]) -> str:
    return _time(max(entry.used for entry in group))


def _time(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _print_json(document: dict[str, Any]) -> None:
    print(json.dumps(document, indent=2))


def _say(console: Console, key: str, **values: object) -> None:
    console.print(Text(say(key, **values)), soft_wrap=True)
