"""What one grading run asks of its judges."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from gradewright.seeds import key_of

Only = Literal["everything", "performance", "correctness"]


@dataclass(frozen=True, slots=True)
class Terms:
    """The seed that inputs are drawn from, which tests run, and the budget of trainings.

    `key` is worked out from the seed, once: judges get it with the rest. `budget` is "full", or ""
    for the one that suits the device at hand. `kept` is the folder in which judges keep what they
    need to work out once, for each other and for later runs; without one each keeps its own.
    `tests` is a part of the ids of those that run, "" for all. `lines`: whether the lines that are
    the fault are looked for, which takes what time there is and changes words alone.
    """

    seed: int = 0
    only: Only = "everything"
    budget: str = ""
    kept: Path | None = None
    tests: str = ""
    lines: bool = True
    key: bytes = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Work out the key."""
        object.__setattr__(self, "key", key_of(self.seed))
