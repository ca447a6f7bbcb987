"""What the fixtures give a test: the submission's functions, inputs, data, and what measures."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import numpy as np

from gradewright import checks, datasets
from gradewright.errors import CourseError
from gradewright.graders.student import Student
from gradewright.grading.calling import Calling
from gradewright.grading.desk import Desk
from gradewright.performance.allowance import Allowance, most_of
from gradewright.performance.bench import Bench, Setting
from gradewright.performance.turn import take_turn
from gradewright.results import Device
from gradewright.seeds import entropy_of


def student(desk: Desk, test: str, *, hidden: bool = False) -> Student:
    """Return the functions of the submission at hand; a hidden test's messages show no values."""
    case = desk.at_hand
    case.test = test
    checks.about(single=case.session.report.single)
    calling = Calling(case, desk.reference, hidden=hidden, hear=desk.hear)
    return Student(calling, most_parameters=most_of(desk.assignment.largest.parameters))


@contextmanager
def student_for(desk: Desk, test: str, question: str, *, hidden: bool) -> Iterator[Student]:
    """Give a test the submission's functions, and its process and time."""
    if desk.models is not None:
        desk.models.prepare()
    desk.at_hand.begin_test(question)
    yield student(desk, test, hidden=hidden)
    if desk.case is not None:
        desk.case.end_test()


def rng(desk: Desk, test: str) -> np.random.Generator:
    """Return the generator of this test's inputs for the submission at hand and the run's key."""
    digest = desk.case.submission.digest if desk.case is not None else ""
    return np.random.default_rng(entropy_of(desk.terms.key, digest, test))


def data(desk: Desk) -> Callable[[str], datasets.Dataset]:
    """Return the function that gives data sets by name, and records which were used."""

    def load(name: str) -> datasets.Dataset:
        if name not in desk.assignment.data:
            raise CourseError(
                desk.assignment.folder / "assignment.toml",
                "data",
                repr(list(desk.assignment.data)),
                f"a list with {name!r} in it, as a grader asks for that data set",
            )
        dataset = datasets.load(name)
        if desk.case is not None and dataset.name not in desk.case.data:
            desk.case.data.append(dataset.name)
        return dataset

    return load


def bench(desk: Desk, test: str, question: str) -> Bench:
    """Return what a test measures with."""
    case, models, assignment = desk.at_hand, desk.models, desk.assignment
    allowance = Allowance(
        assignment.largest,
        case.seconds(assignment.test_seconds(question)),
        lambda: case.left,
        case.spend,
    )

    @contextmanager
    def turn(device: Device) -> Iterator[None]:
        """Give a turn to time in, in which nothing of ours runs beside what is timed."""
        if models is not None:
            models.pause()
        started = time.monotonic()
        with take_turn(device):
            case.waited += time.monotonic() - started
            yield

    return Bench(
        Setting(assignment, test, question, desk.terms.budget),
        case.measurements.append,
        lambda: models.evaluator(allowance) if models is not None else None,
        turn=turn,
        held=case.session.held,
        store=desk.store,
        times=desk.times,
    )
