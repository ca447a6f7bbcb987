"""Timing in turn: order, rounds and bounds, on clocks made up here."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import numpy as np
import pytest

from gradewright.performance.scales import Scale
from gradewright.performance.timing import Plan, time_in_turn, time_on_fresh_inputs

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


class Pairs:
    """Pairs of times made up here: reference, student, reference again."""

    def __init__(self, mine: Iterator[float], theirs: Iterator[float]) -> None:
        self.mine, self.theirs, self.count = mine, theirs, 0

    def __call__(self) -> tuple[float, float, float]:
        self.count += 1
        return next(self.theirs), next(self.mine), next(self.theirs)


def test_a_slow_student_does_not_lower_the_number_of_pairs() -> None:
    pairs = Pairs(itertools.repeat(7.0), itertools.repeat(1.0))
    found = time_on_fresh_inputs(pairs, SPEED, Plan(repeats=9, seconds=6.0))
    assert pairs.count == found.reading.repeats == 9
    assert found.decision.earned == pytest.approx(1 / 6)


def test_timing_ends_early_where_nothing_can_be_earned() -> None:
    pairs = Pairs(itertools.repeat(9.0), itertools.repeat(1.0))
    found = time_on_fresh_inputs(pairs, SPEED, Plan(repeats=9, seconds=6.0))
    assert found.reading.repeats == 3
    assert found.decision.earned == 0


def test_sizes_that_differ_from_pair_to_pair_make_no_doubt() -> None:
    sizes = [1.0, 5.0, 2.0, 9.0, 3.0]
    mine = itertools.cycle(3 * size for size in sizes)
    theirs = itertools.cycle(size for size in sizes for _ in range(2))
    found = time_on_fresh_inputs(Pairs(mine, theirs), SPEED, Plan(repeats=5))
    assert found.reading.ratio == pytest.approx(3)
    assert not found.decision.doubtful


def test_times_that_vary_for_no_reason_earn_the_worse_end() -> None:
    mine = itertools.cycle([1.0, 12.0, 1.2, 11.0, 1.0, 14.0, 9.0])
    found = time_on_fresh_inputs(Pairs(mine, itertools.repeat(1.0)), SPEED, Plan(repeats=7))
    assert found.decision.erratic
    assert found.decision.earned == SPEED.fraction(found.reading.high)
    assert found.rounds == 3


def test_a_busy_machine_is_doubt_that_helps() -> None:
    erratic = 0
    for seed in range(100):
        rng = np.random.default_rng(seed)
        noise = (float(t) for t in rng.lognormal(0, 0.6, 1000))
        slow = (4 * float(t) for t in rng.lognormal(0, 0.6, 1000))
        found = time_on_fresh_inputs(Pairs(slow, noise), SPEED, Plan(repeats=9))
        erratic += found.decision.erratic
        if found.decision.doubtful and not found.decision.erratic:
            assert found.decision.earned >= SPEED.fraction(found.reading.ratio)
    assert erratic <= 3
