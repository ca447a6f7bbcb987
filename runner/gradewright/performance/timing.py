"""Time two things in turn until the comparison is clear, within a bound."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from gradewright.performance.scales import (
    Decision,
    Reading,
    Scale,
    compare,
    compare_pairs,
    decide,
    decide_beside,
    is_lost,
    is_settled,
)

Timer = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Plan:
    """How often to time: pairs a round, rounds at most, and how much doubt may be left.

    `doubt` is a fraction of the points. After `seconds` of the student's own time no further pair
    is begun, once there are `least` of them.
    """

    repeats: int = 5
    rounds: int = 3
    doubt: float = 0.1
    seconds: float = float("inf")
    least: int = 3


@dataclass(frozen=True, slots=True)
class Comparison:
    """What timing came to: the reading, what it earns, and in how many rounds."""

    reading: Reading
    decision: Decision
    rounds: int


def time_in_turn(student: Timer, reference: Timer, scale: Scale, plan: Plan) -> Comparison:
    """Time the student's and the reference's side in turn, pair by pair.

    Pairs begin with one side and the other by turns, so that a machine that grows slower or
    faster meanwhile favours neither. Another round is added while the earned fraction is in doubt.
    """
    pairs: list[tuple[float, float]] = []
    rounds = 0
    while True:
        _round(student, reference, plan, pairs)
        rounds += 1
        reading = compare([mine for mine, _ in pairs], [theirs for _, theirs in pairs])
        clear = is_settled(reading, scale, plan.doubt)
        if clear or rounds >= plan.rounds or _is_spent(plan, pairs):
            return Comparison(reading, decide(reading, scale, plan.doubt), rounds)


def _round(student: Timer, reference: Timer, plan: Plan, pairs: list[tuple[float, float]]) -> None:
    for _ in range(plan.repeats):
        if _is_spent(plan, pairs):
            return
        if len(pairs) % 2:
            theirs, mine = reference(), student()
        else:
            mine, theirs = student(), reference()
        pairs.append((mine, theirs))


def _is_spent(plan: Plan, pairs: list[tuple[float, float]]) -> bool:
    return len(pairs) >= plan.least and sum(mine for mine, _ in pairs) >= plan.seconds


def time_on_fresh_inputs(
    pair: Callable[[], tuple[float, float, float]], scale: Scale, plan: Plan
) -> Comparison:
    """Time student and reference on one fresh input after the other.

    Args:
        pair: draws an input and returns the times of the reference, the student, and the reference
            again, all on that input.
        scale: the points.
        plan: `repeats` pairs are made in each round however slow the student is. Only where
            nothing can be earned any more is `seconds` the end.
    """
    times: list[tuple[float, float, float]] = []
    rounds = 0
    while True:
        for _ in range(plan.repeats):
            times.append(pair())
            mine = [(student, (first + again) / 2) for first, student, again in times]
            spent = sum(student for student, _ in mine)
            if len(times) >= plan.least and spent >= plan.seconds and is_lost(mine, scale):
                return _beside(mine, times, scale, plan, rounds + 1)
        rounds += 1
        found = _beside(mine, times, scale, plan, rounds)
        if not found.decision.doubtful or rounds >= plan.rounds or spent >= plan.seconds:
            return found


def _beside(
    mine: list[tuple[float, float]],
    times: list[tuple[float, float, float]],
    scale: Scale,
    plan: Plan,
    rounds: int,
) -> Comparison:
    reading = compare_pairs(mine)
    machine = compare_pairs([(again, first) for first, _, again in times])
    return Comparison(reading, decide_beside(reading, machine, scale, plan.doubt), rounds)
