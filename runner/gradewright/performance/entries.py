"""The files of a folder of kept values: one an entry, which tells whether it is sound.

    head, digest of all that follows, length of the label, label as JSON, payload

Files of other names are never touched, whatever folder somebody names.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import re
import tempfile
import time
from collections.abc import Container, Iterator
from dataclasses import dataclass
from pathlib import Path

# All that is kept together, and how much of it stays where it was more.
MOST_BYTES = 2_000_000_000
_STAYS = 0.9

_HEAD = b"gradewright kept 2\n"
_START = len(_HEAD) + hashlib.sha256().digest_size
_LENGTH = 4
_MOST_LABEL = 1000
_NAME = re.compile(r"([0-9a-f]{64})\.kept")
_NEW = ".gradewright-new-"
_PRUNING = "pruning.lock"
# A file that is still being written is younger.
_LEFT_BEHIND_SECONDS = 3600.0


@dataclass(frozen=True, slots=True)
class Entry:
    """One kept value: its key, for which assignment it was made, and its size in bytes.

    `assignment` is "" where the file does not tell. `made` and `used` are seconds since 1970.
    """

    key: str
    assignment: str
    size: int
    made: float
    used: float


def file_of(folder: Path, key: str) -> Path:
    """Return where an entry stands, or would."""
    return folder / f"{key}.kept"


def write(folder: Path, key: str, assignment: str, payload: bytes) -> int:
    """Write an entry, whole or not at all; return its size in bytes.

    Raises:
        OSError: it cannot be written.
    """
    label = json.dumps({"assignment": assignment, "made": round(time.time())}).encode()
    content = b"".join((len(label).to_bytes(_LENGTH, "big"), label, payload))
    descriptor, name = tempfile.mkstemp(prefix=_NEW, dir=folder)
    try:
        with os.fdopen(descriptor, "wb") as new:
            new.write(_HEAD + hashlib.sha256(content).digest())
            new.write(content)
        Path(name).replace(file_of(folder, key))
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return _START + len(content)


def read(folder: Path, key: str) -> memoryview | None:
    """Return an entry's payload, None where there is no sound one; it counts as used now."""
    file = file_of(folder, key)
    try:
        content = memoryview(file.read_bytes())
    except OSError:
        return None
    if content[:_START] != _HEAD + hashlib.sha256(content[_START:]).digest():
        return None
    with contextlib.suppress(OSError):
        os.utime(file)
    start = _START + _LENGTH
    return content[start + int.from_bytes(content[_START:start], "big") :]


def entries(folder: Path) -> list[Entry]:
    """Return all entries of a folder, those used last first; none where there is no folder."""
    found = []
    for file in _files(folder):
        # Another process may prune beside this one.
        with contextlib.suppress(OSError):
            found.append(_entry(file))
    return sorted(found, key=lambda entry: (-entry.used, entry.key))


def _entry(file: Path) -> Entry:
    with file.open("rb") as content:
        start = content.read(_START + _LENGTH)
        length = min(int.from_bytes(start[_START:], "big"), _MOST_LABEL)
        label = _label(content.read(length)) if start.startswith(_HEAD) else {}
        facts = os.fstat(content.fileno())
    assignment, made = label.get("assignment"), label.get("made")
    return Entry(
        file.stem,
        assignment if isinstance(assignment, str) else "",
        facts.st_size,
        float(made) if isinstance(made, (int, float)) else facts.st_mtime,
        facts.st_mtime,
    )


def _label(text: bytes) -> dict[str, object]:
    try:
        label = json.loads(text)
    except ValueError:
        return {}
    return label if isinstance(label, dict) else {}


def prune(folder: Path, most_bytes: int = MOST_BYTES) -> None:
    """Remove what was not used for longest where there is too much, and what kills left behind.

    One process prunes at a time; who reads an entry meanwhile has it whole, or makes it again.
    """
    try:
        descriptor = os.open(folder / _PRUNING, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError:
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        _prune(folder, most_bytes)
    except OSError:
        # Somebody else does, or the file system knows no locks and nobody can.
        return
    finally:
        os.close(descriptor)


def _prune(folder: Path, most_bytes: int) -> None:
    for file in folder.glob(f"{_NEW}*"):
        if time.time() - file.stat().st_mtime > _LEFT_BEHIND_SECONDS:
            file.unlink(missing_ok=True)
    facts = [(file, file.stat()) for file in _files(folder)]
    total = sum(fact.st_size for _, fact in facts)
    if total <= most_bytes:
        return
    for file, fact in sorted(facts, key=lambda pair: pair[1].st_mtime_ns):
        file.unlink(missing_ok=True)
        total -= fact.st_size
        if total <= most_bytes * _STAYS:
            return


def clear(folder: Path, assignments: Container[str] | None = None) -> list[Entry]:
    """Remove the entries of some assignments, or all; return those that are gone.

    Raises:
        OSError: one cannot be removed.
    """
    chosen = [e for e in entries(folder) if assignments is None or e.assignment in assignments]
    for entry in chosen:
        file_of(folder, entry.key).unlink(missing_ok=True)
    return chosen


def _files(folder: Path) -> Iterator[Path]:
    """Yield the files of a folder that are entries by name."""
    with contextlib.suppress(OSError):
        yield from sorted(file for file in folder.iterdir() if _NAME.fullmatch(file.name))
