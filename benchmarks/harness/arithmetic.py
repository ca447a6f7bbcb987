"""From measured costs to the figures of the tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from harness.measure import Cost


@dataclass(frozen=True, slots=True)
class Round:
    """What one tool took in one round: a small class and a large one."""

    few: Cost
    many: Cost


@dataclass(frozen=True, slots=True)
class Figures:
    """What a tool's rounds come to, in seconds.

    `whole` is the command over the large class and `count` its size; `start` is what it costs
    before the first submission; `each` is a further submission, by the wall and by the processors.
    """

    count: int
    whole: float
    start: float
    each: Cost

    @property
    def average(self) -> float:
        """Return the seconds a submission with the start shared by all."""
        return self.whole / self.count


def figures(rounds: Sequence[Round], few: int, many: int) -> Figures:
    """Return the medians over rounds: a further submission is (many - few) / (how many more)."""
    more = [marginal(one, few, many) for one in rounds]
    each = Cost(median(cost.wall for cost in more), median(cost.cpu for cost in more))
    starts = [one.few.wall - few * cost.wall for one, cost in zip(rounds, more, strict=True)]
    return Figures(
        count=many,
        whole=median(one.many.wall for one in rounds),
        start=max(median(starts), 0.0),
        each=each,
    )


def marginal(one: Round, few: int, many: int) -> Cost:
    """Return what a further submission cost in one round."""
    return (one.many - one.few) / (many - few)


def per_second(one: Round, few: int, many: int) -> float:
    """Return the submissions that a running grader finishes in a second of the wall."""
    return (many - few) / (one.many.wall - one.few.wall)
