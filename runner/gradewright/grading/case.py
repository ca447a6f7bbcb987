"""One submission under judgement: its processes, its time, and what its tests called and showed."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from gradewright.course.records import Assignment
from gradewright.grading.answering import Tally
from gradewright.performance.lending import Lent
from gradewright.results import Measurement, Picture
from gradewright.sandbox.base import Session
from gradewright.submissions.records import Submission

# Questions and answers cost time that is none of the submission's.
_PATIENCE = 3


@dataclass(slots=True)
class Retry:
    """A test that is tried again with functions answered by the reference.

    `stubs` are answered where the submission's own code calls them, and `direct` where the grader
    does. `worked` tells whether a function that the question is about returned.
    """

    stubs: tuple[str, ...]
    direct: frozenset[str]
    tally: Tally = field(default_factory=Tally)
    worked: bool = False


@dataclass(slots=True)
class Case:
    """One submission under judgement, and what was used up for it.

    `called` holds the functions that each test has called so far, `slow` the verbs and functions
    that did not return in time. `models` are those of the judge's that the test's process holds,
    `handles` their numbers by the worker's handles. `waited` are the seconds in which others timed,
    which no limit counts. `renewed`: the next test gets a new process. `has_died` tells whether the
    worker vanished of late without the word of our own watcher, and `ended_from_outside` whether
    that was none of the submission's doing.
    """

    assignment: Assignment
    submission: Submission
    session: Session
    left: float
    data: list[str] = field(default_factory=list)
    slow: set[tuple[str, str]] = field(default_factory=set)
    question: str = ""
    test: str = ""
    called: dict[str, set[str]] = field(default_factory=dict)
    retry: Retry | None = None
    models: Lent = field(default_factory=Lent)
    handles: dict[int, int] = field(default_factory=dict)
    measurements: list[Measurement] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    renewed: bool = False
    waited: float = 0.0
    has_died: bool = False
    ended_from_outside: bool = False

    def spend(self, seconds: float) -> None:
        """Take what was used from what the submission has left."""
        self.left -= seconds

    def seconds(self, of_a_test: float) -> float:
        """Return how long a test may take which otherwise may take so long."""
        return of_a_test if self.retry is None else _PATIENCE * of_a_test

    def begin_test(self, question: str) -> None:
        """Give the next test a process and its share of the submission's time.

        How often the process is a new one is the assignment's to say.
        """
        if self.left <= 0:
            return
        kept = {"test": False, "question": question == self.question, "submission": True}
        fresh = self.renewed or not kept[self.assignment.load.fresh]
        self.renewed = False
        self.question = question
        if fresh:
            self.handles.clear()
        seconds = min(self.seconds(self.assignment.test_seconds(question)), self.left)
        with self._in_its_own_time():
            self.session.begin_test(seconds, fresh=fresh)

    def start_anew(self) -> None:
        """Give the test at hand another process; its time goes on."""
        if self.left <= 0:
            return
        self.handles.clear()
        with self._in_its_own_time():
            self.session.start_anew()

    @contextmanager
    def _in_its_own_time(self) -> Iterator[None]:
        """Take from the submission's time what passes: it may have to be loaded again."""
        started = time.monotonic()
        yield
        self.left -= time.monotonic() - started

    def end_test(self) -> None:
        """End the test's process, where the next test gets a new one."""
        if self.assignment.load.fresh == "test":
            self.session.end_test()

    def follow(self, retry: Retry | None) -> None:
        """Have the next tests tried again, in a process that no other test had; None ends that."""
        self.session.end_test()
        self.retry, self.renewed = retry, True
        self.slow.clear()

    def renew(self) -> None:
        """Have the next test's worker load the submission anew, whatever became of this one.

        Raises:
            MachineryError: our own parts failed.
        """
        self.session.renew()
        self.renewed = True
        self.slow.clear()

    def exhibits(self) -> tuple[int, int, int]:
        """Return how much was measured, drawn and noted so far."""
        return len(self.measurements), len(self.pictures), len(self.notes)

    def drop(self, since: tuple[int, int, int]) -> None:
        """Forget what was measured, drawn and noted since then."""
        measurements, pictures, notes = since
        del self.measurements[measurements:], self.pictures[pictures:], self.notes[notes:]

    def keep(self, test: str, since: tuple[int, int, int]) -> None:
        """Let what a test measured and drew since then take the place of what it had before."""
        measurements, pictures, _ = since
        older = (m for m in self.measurements[:measurements] if m.test != test)
        self.measurements[:measurements] = list(older)
        drawn = (p for p in self.pictures[:pictures] if p.test != test)
        self.pictures[:pictures] = list(drawn)
