"""What an output folder holds: results of earlier runs and of this one, none ever lost.

Records stay on disk, in `results.json` or in the journal; in memory are the rows of the class page.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import weakref
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from gradewright.errors import UsageError
from gradewright.phrases import say
from gradewright.reports.class_rows import ClassRow, class_row, shared
from gradewright.reports.journal import NAME, Journal
from gradewright.reports.stored import Place, read_stored
from gradewright.results import Extent, LeftOut, SubmissionResult
from gradewright.results_reader import NotARecordError

RESULTS = "results.json"

Identity = tuple[str, str, str]


def identity_of(result: SubmissionResult) -> Identity:
    """Return whose result it is: student, id and assignment."""
    return result.student, result.student_id, result.assignment


@dataclass(frozen=True, slots=True)
class Held:
    """One result in the folder: its row, where its record stands, and what decided it."""

    row: ClassRow
    place: Place
    digest: str
    notes: tuple[str, ...]
    seed: int | None
    only: Extent
    graded_with: str

    @property
    def identity(self) -> Identity:
        """Return whose it is."""
        return self.row.student, self.row.student_id, self.row.assignment


class Holdings:
    """The results of an output folder by student, id and assignment; one process at a time.

    `left_out`, `decisions` and `seed` are what earlier runs left, None for no seed. `unsure` is
    whose result a killed run wrote last: it may not have come to the page. `left_behind` are the
    results that a run left in its journal, for it did not come to its end.
    """

    def __init__(self, out: Path, course: str) -> None:
        """Read what is there; the folder is made where it is not.

        Raises:
            UsageError: another run writes into the folder, or what it holds is damaged or of
                another course.
            OSError: the folder cannot be made, read or written into.
        """
        out.mkdir(parents=True, exist_ok=True)
        self._results = out / RESULTS
        self._by_identity: dict[Identity, Held] = {}
        self.unsure: Identity | None = None
        self.left_out: tuple[LeftOut, ...] = ()
        self.decisions: tuple[str, ...] = ()
        self.seed: int | None = None
        self.left_behind: tuple[Held, ...] = ()
        self._unlock = _lock(self, out)
        self._read_results(course)
        left: dict[Identity, None] = {}
        try:
            self._journal = Journal(out / NAME, course)
            for place, record in self._journal.records():
                self._hold(place, record)
                self.unsure, self.seed = identity_of(record), record.seed
                left[identity_of(record)] = None
        except NotARecordError as error:
            raise _refused(out / NAME, str(error)) from error
        self.left_behind = tuple(self._by_identity[identity] for identity in left)

    def __len__(self) -> int:
        return len(self._by_identity)

    def __iter__(self) -> Iterator[Held]:
        return iter(self._by_identity.values())

    def get(self, identity: Identity) -> Held | None:
        """Return what is held of a student for an assignment."""
        return self._by_identity.get(identity)

    def put(self, result: SubmissionResult) -> None:
        """Write a result down in the place of an earlier one of the same student.

        Raises:
            OSError: there is no room, or the folder is not there any more.
            ValueError: the record holds NaN or infinity.
        """
        self._hold(self._journal.append(result), result)

    def move(self, held: Held, href: str) -> None:
        """Let the page of a result stand at another place."""
        self._by_identity[held.identity] = replace(held, row=replace(held.row, href=href))

    def record(self, held: Held) -> SubmissionResult:
        """Return the whole record of a result.

        Raises:
            OSError: the file it stands in is gone.
            NotARecordError: another program has changed that file.
        """
        return replace(held.place.read(), page=held.row.href)

    def records(self, rows: Iterable[Held]) -> Iterator[SubmissionResult]:
        """Yield whole records, one in memory at a time."""
        return map(self.record, rows)

    def release(self, *, written: bool = False) -> None:
        """Let other runs in; the journal goes where its records were `written`, or it has none."""
        if written or self._journal.is_empty:
            self._journal.remove()
        self._unlock()

    def _read_results(self, course: str) -> None:
        if not self._results.exists():
            return
        try:
            stored = read_stored(self._results, self._hold)
        except NotARecordError as error:
            raise _refused(self._results, str(error)) from error
        if stored.course != course:
            text = say("console.other_course", out=self._results.parent, theirs=stored.course)
            raise UsageError(text)
        self.left_out, self.decisions, self.seed = stored.left_out, stored.decisions, stored.seed

    def _hold(self, place: Place, record: SubmissionResult) -> None:
        href = record.page if _is_page(record.page) else ""
        held = Held(
            row=class_row(record, href),
            place=place,
            digest=record.digest,
            notes=shared(record.notes),
            seed=shared(record.seed),
            only=record.only,
            graded_with=shared(record.graded_with),
        )
        self._by_identity[identity_of(record)] = held


def _is_page(href: str) -> bool:
    """Return whether a link leads to a student's page inside the folder."""
    parts = PurePosixPath(unquote(href)).parts
    return len(parts) == 3 and parts[0] == "students" and ".." not in parts


def _refused(file: Path, reason: str) -> UsageError:
    return UsageError(say("console.damaged", file=file, reason=reason))


def _lock(owner: object, folder: Path) -> weakref.finalize[[int], object]:
    """Keep other runs out of a folder until the answer is called, or its owner is gone.

    Raises:
        UsageError: another run is in it.
    """
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    release = weakref.finalize(owner, os.close, descriptor)
    # Some network file systems have no locks: there, nobody is kept out.
    with contextlib.suppress(OSError):
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            release()
            raise UsageError(say("console.in_use", out=folder)) from error
    return release
