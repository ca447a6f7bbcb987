"""What the child process of a check does: load the work, run tests on it, tell what came of them.

Requests are `{"load": PATH, "definitions_only": false}`, then as often as wanted `{"run": [ID …],
"seed": N, "lost": [ID …], "slow": [FUNCTION …], "alone": false}`.
"""

from __future__ import annotations

import hashlib
import importlib
import time
from collections.abc import Generator, Iterator
from importlib.util import find_spec
from pathlib import Path
from types import FrameType
from typing import Any

from gradewright.beside.records import LoadReport
from gradewright.errors import UnreadableError
from gradewright.phrases import say, use_language
from gradewright.results import to_plain
from gradewright.selfcheck.checking import Checking
from gradewright.selfcheck.found import Found, plain_of
from gradewright.selfcheck.kit import Check, kit_in
from gradewright.selfcheck.terminal.child import Send
from gradewright.selfcheck.terminal.deadline import Deadline
from gradewright.selfcheck.terminal.reach import Reach
from gradewright.selfcheck.work import FileWork, SourceWork
from gradewright.submissions.records import Cell, Submission
from gradewright.verdicts.notes import notes_of

# Loading stops a statement that takes 20 seconds, where the system can do that; nothing else can.
_LOAD_SECONDS = 30.0
# What a function that once did not return gets of a test's time from then on.
_LESS = 0.1


class Serving:
    """Runs the tests of one kit on the work at hand."""

    def __init__(self, plain: dict[str, Any], send: Send) -> None:
        """Import all that tests need, which takes the longest."""
        self._kit = kit_in(plain)
        self._send = send
        use_language(self._kit.language)
        self._deadline = Deadline()
        self._checking = Checking(self._kit, self._hear)
        self._checking.prepare()
        for name in self._kit.imports:
            if find_spec(name) is not None:
                importlib.import_module(name)
        self._work: SourceWork | None = None
        self._load_seconds = 0.0
        self._slow: frozenset[str] = frozenset()
        self._seconds = 0.0

    def warm(self) -> Generator[None]:
        """Do in steps what Python and NumPy take time for once: run each test on the stub."""
        name = f"{self._kit.slug}.py"
        cells = (Cell(name, None, self._kit.stub),)
        work = SourceWork(self._kit, Submission("", self._kit.slug, name, cells, "", (name,)))
        yield
        for _ in self._checking.run(work, self._kit.checks, 0):
            yield

    def answer(self, request: dict[str, Any]) -> None:
        """Do what a request asks for, and tell what came of it."""
        if "load" in request:
            self._load(Path(request["load"]), definitions_only=request["definitions_only"])
            return
        checks = {check.id: check for check in self._kit.checks}
        wanted = [checks[name] for name in request["run"]]
        lost = [checks[name] for name in request["lost"]]
        self._slow = frozenset(request["slow"])
        self._run(wanted, lost, request["seed"], alone=request["alone"])
        self._send({"done": True})

    def _load(self, path: Path, *, definitions_only: bool) -> None:
        started = time.perf_counter()
        self._deadline.begin(_LOAD_SECONDS, self._late_to_load)
        try:
            work = FileWork(self._kit, path, definitions_only=definitions_only)
        except UnreadableError as error:
            self._deadline.end()
            self._send({"unreadable": str(error)})
            return
        self._deadline.end()
        self._work, self._load_seconds = work, time.perf_counter() - started
        reach = Reach(work.submission, work.namespace, work.where)
        amiss = _digest(work.report)
        self._send(
            {
                "loaded": {
                    "main": work.submission.main,
                    "digest": work.submission.digest,
                    "notes": [*self._notes(work.submission), *notes_of(work.report)],
                    "seconds": self._load_seconds,
                    "reach": {
                        name: [loose, exact + amiss]
                        for name in self._kit.assignment.functions
                        for loose, exact in (reach.of(name),)
                    },
                }
            }
        )

    def _notes(self, submission: Submission) -> list[str]:
        """Return what reading found, but that the other form of the stub lies there, too."""
        twins = (f"{self._kit.slug}.{ending}" for ending in ("py", "ipynb"))
        usual = {say("submissions.other_candidates", files=twin) for twin in twins}
        return [note for note in submission.notes if note not in usual]

    def _run(self, wanted: list[Check], lost: list[Check], seed: int, *, alone: bool) -> None:
        results = (self._each_alone if alone else self._together)(wanted, lost, seed)
        for check in wanted:
            self._seconds = self._kit.question(check.question).seconds + 2 * self._load_seconds
            self._send({"began": check.id})
            before = self._checking.calls
            self._deadline.begin(self._seconds, lambda frame, check=check: self._late(check, frame))  # type: ignore[misc]
            found = next(results)
            self._deadline.end()
            calls = self._checking.calls
            used = sorted(calls.used) if calls is not None and calls is not before else []
            self._send({"found": plain_of(found), "used": used})

    def _together(self, wanted: list[Check], lost: list[Check], seed: int) -> Iterator[Found]:
        assert self._work is not None
        return self._checking.run(self._work, wanted, seed, lost)

    def _each_alone(self, wanted: list[Check], lost: list[Check], seed: int) -> Iterator[Found]:
        assert self._work is not None
        for check in wanted:
            self._work.renew()
            yield from self._checking.run(self._work, [check], seed, lost)

    def _hear(self, function: str, text: str) -> None:
        self._send({"calling": [function, text]})
        if function in self._slow:
            self._deadline.shorten(max(_LESS * self._seconds, 1.0))

    def _late(self, check: Check, frame: FrameType | None) -> None:
        """Tell of the test at hand, which takes too long; the process ends after that."""
        calls = self._checking.calls
        if calls is None or not calls.used:
            words = say("terminal.too_long", seconds=f"{self._seconds:.3g}")
            self._send({"found": plain_of(Found(check, "todo", words=words)), "used": []})
            return
        failure = calls.stopped(frame)
        printed, unprinted = calls.printout()
        found = Found(check, "failed", failure, "", printed, unprinted, self._seconds)
        late = {"found": plain_of(found), "used": sorted(calls.used), "late": failure.function}
        self._send(late)

    def _late_to_load(self, frame: FrameType | None) -> None:
        """Tell that loading takes too long, and at which line of the student's it is."""
        from gradewright.beside.loading.places import where as place_of
        from gradewright.words.places import where

        place = ""
        while frame is not None:
            here = place_of(frame.f_code.co_filename)
            if here is not None:
                place = where(*here, frame.f_lineno)
                break
            frame = frame.f_back
        key = "terminal.load_too_long_at" if place else "terminal.load_too_long"
        self._send({"unreadable": say(key, seconds=f"{_LOAD_SECONDS:g}", place=place)})


def _digest(report: LoadReport) -> str:
    """Return what stands for all that loading found amiss."""
    plain = repr(to_plain(list(report.problems)))
    return hashlib.sha256(plain.encode("utf-8", "replace")).hexdigest()[:16]
