"""The class page while results still come: what it says of the run, and when it is written anew."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

# Seconds between two pages: where results came, and where none did, so that its time goes on.
_LEAST, _HEARTBEAT = 3.0, 15.0
# A page takes no more than a twentieth of the run, however large the class is.
_TIMES_ITS_COST = 20.0
_LEAST_REFRESH = 5


@dataclass(frozen=True, slots=True)
class Part:
    """An assignment of a run: how many submissions are to be graded, and how many were."""

    slug: str
    title: str
    total: int
    done: int = 0


@dataclass(frozen=True, slots=True)
class Unfinished:
    """How far a run is that goes on, or was stopped.

    `written` is when the page was (ISO-8601, UTC), `refresh` after how many seconds it loads itself
    anew, 0 for never. `has_files` tells whether the tables that it leads to are as new as it is.
    """

    parts: tuple[Part, ...]
    written: str
    refresh: int = 0
    has_files: bool = False

    @property
    def done(self) -> int:
        """Return how many submissions were graded."""
        return sum(part.done for part in self.parts)

    @property
    def total(self) -> int:
        """Return how many submissions were to be graded."""
        return sum(part.total for part in self.parts)


Write = Callable[[Unfinished], None]


class EarlyPage:
    """Counts what a run has graded, and has the class page written when that is due."""

    def __init__(self, parts: Sequence[Part], clock: Callable[[], float]) -> None:
        self._parts = {part.slug: part for part in parts}
        self._clock = clock
        self._wait = _LEAST
        self._is_new = False
        self._written_at = clock()

    @property
    def is_needed(self) -> bool:
        """Return whether there is anything to wait for."""
        return any(part.total for part in self._parts.values())

    def begin(self, write: Write) -> None:
        """Write the first page."""
        if self.is_needed:
            self._write_now(write)
            # Templates were compiled for it, which no later one costs.
            self._wait = _LEAST

    def count(self, slug: str) -> None:
        """Take note of a submission that was graded."""
        part = self._parts.get(slug)
        if part is not None:
            self._parts[slug] = replace(part, done=part.done + 1)
            self._is_new = True

    def refresh(self, write: Write) -> None:
        """Write the page where it is due."""
        if not self.is_needed:
            return
        since = self._clock() - self._written_at
        if since >= (self._wait if self._is_new else max(self._wait, _HEARTBEAT)):
            self._write_now(write)

    def stopped(self, *, has_files: bool = False) -> Unfinished:
        """Return what is said of a run that ends now."""
        return Unfinished(tuple(self._parts.values()), _now(), has_files=has_files)

    def _write_now(self, write: Write) -> None:
        start = self._clock()
        refresh = max(_LEAST_REFRESH, round(self._wait))
        write(Unfinished(tuple(self._parts.values()), _now(), refresh))
        self._written_at, self._is_new = self._clock(), False
        self._wait = max(_LEAST, _TIMES_ITS_COST * (self._written_at - start))


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
