"""How late work is."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime, timedelta

DAY = 86_400.0


def due_after(
    due: datetime | None, until: Sequence[datetime] = (), hours: Sequence[float] = ()
) -> datetime | None:
    """Return when a student's work is due: the latest of all that was granted.

    Args:
        due: for everybody, None for never.
        until: extensions to a moment.
        hours: extensions by so many hours.
    """
    if due is None:
        return None
    return max([due, *until, *(due + timedelta(hours=more) for more in hours)])


def seconds_late(
    submitted: datetime | None, due: datetime | None, grace_minutes: float = 0.0
) -> float:
    """Return by how many seconds work is late: 0 within the grace, and where nobody knows."""
    if submitted is None or due is None:
        return 0.0
    late = (submitted - due).total_seconds()
    return late if late > 60 * grace_minutes else 0.0


def days_begun(seconds: float) -> int:
    """Return how many days of lateness were begun."""
    return math.ceil(max(seconds, 0.0) / DAY)
