"""Hidden inputs come from the run's key; the seeds that a worker sees come from nothing secret."""

from __future__ import annotations

import contextlib
import pickle
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from gradewright.course.reader import find_assignment, read_course
from gradewright.grading import given
from gradewright.grading.case import Case
from gradewright.grading.desk import Desk
from gradewright.grading.terms import Terms
from gradewright.sandbox.base import LoadReport, Outcome
from gradewright.seeds import fresh_seed, key_of, seed_of

TEST = "test_sums.py::test_fresh"


class Seen:
    """A session that notes the seeds that its calls bring."""

    report = LoadReport({}, ())

    def __init__(self) -> None:
        self.seeds: list[int] = []

    def held(self) -> Any:
        return contextlib.nullcontext(True)

    def call(self, _function: str, _args: Any, _kwargs: Any, seed: int, *_rest: Any) -> Outcome:
        self.seeds.append(seed)
        return Outcome("returned", value=0)


def drawn(tiny: Any, seed: int, digest: str = "sha256:aa", test: str = TEST) -> Any:
    """Return the inputs that a run draws for a test, and the seeds of its calls."""
    assignment = find_assignment(read_course(tiny.root), "sums")
    desk = Desk(assignment, None, Terms(seed))  # type: ignore[arg-type]
    session = Seen()
    submission = SimpleNamespace(digest=digest)
    desk.case = Case(assignment, submission, session, 60.0)  # type: ignore[arg-type]
    student = given.student(desk, test)
    for _ in range(3):
        student.total(1)
    return given.rng(desk, test).normal(size=4).tolist(), session.seeds


def test_the_same_seed_repeats_inputs_and_calls(tiny_course: Any) -> None:
    assert drawn(tiny_course, 77) == drawn(tiny_course, 77)


def test_under_another_seed_inputs_differ_and_calls_do_not(tiny_course: Any) -> None:
    (inputs, seeds), (others, same) = drawn(tiny_course, 77), drawn(tiny_course, 78)
    assert inputs != others
    assert seeds == same
    assert len(set(seeds)) == 3


@pytest.mark.parametrize("change", [{"digest": "sha256:ab"}, {"test": "test_sums.py::test_more"}])
def test_other_work_and_other_tests_get_other_inputs(
    tiny_course: Any, change: dict[str, str]
) -> None:
    (inputs, seeds), (others, different) = drawn(tiny_course, 77), drawn(tiny_course, 77, **change)
    assert inputs != others
    assert seeds != different


def test_inputs_do_not_come_from_the_seed_itself(tiny_course: Any) -> None:
    """Who reads or guesses what a worker sees has to pay for each guess of the typed seed."""
    inputs, _ = drawn(tiny_course, 20_270_101)
    for parts in [(20_270_101, "sha256:aa", TEST), ("sha256:aa", TEST), (20_270_101, TEST)]:
        assert np.random.default_rng(seed_of(*parts)).normal(size=4).tolist() != inputs


def test_a_key_has_128_bits_and_reaches_the_judges_with_the_terms() -> None:
    terms = Terms(fresh_seed())
    assert len(terms.key) == 16
    assert pickle.loads(pickle.dumps(terms)).key == terms.key == key_of(terms.seed)
    assert terms.key.hex() not in repr(terms)


def test_seeds_that_nobody_typed_are_long() -> None:
    seeds = [fresh_seed() for _ in range(50)]
    assert len(set(seeds)) == 50
    assert max(seed.bit_length() for seed in seeds) > 120
