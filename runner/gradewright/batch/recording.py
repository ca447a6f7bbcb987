"""Bring results into the gradebook: as they come, in a thread beside the run, or afterwards.

The journal of the run stays the source. A gradebook that cannot be written costs no grading: the
run says so, and what the folder holds can be brought in later.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from gradewright.errors import GradewrightError, UsageError
from gradewright.phrases import say
from gradewright.reports.holdings import RESULTS
from gradewright.reports.stored import read_stored
from gradewright.results import Environment, SubmissionResult
from gradewright.results_reader import NotARecordError

if TYPE_CHECKING:
    from gradewright.gradebook.recording import Arrival
    from gradewright.gradebook.store import Gradebook

# The file of a gradebook beside the results.
GRADEBOOK = "gradebook.sqlite"
_MOST_AT_ONCE = 64
_WAIT_SECONDS = 1.0
# A server that is started anew is back within that.
_TRIES = (0.5, 2.0, 5.0)
_CHUNK = 100


class Recorder:
    """Records results of a run in short transactions, several at a time.

    `problem` says why some could not be recorded, "" where all were.
    """

    def __init__(self, url: str, course: str, environment: Environment) -> None:
        """Begin to record into a gradebook, which is opened beside the run."""
        self._url, self._course, self._environment = url, course, environment
        self._waiting: queue.SimpleQueue[Arrival | SubmissionResult | None] = queue.SimpleQueue()
        self.problem = ""
        self._thread = threading.Thread(target=self._work, name="gradebook", daemon=True)
        self._thread.start()

    def add(self, result: SubmissionResult) -> None:
        """Record a result that was graded just now."""
        from gradewright.gradebook.recording import Arrival, written

        now = datetime.now(UTC)
        begun = written(now - timedelta(seconds=result.seconds))
        self._waiting.put(Arrival(result, self._environment, begun, written(now)))

    def add_earlier(self, results: Iterable[SubmissionResult]) -> None:
        """Record results of earlier runs, where the gradebook does not have them."""
        for result in results:
            self._waiting.put(result)

    def close(self) -> None:
        """Wait until everything is recorded, or cannot be."""
        self._waiting.put(None)
        self._thread.join()

    def _work(self) -> None:
        book: Gradebook | None = None
        try:
            from gradewright.gradebook.store import open_gradebook

            book = open_gradebook(self._url)
            for batch in self._batches():
                _patiently(book, self._course, batch)
        except GradewrightError as error:
            self.problem = str(error)
        except Exception as error:  # noqa: BLE001 - no fault of the gradebook's may end a run
            self.problem = f"{type(error).__name__}: {error}"
        finally:
            if book is not None:
                book.close()

    def _batches(self) -> Iterator[list[Arrival]]:
        """Yield what has come, at least one and no more than a second's, until the end."""
        from gradewright.gradebook.recording import Arrival

        is_over = False
        while not is_over:
            batch: list[Arrival] = []
            until = float("inf")
            while len(batch) < _MOST_AT_ONCE:
                left = until - time.monotonic()
                try:
                    item = self._waiting.get(timeout=None if left == float("inf") else max(0, left))
                except queue.Empty:
                    break
                if item is None:
                    is_over = True
                    break
                batch.append(Arrival(item) if isinstance(item, SubmissionResult) else item)
                until = min(until, time.monotonic() + _WAIT_SECONDS)
            if batch:
                yield batch


def check_url(url: str) -> None:
    """Open a gradebook that was asked for by name, so that a slip of the pen ends the run early.

    Raises:
        UsageError: it cannot be opened, or the packages for it are not installed.
    """
    if not packages_are_there():
        raise UsageError(say("gradebook.no_packages"))
    from gradewright.gradebook.store import open_gradebook

    # A file that is not there yet is made by the run, which then knows that it is new.
    if "://" in url or Path(url).exists():
        open_gradebook(url).close()


def packages_are_there() -> bool:
    """Tell whether what a gradebook needs is installed."""
    return all(find_spec(name) is not None for name in ("sqlalchemy", "alembic"))


def bring_in(book: Gradebook, out: Path, course: str) -> tuple[int, int]:
    """Bring the results of a folder into a gradebook; return how many were new, and how many.

    Raises:
        UsageError: the folder holds no results, damaged ones or those of another course, or the
            gradebook cannot be written.
    """
    from gradewright.gradebook.recording import Arrival, record

    file = out / RESULTS
    if not file.is_file():
        raise UsageError(say("gradebook.no_results", out=out))
    # Looked at as a whole first: of a damaged file nothing is brought in.
    stored = _read(file, lambda _: None)
    if stored != course:
        raise UsageError(say("console.other_course", out=out, theirs=stored))
    waiting: list[Arrival] = []
    new = count = 0

    def write() -> None:
        nonlocal new
        with book.writing() as connection:
            new += record(connection, course, waiting)
        waiting.clear()

    def take(result: SubmissionResult) -> None:
        nonlocal count
        count += 1
        waiting.append(Arrival(result))
        if len(waiting) >= _CHUNK:
            write()

    _read(file, take)
    write()
    return new, count


def _read(file: Path, take: Callable[[SubmissionResult], None]) -> str:
    try:
        return read_stored(file, lambda _, result: take(result)).course
    except (NotARecordError, OSError) as error:
        raise UsageError(say("gradebook.damaged_results", file=file, reason=error)) from error


def _patiently(book: Gradebook, course: str, batch: list[Arrival]) -> None:
    """Record a batch, again where that failed: what is there already is not put in twice.

    Raises:
        UsageError: the database does not take it.
    """
    from gradewright.gradebook.recording import record

    for seconds in (*_TRIES, 0.0):
        try:
            with book.writing() as connection:
                record(connection, course, batch)
        except UsageError:
            if not seconds:
                raise
            time.sleep(seconds)
        else:
            return
