"""One submission under judgement: its processes, its time, and what its tests called and showed."""

from __future__ import annotations

import time
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from gradewright.course.records import Assignment
from gradewright.grading.answering import Tally
from gradewright.grading.kept import Kept
from gradewright.grading.watch import Watch
from gradewright.performance.lending import Lent
from gradewright.results import Measurement, Picture
from gradewright.sandbox.base import Fresh, Session
from gradewright.submissions.records import Submission

# Questions and answers cost time that is none of the submission's.
_PATIENCE = 3


@dataclass(slots=True)
class Retry:
    """A test that is tried again with functions answered by the reference.

    `stubs` are answered where the submission's own code calls them, and `direct` where the grader
    does. `worked` tells whether a function that the question is about returned. `watch` is told the
    steps of the submission's functions, and may put them right.
    """

    stubs: tuple[str, ...]
    direct: frozenset[str]
    tally: Tally = field(default_factory=Tally)
    worked: bool = False
    watch: Watch | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """What was used up and found before a test: it may have to run again as if it never had."""

    left: float
    slow: frozenset[tuple[str, str]]
    exhibits: tuple[int, int, int]
    kept: tuple[tuple[Kept, frozenset[Hashable]], ...]


@dataclass(slots=True)
class Case:
    """One submission under judgement, and what was used up for it.

    `called` holds the functions that each test has called so far, `slow` the verbs and functions
    that did not return in time. `models` are those of the judge's that the test's process holds,
    `handles` their numbers by the worker's handles, `kept` what tests share. `waited` are the
    seconds in which others timed, which no limit counts. `renewed`: the next test gets a new
    process; `shares`: it may have that of the test before, where an assignment allows it. `begun`
    is how the test at hand asked for its process, None for not at all.
    `has_died` tells whether the worker vanished of late without the word of our own watcher, and
    `ended_from_outside` whether that was none of the submission's doing.
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
    kept: list[Kept] = field(default_factory=list)
    measurements: list[Measurement] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    renewed: bool = False
    shares: bool = False
    begun: Fresh | None = None
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
        fresh = self._fresh(question)
        self.renewed = False
        self.question = question
        if fresh != "no":
            self.handles.clear()
        seconds = min(self.seconds(self.assignment.test_seconds(question)), self.left)
        self.begun = fresh
        with self._in_its_own_time():
            self.session.begin_test(seconds, fresh=fresh)

    @property
    def is_on_trial(self) -> bool:
        """Tell whether the test at hand ran where others had, so that only a pass counts."""
        return self.begun == "changed" and self.session.is_shared

    def _fresh(self, question: str) -> Fresh:
        if self.renewed:
            return "yes"
        kept: dict[str, Fresh] = {
            "changed": "changed" if self.shares else "yes",
            "test": "yes",
            "question": "no" if question == self.question else "yes",
            "submission": "no",
        }
        return kept[self.assignment.load.fresh]

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

    def moment(self) -> Moment:
        """Return what `back_to` goes back to."""
        kept = tuple((each, each.names()) for each in self.kept)
        return Moment(self.left, frozenset(self.slow), self.exhibits(), kept)

    def back_to(self, moment: Moment) -> None:
        """Forget what a test used up and found since then."""
        self.left, self.slow = moment.left, set(moment.slow)
        self.drop(moment.exhibits)
        names = dict(moment.kept)
        for each in self.kept:
            each.keep_only(names.get(each, frozenset()))

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
