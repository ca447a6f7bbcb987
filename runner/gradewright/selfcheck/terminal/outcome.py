"""What one check of the work came to, and what of it still holds after a change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from gradewright.selfcheck.found import Found
from gradewright.selfcheck.kit import Check, Kit


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading the work told.

    Attributes:
        main: the file that is checked, below the folder of the work.
        digest: stands for all of its files.
        notes: what was left out or odd, sentences.
        seconds: how long it took.
        reach: a digest of all that each function rests on, and one that knows lines, too.
    """

    main: str
    digest: str
    notes: tuple[str, ...]
    seconds: float
    reach: Mapping[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a check came to.

    Attributes:
        loaded: what loading told, None where there was nothing to load.
        found: a record a test, in order.
        used: the functions of the work that each test called, by its id.
        trouble: why nothing was checked, "" where something was.
        ran: how many of the tests ran this time.
    """

    loaded: Loaded | None
    found: tuple[Found, ...] = ()
    used: Mapping[str, frozenset[str]] = field(default_factory=dict)
    trouble: str = ""
    ran: int = 0

    @property
    def is_passed(self) -> bool:
        """Tell whether all tests that are here passed."""
        return not self.trouble and all(each.status == "passed" for each in self.found)

    @property
    def failed(self) -> tuple[Found, ...]:
        """Return what failed, in order."""
        return tuple(each for each in self.found if each.status == "failed")


def still_true(
    kit: Kit, earlier: Outcome | None, loaded: Loaded, wanted: Iterable[Check]
) -> dict[str, Found]:
    """Return what is known of tests that a change does not touch, by their ids.

    A question's tests share what they are run on, so it is known as a whole or not at all. Where
    one of them did not pass, what is said about it names lines, which must be the same, too.
    """
    if earlier is None or earlier.loaded is None or earlier.loaded.main != loaded.main:
        return {}
    known = {found.check.id: found for found in earlier.found}
    true: dict[str, Found] = {}
    for question in kit.questions:
        ids = [check.id for check in wanted if check.question == question.id]
        found = [known[name] for name in ids if name in known]
        if len(found) < len(ids):
            continue
        exact = any(each.status != "passed" for each in found)
        used = frozenset(question.functions).union(*(earlier.used.get(i, ()) for i in ids))
        pairs = ((earlier.loaded.reach.get(f), loaded.reach.get(f)) for f in used)
        if all(old and new and old[exact] == new[exact] for old, new in pairs):
            true |= {each.check.id: each for each in found}
    return true
