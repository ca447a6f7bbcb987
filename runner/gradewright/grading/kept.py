"""What tests share: done once, judged many times.

`kept` shares what the tests of one file found about one submission, and `kept_by_judge` what has
nothing to do with any: a run of the reference, prepared data.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any

from gradewright.checks import CheckFailed


class Kept:
    """Results by name; a check that failed on the way to one fails again for every test."""

    def __init__(self) -> None:
        self._results: dict[Hashable, Any] = {}
        self._failures: dict[Hashable, CheckFailed] = {}

    def once(self, name: Hashable, make: Callable[[], Any]) -> Any:
        """Return what `make()` gave the first time.

        Raises:
            CheckFailed: as `make()` raised it then.
        """
        if name in self._failures:
            raise self._failures[name]
        if name not in self._results:
            try:
                self._results[name] = make()
            except CheckFailed as failed:
                self._failures[name] = failed
                raise
        return self._results[name]
