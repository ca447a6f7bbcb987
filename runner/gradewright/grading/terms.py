"""What one grading run asks of its judges."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Only = Literal["everything", "performance", "correctness"]


@dataclass(frozen=True, slots=True)
class Terms:
    """The seed that inputs are drawn from, which tests run, and the budget of trainings.

    `budget` is "full", or "" for the one that suits the device at hand.
    """

    seed: int = 0
    only: Only = "everything"
    budget: str = ""
