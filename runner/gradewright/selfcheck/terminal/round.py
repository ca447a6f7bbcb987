"""One check of the work: children run the tests, and what ends one of them costs one test."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from gradewright.phrases import say
from gradewright.results import Failure
from gradewright.selfcheck.found import Found, found_in
from gradewright.selfcheck.kit import Check, Kit
from gradewright.selfcheck.terminal.finding import has_work, no_work
from gradewright.selfcheck.terminal.outcome import Loaded, Outcome, still_true
from gradewright.selfcheck.terminal.pool import Pool
from gradewright.selfcheck.terminal.worker import Worker, WorkerGoneError

# How much later than a test's own limit its process is ended from outside.
_GRACE_SECONDS = 5.0
# What running failed tests again, each alone, may take in all.
_AGAIN_SECONDS = 1.0

# Hears how many tests are done, and of how many.
Hear = Callable[[int, int], None]


class CancelledError(Exception):
    """The check was given up, since the work has changed."""


class _TroubleError(Exception):
    """Nothing can be checked; the message says why, to the student."""


class Round:
    """One check, which another thread may cancel."""

    def __init__(
        self,
        kit: Kit,
        pool: Pool,
        path: Path,
        seed: int,
        progress: Hear = lambda _done, _all: None,
        *,
        reuses: bool = False,
    ) -> None:
        """Prepare it.

        Args:
            kit: the assignment.
            pool: where children come from.
            path: the work.
            seed: fresh inputs are drawn from it.
            progress: hears how far it is.
            reuses: let the next check have the same child, where it did well.
        """
        self._kit, self._pool, self._path, self._seed = kit, pool, path, seed
        self._progress, self._reuses = progress, reuses
        self._worker: Worker | None = None
        self._is_cancelled = False
        self._slow: set[str] = set()
        self._used: dict[str, frozenset[str]] = {}
        # What took too long is not tried again.
        self._restless: set[str] = set()
        self._grace = _GRACE_SECONDS

    def cancel(self) -> None:
        """Give it up: `run` raises soon."""
        self._is_cancelled = True
        if self._worker is not None:
            self._worker.kill()

    def run(self, wanted: Sequence[Check], earlier: Outcome | None = None) -> Outcome:
        """Run the tests, but for those of which enough is known.

        Args:
            wanted: the tests, in order.
            earlier: what an earlier check with the same seed came to.

        Raises:
            CancelledError: it was given up.
        """
        if not has_work(self._path, self._kit):
            return Outcome(None, trouble=no_work(self._path, self._kit))
        try:
            return self._outcome(wanted, earlier)
        except _TroubleError as trouble:
            return Outcome(None, trouble=str(trouble))
        finally:
            self._end()

    def _outcome(self, wanted: Sequence[Check], earlier: Outcome | None) -> Outcome:
        loaded = self._load()
        known = still_true(self._kit, earlier, loaded, wanted)
        if earlier is not None:
            self._used = {name: earlier.used.get(name, frozenset()) for name in known}
        rest = [check for check in wanted if check.id not in known]
        found = known | self._together(rest, len(wanted) - len(rest))
        found |= self._alone([found[check.id] for check in rest], loaded)
        return Outcome(
            loaded,
            tuple(found[check.id] for check in wanted),
            dict(self._used),
            ran=len(rest),
        )

    def _load(self) -> Loaded:
        """Load the work in a child, with less of it where that ends the child.

        Raises:
            _TroubleError: there is nothing to check.
            CancelledError: the check was given up.
        """
        try:
            loaded = self._loaded_by(self._take(), definitions_only=False)
        except WorkerGoneError:
            try:
                loaded = self._loaded_by(self._take(), definitions_only=True)
            except WorkerGoneError as gone:
                raise _TroubleError(say("terminal.cannot_start", how=gone.how or "?")) from gone
            return Loaded(
                loaded.main,
                loaded.digest,
                (say("load.load_crashed"), *loaded.notes),
                loaded.seconds,
                {},
            )
        if not self._reuses:
            # For what may fail. A child that takes seconds to start is used again instead.
            self._pool.fill()
        return loaded

    def _loaded_by(self, worker: Worker, *, definitions_only: bool) -> Loaded:
        worker.send(load=str(self._path), definitions_only=definitions_only)
        message = self._next(worker, None)
        if "loaded" not in message:
            raise _TroubleError(message.get("unreadable", ""))
        plain = message["loaded"]
        self._grace = _GRACE_SECONDS + 2 * plain["seconds"]
        return Loaded(
            plain["main"],
            plain["digest"],
            tuple(plain["notes"]),
            plain["seconds"],
            {name: (one, other) for name, (one, other) in plain["reach"].items()},
        )

    def _together(self, checks: list[Check], done: int) -> dict[str, Found]:
        """Run tests one after the other, in as few children as it takes."""
        found: dict[str, Found] = {}
        rest, every = checks, done + len(checks)
        while rest:
            if self._worker is None:
                try:
                    self._load()
                except _TroubleError as trouble:
                    found |= {c.id: Found(c, "todo", words=str(trouble)) for c in rest}
                    break
            lost = [each.check.id for each in found.values() if each.status != "passed"]
            before = len(found)
            for each in self._results(rest, lost, alone=False):
                found[each.check.id] = each
                self._progress(done + len(found), every)
            if len(found) == before:
                # A child that ends before its first test began has nothing to do with the work.
                words = say("terminal.cannot_start", how="?")
                found |= {c.id: Found(c, "todo", words=words) for c in rest}
            rest = [check for check in checks if check.id not in found]
        return found

    def _alone(self, found: list[Found], loaded: Loaded) -> dict[str, Found]:
        """Run what failed beside others again, as far as it takes no time worth telling of."""
        if len(found) < 2:
            return {}
        again: list[Check] = []
        left = _AGAIN_SECONDS
        for each in found:
            if each.status == "failed" and each.check.id not in self._restless:
                left -= each.seconds + loaded.seconds
                if left > 0:
                    again.append(each.check)
        if not again:
            return {}
        if not self._reuses or self._worker is None:
            try:
                self._load()
            except _TroubleError:
                return {}
        return {each.check.id: each for each in self._results(again, [], alone=True)}

    def _results(self, checks: list[Check], lost: list[str], *, alone: bool) -> Iterator[Found]:
        """Yield what a child tells of tests, up to the one that ends it."""
        worker = self._worker
        assert worker is not None
        at: Check | None = None
        limit: float | None = None
        by_id = {check.id: check for check in checks}
        try:
            worker.send(
                run=list(by_id), seed=self._seed, lost=lost, slow=sorted(self._slow), alone=alone
            )
            while True:
                message = self._next(worker, limit)
                if "began" in message:
                    at = by_id[message["began"]]
                    limit = self._kit.question(at.question).seconds + self._grace
                elif "found" in message:
                    each = found_in(message["found"])
                    self._used[each.check.id] = frozenset(message["used"])
                    at, limit = None, None
                    if message.get("late"):
                        self._slow.add(message["late"])
                        self._restless.add(each.check.id)
                    yield each
                elif "done" in message:
                    return
        except WorkerGoneError as gone:
            self._drop()
            if at is not None:
                self._used[at.id] = frozenset(self._kit.assignment.functions)
                yield _crashed(at, *worker.calling, gone.how)
        except TimeoutError:
            self._drop()
            assert at is not None
            # Nobody told which functions it called: it may be any.
            self._used[at.id] = frozenset(self._kit.assignment.functions)
            seconds = self._kit.question(at.question).seconds
            self._restless.add(at.id)
            yield _timed_out(at, *worker.calling, seconds)

    def _next(self, worker: Worker, seconds: float | None) -> dict[str, Any]:
        """Return a child's next message.

        Raises:
            WorkerGoneError: it has ended.
            TimeoutError: it did not answer in time.
            CancelledError: the check was given up.
            _TroubleError: the child itself is broken.
        """
        try:
            message = worker.receive(seconds)
        except WorkerGoneError:
            if self._is_cancelled:
                raise CancelledError from None
            raise
        if self._is_cancelled:
            raise CancelledError
        if "fault" in message:
            raise _TroubleError(say("terminal.own_trouble", error=_last_line(message["fault"])))
        return message

    def _take(self) -> Worker:
        self._drop()
        worker = self._worker = self._pool.take()
        if self._is_cancelled:
            self._drop()
            raise CancelledError
        return worker

    def _drop(self) -> None:
        if self._worker is not None:
            self._worker.kill()
            self._worker = None

    def _end(self) -> None:
        """Give the child back for the next check, or end it."""
        if self._reuses and self._worker is not None and self._worker.is_alive:
            self._pool.give_back(self._worker)
            self._worker = None
        self._drop()


def _crashed(check: Check, function: str, call: str, how: str) -> Found:
    from gradewright.verdicts.outcomes import how_it_ended

    problem = say("grading.crashed", function=function or check.title, how=how_it_ended(how))
    return Found(check, "failed", Failure(problem, function=function, call=call))


def _timed_out(check: Check, function: str, call: str, seconds: float) -> Found:
    problem = say("grading.timeout", function=function or check.title, seconds=f"{seconds:.3g}")
    cause = say("grading.cause_timeout")
    failure = Failure(problem, function=function, call=call, cause=cause)
    return Found(check, "failed", failure, seconds=seconds)


def _last_line(text: str) -> str:
    return text.strip().rpartition("\n")[2][:300]
