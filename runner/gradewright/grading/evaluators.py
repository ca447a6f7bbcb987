"""The evaluator of models of one judge: started at its first use, ended with the judge."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator

from gradewright.course.records import Assignment
from gradewright.errors import MachineryError
from gradewright.performance.allowance import Allowance
from gradewright.performance.evaluator import Evaluator, uses_models
from gradewright.performance.workshop import LIMITS, PRELOAD
from gradewright.sandbox.base import Sandbox
from gradewright.sandbox.launch import Settings
from gradewright.sandbox.zygote import ZygoteSandbox


class Models:
    """Lends the evaluator to the tests of one submission after another.

    It has a sandbox of its own: the submissions' zygote holds one session at a time, and what
    judges a model must never have run a submission.
    """

    def __init__(self, open_sandbox: Callable[[], Sandbox]) -> None:
        self._open_sandbox = open_sandbox
        self._sandbox: Sandbox | None = None
        self._evaluator: Evaluator | None = None
        self._preparations: Iterator[None] | None = None
        self._warming: _Warming | None = None

    def expect(self) -> None:
        """Have a new process of an evaluator that runs get ready for the next submission."""
        if self._evaluator is not None:
            self._preparations = self._evaluator.preparations()
            self.prepare()

    def prepare(self) -> None:
        """Let the evaluator go on getting ready, until it is asked for."""
        if self._warming is None and self._preparations is not None:
            self._warming = _Warming(self._preparations)
            self._warming.start()

    def pause(self) -> None:
        """Keep the evaluator from getting ready; the step at hand is waited for."""
        if self._warming is not None:
            warming, self._warming = self._warming, None
            if warming.stop():
                self._preparations = None

    def evaluator(self, allowance: Allowance | None = None) -> Evaluator:
        """Return the evaluator, which may take so much; start it where it does not run."""
        self.pause()
        if self._evaluator is None:
            self._sandbox = self._open_sandbox()
            self._evaluator = Evaluator(self._sandbox)
        self._evaluator.allow(allowance or Allowance())
        return self._evaluator

    def forget_deaths(self) -> None:
        """Let `died` tell of what comes from now on."""
        if self._evaluator is not None:
            self._evaluator.has_died = False

    def died(self) -> bool:
        """Tell whether the evaluator's process vanished without the word of our own watcher."""
        return self._evaluator is not None and self._evaluator.has_died

    def rest(self) -> None:
        """Forget every model: the next submission meets none."""
        self.pause()
        self._preparations = None
        if self._evaluator is not None:
            self._evaluator.rest()

    def close(self) -> None:
        """End the evaluator and its sandbox."""
        self.pause()
        if self._evaluator is not None:
            self._evaluator.close()
        if self._sandbox is not None:
            self._sandbox.close()
        self._evaluator = self._sandbox = None


class _Warming(threading.Thread):
    """Takes an evaluator's first steps, which last long, beside the judge's other work."""

    def __init__(self, steps: Iterator[None]) -> None:
        super().__init__(daemon=True)
        self._steps, self._stopped = steps, threading.Event()
        self._done = False

    def run(self) -> None:
        # What fails here fails again at the first call that matters, and is told there.
        with contextlib.suppress(MachineryError):
            for _ in self._steps:
                if self._stopped.is_set():
                    return
        self._done = True

    def stop(self) -> bool:
        """Let the step at hand be the last; return whether nothing is left to do."""
        self._stopped.set()
        self.join()
        return self._done


def models_for(assignment: Assignment, settings: Settings) -> Models | None:
    """Return the models of an assignment whose submissions hand any over, sealed as they are."""
    if not uses_models(assignment):
        return None
    own = Settings(PRELOAD, LIMITS, settings.levels)
    return Models(lambda: ZygoteSandbox(own))
