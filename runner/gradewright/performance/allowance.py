"""What judging a student's models may take: their size, their cost, and the seconds spent."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field

from gradewright.course.records import Largest

# So many times what is asked for is still looked at: a smaller error gets a test's own words.
GENEROUS = 20
# What costs less is harmless, however little is asked for.
_HARMLESS = 1_000_000


def most_of(asked: int) -> int:
    """Return how much is allowed where so much is asked for."""
    return GENEROUS * max(asked, _HARMLESS)


def _not_charged(_seconds: float) -> None:
    """Charge nobody."""


@dataclass(slots=True)
class Allowance:
    """What the evaluator may take for a student's models in one test.

    `seconds` are those that the test has left and `left` gives the submission's; `spend` takes
    what was used from the latter. `largest` is the largest model that is asked for.
    """

    largest: Largest = field(default_factory=Largest)
    seconds: float = math.inf
    left: Callable[[], float] = lambda: math.inf
    spend: Callable[[float], None] = _not_charged

    def deadline(self) -> float:
        """Return how long the next call may take, 0 where nothing is left."""
        return max(min(self.seconds, self.left()), 0.0)

    def charge(self, seconds: float) -> None:
        """Take what a call took from the test and from the submission."""
        self.seconds -= seconds
        self.spend(seconds)
