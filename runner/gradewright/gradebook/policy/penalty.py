"""What lateness takes."""

from __future__ import annotations

from collections.abc import Sequence

from gradewright.course.policies import LateOf, Policy
from gradewright.gradebook.policy.lateness import DAY, days_begun


def per_day(seconds: float, fraction: float, at_most: float) -> float:
    """Return the fraction that is taken where each day begun costs the same."""
    return min(at_most, days_begun(seconds) * fraction)


def by_steps(seconds: float, steps: Sequence[tuple[float, float]]) -> float:
    """Return the fraction of the last step that was passed.

    `steps` are pairs of hours and fraction, rising.
    """
    return max((part for hours, part in steps if seconds > 3600 * hours), default=0.0)


def is_stopped(seconds: float, hard_stop_days: float | None) -> bool:
    """Tell whether work is too late to give anything."""
    return hard_stop_days is not None and seconds > hard_stop_days * DAY


def fraction_taken(seconds: float, policy: Policy) -> float:
    """Return the fraction that a policy takes of work that is so late, the hard stop apart."""
    if seconds <= 0 or policy.late == "none":
        return 0.0
    if policy.late == "per_day":
        return per_day(seconds, policy.late_per_day, policy.late_at_most)
    return by_steps(seconds, policy.late_steps)


def after_lateness(points: float, full: float, fraction: float, late_of: LateOf) -> float:
    """Return what is left of points, never less than nothing and never more than they were."""
    taken = fraction * (points if late_of == "earned" else full)
    return min(points, max(0.0, points - max(0.0, taken)))
