"""The most that can be given, and points that are not asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def capped(points: float, full: float, cap: float | None) -> float:
    """Return points, but no more than a fraction of the assignment's points."""
    return points if cap is None else min(points, cap * full)


def asked_for(questions: Mapping[str, float], bonus: Sequence[str] = ()) -> float:
    """Return the points of an assignment: those of its questions, a bonus apart."""
    return sum(points for name, points in questions.items() if name not in bonus)
