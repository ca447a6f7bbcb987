"""What tests share: done once, judged many times.

`kept` shares what the tests of one file found about one submission, and `kept_by_judge` what has
nothing to do with any: a run of the reference, prepared data. That can be made once for all judges
and later runs, too.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import cached_property
from typing import Any

from gradewright import checks, datasets
from gradewright.checks import CheckFailed
from gradewright.course.contents import digests_of
from gradewright.course.records import Assignment
from gradewright.performance.computing import what_computes
from gradewright.performance.device import cpu
from gradewright.performance.store import Store, key_of
from gradewright.wire import WireFault


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


class KeptByJudge(Kept):
    """The same for what no submission has a part in, also beyond the judge's life.

    `budget` is the one that the run was asked for; `store` gives the store of all judges.
    """

    def __init__(self, assignment: Assignment, budget: str, store: Callable[[], Store]) -> None:
        super().__init__()
        self._assignment, self._budget, self._store = assignment, budget, store

    def once(self, name: Hashable, make: Callable[[], Any], *, later: bool = False) -> Any:
        """Return what `make()` gave the first time.

        Args:
            name: what it is kept under.
            make: makes it, and may not call the submission.
            later: whether it is made once for all judges and later runs. It has to be plain values
                then (numbers, texts, arrays, lists, dictionaries), and to rest on nothing but the
                assignment's own files, its data sets and generators with seeds of its own. Arrays
                come back read-only.

        Raises:
            TypeError: what is to be kept for later is no plain value, or its name is none.
        """
        return super().once(name, (lambda: self._for_later(name, make)) if later else make)

    def _for_later(self, name: Hashable, make: Callable[[], Any]) -> Any:
        try:
            return self._store().once(key_of(name, self._basis), make)
        except WireFault as fault:
            raise TypeError(
                f"what is kept for later under {name!r} cannot be written down: {fault}. Let it be "
                "numbers, texts, arrays, and lists or dictionaries of them, or leave out `later`"
            ) from None

    @cached_property
    def _basis(self) -> str:
        """Return the key of all that the reference and the graders can rest on."""
        assignment = self._assignment
        loaded = [datasets.load(name) for name in assignment.data]
        return key_of(
            "judge",
            assignment.slug,
            digests_of(assignment, assignment.folder.parent.parent),
            [[each.key, each.x_train, each.y_train, each.x_test, each.y_test] for each in loaded],
            [self._budget, cpu().name, *what_computes(("",))],
        )
