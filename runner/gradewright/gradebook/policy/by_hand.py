"""Questions that people mark."""

from __future__ import annotations

from collections.abc import Mapping


def mark_of(mark: float | None, points: float) -> float:
    """Return what a mark gives: nothing below 0 and no more than the question has."""
    return 0.0 if mark is None else min(points, max(0.0, mark))


def waiting(questions: Mapping[str, float], marks: Mapping[str, float]) -> tuple[str, ...]:
    """Return the questions that nobody has marked yet."""
    return tuple(name for name in questions if name not in marks)
