"""The pool of late days: days that a student may be late over all assignments at no cost."""

from __future__ import annotations

from collections.abc import Sequence

from gradewright.gradebook.policy.lateness import DAY


def forgiven(seconds: float, days: int) -> float:
    """Return how late work is still, with so many days of the pool spent on it."""
    return max(0.0, seconds - days * DAY)


def days_to_spend(points: Sequence[float]) -> int:
    """Return the fewest days that give the most points.

    Args:
        points: what the work gives with 0, 1, 2 … days of the pool spent on it.
    """
    return points.index(max(points))
