"""What a self-check found: one record a test, and their JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from gradewright.results import Failure, to_plain
from gradewright.results_reader import from_plain
from gradewright.selfcheck.kit import Check

# passed. failed: something is wrong. todo: what it is about is not written yet, or it waits for
# another test or a package.
Status = Literal["passed", "failed", "todo"]

MOST_PRINTED = 500


@dataclass(frozen=True, slots=True)
class Found:
    """What came of one visible test.

    Attributes:
        check: the test.
        status: how it ended.
        failure: why, where it did not pass.
        words: why it was not tried, a sentence; "" where it was.
        printed: what the student's code printed meanwhile, its first 500 characters.
        unprinted: how many characters it printed after these.
        seconds: how long it took.
        rests_on: variables of the notebook without which it would not have passed.
    """

    check: Check
    status: Status
    failure: Failure | None = None
    words: str = ""
    printed: str = ""
    unprinted: int = 0
    seconds: float = 0.0
    rests_on: tuple[str, ...] = ()


def plain_of(found: Found) -> dict[str, Any]:
    """Return what was found as JSON has it."""
    plain: dict[str, Any] = to_plain(found)
    return plain


def found_in(plain: Any) -> Found:
    """Return what `plain_of` made plain.

    Raises:
        NotARecordError: it is none.
    """
    return from_plain(Found, plain)
