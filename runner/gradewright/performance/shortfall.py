"""The failure of a measurement that earns part of its points."""

from __future__ import annotations

from gradewright.checks import CheckFailed
from gradewright.results import Failure


class Shortfall(CheckFailed):
    """A measured value earns only `fraction` (0 to 1) of the test's points."""

    def __init__(self, failure: Failure, fraction: float) -> None:
        super().__init__(failure)
        self.fraction = fraction
