"""Attempts and points over time, kept in a file beside the work and nowhere else."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from gradewright.phrases import say
from gradewright.words.numbers import points

NAME = ".gradewright-progress.json"
_FORMAT = "gradewright/progress/v1"
_MOST = 1000


@dataclass(frozen=True, slots=True)
class Attempt:
    """A version of the work that was checked whole: when, which, and the points that it got."""

    at: datetime
    digest: str
    earned: float
    here: float


class Progress:
    """What was reached so far with one assignment.

    Attributes:
        trouble: a sentence about a file that could not be read or written, "" for none.
    """

    def __init__(self, folder: Path, slug: str) -> None:
        self._file, self._slug = folder / NAME, slug
        self.trouble = ""
        self._all: dict[str, Any] = self._read()
        kept = self._all.get(slug)
        self._count, self._attempts = _attempts(kept)
        if kept is not None and not self._count:
            self.trouble = say("terminal.progress_damaged", file=NAME)

    def add(self, attempt: Attempt) -> None:
        """Count a version of the work; the same one again is no attempt."""
        if self._attempts and self._attempts[-1].digest == attempt.digest:
            return
        self._count += 1
        self._attempts = [*self._attempts, attempt][-_MOST:]
        self._all[self._slug] = {
            "count": self._count,
            "attempts": [
                [a.at.isoformat(timespec="seconds"), a.digest, a.earned, a.here]
                for a in self._attempts
            ],
        }
        self._write()

    def words(self) -> str:
        """Return it as one line, "" before the first attempt."""
        if not self._attempts:
            return ""
        last = self._attempts[-1]
        said = say(
            "terminal.progress",
            count=self._count,
            earned=points(last.earned),
            here=points(last.here),
        )
        was = self._was(last)
        return f"{said} · {was}" if was else said

    def _was(self, last: Attempt) -> str:
        """Return what there was before: on another day, or else with other points."""
        today = last.at.date()
        earlier = [a for a in self._attempts[:-1] if a.at.date() < today]
        if earlier:
            days = (today - earlier[-1].at.date()).days
            key = "terminal.was_yesterday" if days == 1 else "terminal.was_days_ago"
            return say(key, earned=points(earlier[-1].earned), days=days)
        other = [a for a in self._attempts[:-1] if a.earned != last.earned]
        if not other:
            return ""
        time = f"{other[-1].at:%H:%M}"
        return say("terminal.was_at", earned=points(other[-1].earned), time=time)

    def _read(self) -> dict[str, Any]:
        try:
            plain = json.loads(self._file.read_text(encoding="utf-8"))
            kept = plain["assignments"] if plain["format"] == _FORMAT else None
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            kept = None
        if not isinstance(kept, dict):
            self.trouble = say("terminal.progress_damaged", file=NAME)
            return {}
        return kept

    def _write(self) -> None:
        text = json.dumps({"format": _FORMAT, "assignments": self._all}, indent=1) + "\n"
        beside = self._file.with_name(f"{NAME}.{os.getpid()}")
        try:
            beside.write_text(text, encoding="utf-8")
            beside.replace(self._file)
        except OSError as error:
            reason = error.strerror or type(error).__name__
            self.trouble = say("terminal.progress_unkept", reason=reason)
            beside.unlink(missing_ok=True)


def _attempts(kept: Any) -> tuple[int, list[Attempt]]:
    """Return how many there were and the last ones; none where that is not what was written."""
    try:
        attempts = [
            Attempt(datetime.fromisoformat(at).astimezone(), str(digest), float(one), float(other))
            for at, digest, one, other in kept["attempts"]
        ]
        return max(int(kept["count"]), len(attempts)), attempts
    except (KeyError, TypeError, ValueError, OverflowError):
        return 0, []
