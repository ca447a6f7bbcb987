"""What earlier pulls have seen and told, in one file that is either whole or not there."""

from __future__ import annotations

import fcntl
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from gradewright.errors import UsageError
from gradewright.phrases import say
from gradewright.reports.files import write
from gradewright.results import to_plain
from gradewright.results_reader import NotARecordError, from_plain

_FORMAT = "gradewright/pull/v1"
_FILE = "state.json"


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known of one repository.

    Attributes:
        address: where it was, without any name or password in it.
        commit: the commit that was taken last.
        submitted: the moment of submission: the commit's time, but never later than it was seen.
        first_seen: when that commit was first seen.
        assignment: which assignment the repository itself names.
        left_out: what of it was left out, and why.
        told: by assignment, a digest of what was written and, if so, sent about it.
        sent: the same, of what was sent.
    """

    address: str
    commit: str
    submitted: str
    first_seen: str
    assignment: str = ""
    left_out: tuple[str, ...] = ()
    told: dict[str, str] = field(default_factory=dict)
    sent: dict[str, str] = field(default_factory=dict)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Have a folder for this run alone.

    Raises:
        UsageError: another run has it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise UsageError(say("ci.in_use", folder=folder)) from error
        yield


def read_state(folder: Path) -> dict[str, Seen]:
    """Return what is known by student; nothing where there is no file yet.

    Raises:
        UsageError: the file is damaged.
    """
    file = folder / _FILE
    try:
        plain = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise UsageError(say("ci.state_damaged", file=file, why=error)) from error
    if not isinstance(plain, dict) or plain.get("format") != _FORMAT:
        raise UsageError(say("ci.state_damaged", file=file, why=_FORMAT))
    try:
        return {name: from_plain(Seen, each) for name, each in plain["repositories"].items()}
    except (NotARecordError, KeyError, AttributeError) as error:
        raise UsageError(say("ci.state_damaged", file=file, why=error)) from error


def write_state(folder: Path, seen: dict[str, Seen]) -> None:
    """Write what is known."""
    plain = {"format": _FORMAT, "repositories": to_plain(dict(sorted(seen.items())))}
    write(folder / _FILE, json.dumps(plain, indent=1, ensure_ascii=False) + "\n")
