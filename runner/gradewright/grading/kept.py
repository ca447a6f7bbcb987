"""What tests share: done once, judged many times.

`kept` shares what the tests of one file found about one submission, and `kept_by_judge` what has
nothing to do with any: a run of the reference, prepared data.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any

from gradewright import checks
from gradewright.checks import CheckFailed


class Kept:
    """Results by name; a check that failed on the way to one fails again for every test.

    What a test then checks of a result is about the call that it came from, whichever test made it.
    """

    def __init__(self) -> None:
        self._results: dict[Hashable, Any] = {}
        self._calls: dict[Hashable, tuple[str, str]] = {}
        self._failures: dict[Hashable, CheckFailed] = {}

    def once(self, name: Hashable, make: Callable[[], Any]) -> Any:
        """Return what `make()` gave the first time.

        Args:
            name: what it is kept under.
            make: makes it; it may call the submission.

        Raises:
            CheckFailed: as `make()` raised it then; whatever else it raises is not kept.
        """
        if name in self._failures:
            raise self._failures[name]
        if name not in self._results:
            self._make(name, make)
        elif name in self._calls:
            checks.about(*self._calls[name])
        return self._results[name]

    def names(self) -> frozenset[Hashable]:
        """Return what there is a result for, or a check that failed."""
        return frozenset(self._results) | frozenset(self._failures)

    def keep_only(self, names: frozenset[Hashable]) -> None:
        """Forget everything else."""
        for name in self.names() - names:
            for kept in (self._results, self._calls, self._failures):
                kept.pop(name, None)

    def _make(self, name: Hashable, make: Callable[[], Any]) -> None:
        before = checks.latest_call()
        try:
            self._results[name] = make()
        except CheckFailed as failed:
            self._failures[name] = failed
            raise
        call = checks.latest_call()
        if call.function and call is not before:
            self._calls[name] = call.function, call.text
