"""What a course makes of points: attempts, lateness, limits, as plain records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from typing import Literal
from zoneinfo import ZoneInfo

Attempts = Literal["best", "last", "first", "mean"]
Late = Literal["none", "per_day", "steps"]
LateOf = Literal["earned", "full"]


def zone_of(name: str) -> tzinfo:
    """Return a time zone; UTC is there on machines that know no others, too.

    Raises:
        ValueError, OSError, KeyError: this machine does not know it.
    """
    return UTC if name == "UTC" else ZoneInfo(name)


@dataclass(frozen=True, slots=True)
class ByHand:
    """A question that people mark: a text, a picture. Its points come from the ledger.

    Attributes:
        id: its name in the ledger; no question of the graders has the same.
        title: in words, for reports.
        points: what full marks give.
    """

    id: str
    title: str
    points: float


@dataclass(frozen=True, slots=True)
class Policy:
    """The rules for one assignment.

    Attributes:
        attempt: which attempt counts: the "best" one after what lateness takes, the "last", the
            "first", or the "mean" of all.
        grace_minutes: how long after `due` work still counts as on time; who is later than that is
            late from `due` on.
        late: what lateness takes: nothing ("none"), `late_per_day`, or `late_steps`.
        late_per_day: the fraction of the points taken for each day begun.
        late_at_most: the largest fraction that days take.
        late_steps: pairs of hours and fraction: who is later than so many hours loses that
            fraction; the last step passed counts.
        late_of: what fractions are of: the points "earned", or the assignment's "full" points.
        hard_stop_days: work that is later than so many days gives nothing.
        cap: the most an assignment can give, as a fraction of its points.
        due: when work has to be in; without an offset, in the course's `timezone`.
        bonus: questions whose points are given but not asked for.
        by_hand: questions that people mark.
    """

    attempt: Attempts = "last"
    grace_minutes: float = 0.0
    late: Late = "none"
    late_per_day: float = 0.1
    late_at_most: float = 1.0
    late_steps: tuple[tuple[float, float], ...] = ()
    late_of: LateOf = "earned"
    hard_stop_days: float | None = None
    cap: float | None = None
    due: datetime | None = None
    bonus: tuple[str, ...] = ()
    by_hand: tuple[ByHand, ...] = ()


@dataclass(frozen=True, slots=True)
class CoursePolicy:
    """The rules of a course.

    Attributes:
        timezone: where times without an offset are meant, as in "Europe/Berlin".
        late_days: the days that each student may be late over all assignments at no cost.
        drop_lowest: how many assignments, of those that went worst, do not count.
        usual: the rules where an assignment has no others.
        assignments: the rules of each assignment that has its own, by slug.
    """

    timezone: str = "UTC"
    late_days: int = 0
    drop_lowest: int = 0
    usual: Policy = field(default_factory=Policy)
    assignments: Mapping[str, Policy] = field(default_factory=dict)

    def of(self, slug: str) -> Policy:
        """Return the rules for an assignment."""
        return self.assignments.get(slug, self.usual)
