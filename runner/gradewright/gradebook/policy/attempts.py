"""Which attempt counts."""

from __future__ import annotations

from collections.abc import Sequence

from gradewright.course.policies import Attempts


def counting(rule: Attempts, points: Sequence[float]) -> tuple[int, ...]:
    """Return the places of the attempts that count, of equals the earliest.

    Args:
        rule: best, last, first or mean.
        points: what each attempt gives after lateness, in the order of submission.
    """
    if not points:
        return ()
    if rule == "mean":
        return tuple(range(len(points)))
    if rule == "best":
        return (points.index(max(points)),)
    return (0,) if rule == "first" else (len(points) - 1,)


def mean(points: Sequence[float]) -> float:
    """Return the mean, 0 of nothing."""
    return sum(points) / len(points) if points else 0.0
