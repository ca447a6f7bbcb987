"""Timing in turn: order, rounds and bounds, on clocks made up here."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import numpy as np
import pytest

from gradewright.performance.measuring import Scale
from gradewright.performance.timing import Plan, stopwatch, time_in_turn

SPEED = Scale(((2.0, 1.0), (8.0, 0.0)))


class Sides:
    """Two timers that write down who was asked."""

    def __init__(self, mine: Iterator[float], theirs: Iterator[float]) -> None:
        self.mine, self.theirs = mine, theirs
        self.order = ""

    def student(self) -> float:
        self.order += "s"
        return next(self.mine)

    def reference(self) -> float:
        self.order += "r"
        return next(self.theirs)


def test_a_clear_comparison_takes_one_round() -> None:
    sides = Sides(itertools.repeat(3.0), itertools.repeat(1.0))
    found = time_in_turn(sides.student, sides.reference, SPEED, Plan(repeats=4))
    assert sides.order == "srrssrrs"
    assert (found.rounds, found.reading.repeats) == (1, 4)
    assert found.decision.earned == pytest.approx(5 / 6)
    assert not found.decision.doubtful


def test_noise_is_repeated_within_the_bound_and_then_flagged() -> None:
    rng = np.random.default_rng(1)
    noise = (float(t) for t in rng.lognormal(1.5, 1.5, 1000))
    sides = Sides(noise, itertools.repeat(1.0))
    found = time_in_turn(sides.student, sides.reference, SPEED, Plan(repeats=5, rounds=3))
    assert (found.rounds, found.reading.repeats) == (3, 15)
    assert found.decision.doubtful
    assert found.decision.earned == SPEED.fraction(found.reading.low)


def test_noise_that_changes_no_points_is_not_repeated() -> None:
    rng = np.random.default_rng(1)
    sides = Sides((float(t) for t in rng.uniform(0.5, 1.5, 100)), itertools.repeat(1.0))
    found = time_in_turn(sides.student, sides.reference, SPEED, Plan(repeats=5))
    assert (found.rounds, found.decision.earned) == (1, 1.0)


def test_a_second_round_settles_what_one_hiccup_put_in_doubt() -> None:
    times = itertools.chain([1.0, 30.0, 30.0], itertools.repeat(1.0))
    sides = Sides(times, itertools.repeat(1.0))
    found = time_in_turn(sides.student, sides.reference, SPEED, Plan(repeats=5, rounds=4))
    assert found.rounds > 1
    assert found.decision.earned == 1
    assert not found.decision.doubtful


def test_time_runs_out_after_the_least_pairs() -> None:
    sides = Sides(itertools.repeat(4.0), itertools.repeat(1.0))
    plan = Plan(repeats=9, seconds=6.0, least=3)
    found = time_in_turn(sides.student, sides.reference, SPEED, plan)
    assert found.reading.repeats == 3
    assert found.rounds == 1


def test_a_stopwatch_reads_the_clock_around_the_call() -> None:
    ticks = iter([10.0, 12.5])
    calls: list[int] = []
    assert stopwatch(lambda: calls.append(1), lambda: next(ticks))() == 2.5
    assert calls == [1]
