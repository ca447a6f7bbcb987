"""Call the functions of one submission: in its worker, or the reference's in their place."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from gradewright import checks
from gradewright.checks import CheckFailed
from gradewright.course.records import Assignment
from gradewright.graders.failures import CallFailed
from gradewright.grading.answering import Answering, plain_value, quietly
from gradewright.grading.case import Case, Retry
from gradewright.grading.loans import Loans, NotAnswered
from gradewright.grading.outcomes import failure_of
from gradewright.grading.seeds import seed_generators, seed_of
from gradewright.grading.student import Reference, StudentFunction
from gradewright.performance.artefact import Artefact
from gradewright.performance.lending import trusted_artefact
from gradewright.phrases import say
from gradewright.results import Failure
from gradewright.sandbox import clock
from gradewright.sandbox.base import Handle, Outcome
from gradewright.sandbox.wire import WireFault


class Calling:
    """Calls made for the tests of one submission."""

    def __init__(
        self, case: Case, assignment: Assignment, reference: Callable[[], Reference]
    ) -> None:
        self.case, self.assignment, self.reference = case, assignment, reference

    def call(self, function: str, args: Any, kwargs: Any, seed: int, text: str) -> Any:
        """Call the student's function, or the reference's in its place.

        Raises:
            CallFailed: it did not return.
        """
        if function == "@lend":
            return self._lend(args[0], seed)
        self.case.called.setdefault(self.case.test, set()).add(function)
        if self.case.retry is not None and function in self.case.retry.direct:
            try:
                return self._by_reference(function, args, kwargs, seed)
            except NotAnswered:
                self.case.retry.tally.refused.add(function)
        return self._in_worker(function, args, kwargs, seed, text)

    def _in_worker(self, function: str, args: Any, kwargs: Any, seed: int, text: str = "") -> Any:
        args = tuple(self._own(value, seed) for value in args)
        kwargs = {name: self._own(value, seed) for name, value in kwargs.items()}
        most = self._most(function)
        outcome = self._outcome(function, args, kwargs, seed, most)
        if outcome.ending == "returned":
            if self.case.retry is not None and function in self._own_functions():
                self.case.retry.worked = True
            return outcome.value
        raise CallFailed(outcome, self._failure(outcome, function, text, most))

    def _own(self, value: Any, seed: int) -> Any:
        """Return an argument with the submission's own functions as handles.

        They are arguments themselves or stand in a list, tuple or dictionary.
        """
        if isinstance(value, StudentFunction):
            return self._in_worker(f"@own:{value.name}", (), {}, seed)
        if isinstance(value, (list, tuple)) and any(isinstance(v, StudentFunction) for v in value):
            return type(value)(self._own(part, seed) for part in value)
        if isinstance(value, dict) and any(isinstance(v, StudentFunction) for v in value.values()):
            return {key: self._own(part, seed) for key, part in value.items()}
        return value

    def _own_functions(self) -> tuple[str, ...]:
        """Return the functions that the question at hand is about."""
        own = self.case.question
        return next((q.functions for q in self.assignment.questions if q.id == own), ())

    def _lend(self, artefact: Artefact, seed: int) -> Any:
        """Have a model of the judge's built in the worker, and remember which it is."""
        parts = self.case.models.add(artefact)
        value = self._in_worker("@lend", parts, {}, seed)
        if isinstance(value, Handle):
            self.case.handles[value.id] = parts[0]
        return value

    def _by_reference(self, function: str, args: Any, kwargs: Any, seed: int) -> Any:
        """Return what the reference's function gives, models as handles of lent ones.

        Raises:
            NotAnswered: it cannot be called with these arguments, or returns nothing plain.
        """
        assert self.case.retry is not None
        loans = Loans(self.case.models, self.case.handles, lambda h: self._weights(h, seed))
        args, kwargs = loans.recalled((args, kwargs))
        started = time.monotonic()
        seed_generators(seed)
        try:
            with clock.at_most(self._most(function)), quietly():
                value = self.reference().target(function)(*args, **kwargs)
            value = plain_value(value, lambda m: self._lend(trusted_artefact(m), seed))
        except CheckFailed:
            raise
        except Exception as error:
            raise NotAnswered from error
        finally:
            self.case.left -= time.monotonic() - started
        for handle, weights in loans.changed():
            self._in_worker("@reweigh", (handle, weights), {}, seed)
        self.case.retry.tally.asked.add(function)
        return value

    def _weights(self, handle: Handle, seed: int) -> Any:
        parts = self._in_worker("@model", (handle,), {}, seed)
        return parts.get("weights", ()) if isinstance(parts, dict) else ()

    def _outcome(self, function: str, args: Any, kwargs: Any, seed: int, most: float) -> Outcome:
        if self.case.left <= 0:
            return Outcome("timeout")
        answering = self._answering(seed)
        try:
            outcome = self.case.session.call(function, args, kwargs, seed, most, answering)
        except WireFault as fault:
            # What another function returned may be too deep or too large to be passed on.
            return Outcome("refused", error="arguments", message=str(fault))
        self.case.left -= outcome.seconds
        if answering.failed is not None:
            raise answering.failed
        if outcome.ending == "timeout":
            self.case.slow.add(function)
        if outcome.ending == "crashed" and outcome.message != "memory":
            self.case.has_died = True
            self.case.ended_from_outside |= outcome.from_outside
        return outcome

    def _answering(self, seed: int) -> Answering:
        """Return what answers a call's questions: the reference, for functions that are retried."""
        retry = self.case.retry or Retry((), frozenset())
        count = iter(range(10**9))

        def answered(function: str) -> Callable[..., Any]:
            def answer(*args: Any, **kwargs: Any) -> Any:
                seed_generators(seed_of(seed, next(count)))
                # The arguments were decoded for this: nobody else holds them.
                return target(*args, **kwargs)

            target = self.reference().target(function)
            return answer

        stubs = {name: answered(name) for name in retry.stubs}
        memory = self.assignment.limits.memory_mb
        return Answering(stubs, self.case.models, retry.tally, memory)

    def _most(self, function: str) -> float:
        """Return how long a call may take: a function that never returned gets less from then on.

        Otherwise one endless loop would use up the time of all the other questions.
        """
        seconds = self.case.seconds(self.assignment.test_seconds(self.case.question))
        return seconds / 10 if function in self.case.slow else seconds

    def _failure(self, outcome: Outcome, function: str, call: str, most: float) -> Failure:
        limits = self.assignment.limits
        if function.startswith("@own:"):
            function, call = function.removeprefix("@own:"), ""
        elif function.startswith("@"):
            # The student knows the function whose value it takes.
            latest = checks.latest_call()
            function, call = latest.function, latest.text
        if outcome.ending == "timeout" and self.case.left <= 0:
            seconds = f"{limits.submission_seconds:g}"
            return Failure(
                say("grading.out_of_time", seconds=seconds), function=function, call=call
            )
        if not function:
            # Not even lent models were built: nothing was asked of the student yet.
            reason = f"{outcome.error}: {outcome.message}" if outcome.error else outcome.ending
            return Failure(say("grading.not_ready", reason=reason))
        submission, report = self.case.submission, self.case.session.report
        return failure_of(outcome, function, call, most, submission, report)
