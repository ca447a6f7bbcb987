"""Assignments that do not count because they went worst."""

from __future__ import annotations

from collections.abc import Sequence


def dropped(fractions: Sequence[float], count: int) -> tuple[int, ...]:
    """Return the places of the lowest, of equals the earliest; one always counts.

    Args:
        fractions: each assignment's score as a fraction of its points.
        count: how many are dropped.
    """
    most = min(count, len(fractions) - 1)
    ranked = sorted(range(len(fractions)), key=lambda place: (fractions[place], place))
    return tuple(sorted(ranked[: max(0, most)]))
