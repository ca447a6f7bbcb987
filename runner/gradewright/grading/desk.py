"""The judge's desk: the submission at hand, its session, and what its tests use."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

import numpy as np

from gradewright import checks, datasets
from gradewright.checks import CheckFailed
from gradewright.course.records import Assignment
from gradewright.errors import CourseError, MachineryError
from gradewright.grading.calling import Calling
from gradewright.grading.case import Case, Retry
from gradewright.grading.kept import Kept
from gradewright.grading.models import Models
from gradewright.grading.seeds import entropy_of, seed_of
from gradewright.grading.student import (
    Reference,
    Student,
    load_reference,
)
from gradewright.grading.terms import Terms
from gradewright.performance.allowance import Allowance, most_of
from gradewright.performance.bench import Bench, Setting
from gradewright.performance.store import Store
from gradewright.performance.timing import Comparison
from gradewright.performance.turn import take_turn
from gradewright.results import Device
from gradewright.sandbox.base import Bundle, Sandbox
from gradewright.submissions.records import Submission

# Function, arguments, keyword arguments, and what came: a value, or the check that failed.
Hear = Callable[[str, tuple[Any, ...], dict[str, Any], object], None]


class Desk:
    """Everything that the graders of one assignment work with."""

    def __init__(
        self,
        assignment: Assignment,
        sandbox: Sandbox,
        terms: Terms,
        models: Models | None = None,
    ) -> None:
        self.assignment, self.sandbox, self.terms = assignment, sandbox, terms
        self.models = models
        self.case: Case | None = None
        self.kept = Kept()
        # Hears every call of the submission's functions, and what came of it.
        self.hear: Hear | None = None
        self._reference: ModuleType | None = None
        self._store = Store(terms.kept)
        self._times: dict[str, Comparison] = {}

    def take(self, submission: Submission) -> Case:
        """Open the submission; it becomes the one that `student` speaks to."""
        if self.models is not None:
            self.models.expect()
        started = time.monotonic()
        session = self.sandbox.open(bundle_of(submission, self.assignment))
        spent = time.monotonic() - started
        self.case = Case(submission, session, self.assignment.limits.submission_seconds - spent)
        return self.case

    def put_away(self) -> None:
        """Close the submission at hand; a death of the machinery now costs it nothing any more."""
        case, self.case = self.case, None
        try:
            if case is not None:
                case.session.close()
            if self.models is not None:
                self.models.rest()
        except MachineryError:
            self.tear_down()

    def tear_down(self) -> None:
        """End every process that submissions and their models ran in: the next get new ones."""
        self.case = None
        self.sandbox.close()
        if self.models is not None:
            self.models.close()

    def forget_deaths(self) -> None:
        """Let `died` tell of what comes from now on."""
        assert self.case is not None
        self.case.has_died = self.case.ended_from_outside = False
        if self.models is not None:
            self.models.forget_deaths()

    def died(self) -> bool:
        """Tell whether a worker or the evaluator vanished without the word of our own watcher."""
        assert self.case is not None
        return self.case.has_died or (self.models is not None and self.models.died())

    def renew(self) -> None:
        """Have the next test's worker load the submission anew, whatever became of this one.

        Raises:
            MachineryError: our own parts failed.
        """
        assert self.case is not None
        self.case.session.renew()
        self.case.renew = True
        self.case.slow.clear()

    def begin_test(self, question: str) -> None:
        """Give the next test a process and its share of the submission's time.

        How often the process is a new one is the assignment's to say.
        """
        assert self.case is not None
        if self.models is not None:
            self.models.prepare()
        if self.case.left <= 0:
            return
        kept = {"test": False, "question": question == self.case.question, "submission": True}
        fresh = self.case.renew or not kept[self.assignment.load.fresh]
        self.case.renew = False
        self.case.question = question
        if fresh:
            self.case.handles.clear()
        seconds = self.case.seconds(self.assignment.test_seconds(question))
        seconds = min(seconds, self.case.left)
        with self._in_its_own_time():
            self.case.session.begin_test(seconds, fresh=fresh)

    def start_anew(self) -> None:
        """Give the test at hand another process; its time goes on."""
        assert self.case is not None
        if self.case.left <= 0:
            return
        self.case.handles.clear()
        with self._in_its_own_time():
            self.case.session.start_anew()

    @contextmanager
    def _in_its_own_time(self) -> Iterator[None]:
        """Take from the submission's time what passes: it may have to be loaded again."""
        assert self.case is not None
        started = time.monotonic()
        yield
        self.case.left -= time.monotonic() - started

    def end_test(self) -> None:
        """End the test's process, where the next test gets a new one."""
        if self.case is not None and self.assignment.load.fresh == "test":
            self.case.session.end_test()

    def follow(self, retry: Retry | None) -> None:
        """Have the next tests tried again, in a process that no other test had; None ends that."""
        assert self.case is not None
        self.case.session.end_test()
        self.case.retry, self.case.renew = retry, True
        self.case.slow.clear()

    def student(self, test: str, *, hidden: bool = False) -> Student:
        """Return the submission's functions, each call seeded by its place in the test.

        That seed reaches the worker: it rests on nothing that hidden inputs are drawn from. A
        hidden test's messages do not show the values of its arguments.
        """
        assert self.case is not None
        self.case.test = test
        digest = self.case.submission.digest
        calling = Calling(self.case, self.assignment, self.reference)
        count = iter(range(10**9))
        checks.about(single=self.case is not None and self.case.session.report.single)

        def call(
            function: str, args: tuple[Any, ...], kwargs: dict[str, Any], seed: int | None
        ) -> Any:
            place = seed_of(digest, test, next(count))
            text = ""
            if not function.startswith("@"):
                # An operation of ours is about the call before, whose value it takes.
                text = checks.describe_call(function, args, kwargs, values=not hidden)
                checks.about(function, text)
            try:
                value = calling.call(function, args, kwargs, place if seed is None else seed, text)
            except CheckFailed as failed:
                self._heard(function, args, kwargs, failed)
                raise
            self._heard(function, args, kwargs, value)
            checks.returned(value)
            return value

        most = most_of(self.assignment.largest.parameters)
        return Student(call, most_parameters=most, start_anew=self.start_anew)

    def _heard(
        self, function: str, args: tuple[Any, ...], kwargs: dict[str, Any], came: object
    ) -> None:
        if self.hear is not None:
            self.hear(function, args, kwargs, came)

    def reference(self) -> Reference:
        """Return the reference solution's functions."""
        if self._reference is None:
            self._reference = load_reference(self.assignment)
        return Reference(self._reference)

    def rng(self, test: str) -> np.random.Generator:
        """Return the generator of this test's inputs for this submission and the run's key."""
        digest = self.case.submission.digest if self.case is not None else ""
        return np.random.default_rng(entropy_of(self.terms.key, digest, test))

    def bench(self, test: str, question: str) -> Bench:
        """Return what a test measures with."""
        assert self.case is not None
        setting = Setting(self.assignment, test, question, self.terms.budget)
        case, models = self.case, self.models
        allowance = Allowance(
            self.assignment.largest,
            case.seconds(self.assignment.test_seconds(question)),
            lambda: case.left,
            case.spend,
        )
        lend = (lambda: models.evaluator(allowance)) if models is not None else lambda: None
        record, held = self.case.measurements.append, self.case.session.held
        return Bench(
            setting,
            record,
            lend,
            turn=self._turn,
            held=held,
            store=self._store,
            times=self._times,
        )

    @contextmanager
    def _turn(self, device: Device) -> Iterator[None]:
        """Give a turn to time in, in which nothing of ours runs beside what is timed."""
        if self.models is not None:
            self.models.pause()
        started = time.monotonic()
        with take_turn(device):
            if self.case is not None:
                self.case.waited += time.monotonic() - started
            yield

    def data(self) -> Callable[[str], datasets.Dataset]:
        """Return the function that gives data sets by name, and records which were used."""

        def load(name: str) -> datasets.Dataset:
            if name not in self.assignment.data:
                raise CourseError(
                    self.assignment.folder / "assignment.toml",
                    "data",
                    repr(list(self.assignment.data)),
                    f"a list with {name!r} in it, as a grader asks for that data set",
                )
            dataset = datasets.load(name)
            if self.case is not None and dataset.name not in self.case.data:
                self.case.data.append(dataset.name)
            return dataset

        return load


def bundle_of(submission: Submission, assignment: Assignment) -> Bundle:
    """Return what the worker needs of the submission."""
    return Bundle(
        cells=tuple((cell.file, cell.number, cell.source) for cell in submission.cells),
        files=submission.modules,
        support={
            path.stem: path.read_text(encoding="utf-8-sig") for path in assignment.load.support
        },
        functions=assignment.functions,
        mode=assignment.load.mode,
        helpers=tuple((cell.file, cell.number, cell.source) for cell in submission.helpers),
    )
