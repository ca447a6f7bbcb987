"""Call the functions of one submission: in its worker, or the reference's in their place."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from gradewright import checks
from gradewright.checks import CheckFailed
from gradewright.graders.failures import CallFailed
from gradewright.graders.student import StudentFunction
from gradewright.grading.answering import Answering, plain_value, quietly
from gradewright.grading.case import Case, Retry
from gradewright.grading.loans import Loans, NotAnswered
from gradewright.grading.reference import Reference
from gradewright.performance.artefact import Artefact
from gradewright.performance.lending import trusted_artefact
from gradewright.phrases import say
from gradewright.results import Failure
from gradewright.sandbox import clock
from gradewright.sandbox.base import Handle, Outcome, Verb
from gradewright.seeds import seed_generators, seed_of
from gradewright.verdicts.outcomes import failure_of
from gradewright.wire import WireFault

# Function, arguments, keyword arguments, and what came: a value, or the check that failed.
Hear = Callable[[str, tuple[Any, ...], dict[str, Any], object], None]


@dataclass(frozen=True, slots=True)
class _Request:
    """What a worker is asked for; `function` is "" for what is about the call before."""

    verb: Literal["call"] | Verb
    function: str = ""
    args: tuple[Any, ...] = ()
    kwargs: dict[str, Any] = field(default_factory=dict)
    text: str = ""


class Calling:
    """Calls made for one test of a submission, each seeded by its place in the test.

    That seed reaches the worker: it rests on nothing that hidden inputs are drawn from. `hidden`:
    messages do not show the values of arguments. `hear` hears each call and what came of it.
    """

    def __init__(
        self,
        case: Case,
        reference: Callable[[], Reference],
        *,
        hidden: bool = False,
        hear: Hear | None = None,
    ) -> None:
        self.case, self.reference, self.hidden, self.hear = case, reference, hidden, hear
        self._test = case.test
        self._places = iter(range(10**9))

    def call(
        self, function: str, args: tuple[Any, ...], kwargs: dict[str, Any], seed: int | None
    ) -> Any:
        """Call the student's function, or the reference's in its place.

        Raises:
            CallFailed: it did not return.
        """
        place = self._seed(seed)
        text = checks.describe_call(function, args, kwargs, values=not self.hidden)
        checks.about(function, text)
        request = _Request("call", function, args, kwargs, text)
        return self._heard(request, lambda: self._called(request, place))

    def operate(self, verb: Verb, args: tuple[Any, ...], seed: int | None) -> Any:
        """Do something of ours in the worker, about what the call before returned.

        Raises:
            CallFailed: nothing came of it.
        """
        place = self._seed(seed)
        request = _Request(verb, args=args)
        if verb == "lend":
            return self._heard(request, lambda: self._lend(args[0], place))
        return self._heard(request, lambda: self._in_worker(request, place))

    def start_anew(self) -> None:
        """Give the test at hand another process; its time goes on."""
        self.case.start_anew()

    def _seed(self, seed: int | None) -> int:
        place = seed_of(self.case.submission.digest, self._test, next(self._places))
        return place if seed is None else seed

    def _heard(self, request: _Request, ask: Callable[[], Any]) -> Any:
        """Return what came of a request, and let who listens know."""
        hear = self.hear or (lambda *_asked: None)
        asked = request.function or request.verb, request.args, request.kwargs
        try:
            value = ask()
        except CheckFailed as failed:
            hear(*asked, failed)
            raise
        hear(*asked, value)
        checks.returned(value)
        return value

    def _called(self, request: _Request, seed: int) -> Any:
        function, retry = request.function, self.case.retry
        self.case.called.setdefault(self.case.test, set()).add(function)
        if retry is not None and function in retry.direct:
            try:
                return self._by_reference(request, seed)
            except NotAnswered:
                retry.tally.refused.add(function)
        value = self._in_worker(request, seed)
        if retry is not None and function in self._own_functions():
            retry.worked = True
        return value

    def _in_worker(self, request: _Request, seed: int) -> Any:
        most = self._most(request)
        outcome = self._outcome(request, seed, most)
        if outcome.ending == "returned":
            return outcome.value
        raise CallFailed(outcome, self._failure(outcome, request, most))

    def _own(self, value: Any, seed: int) -> Any:
        """Return an argument with the submission's own functions as handles.

        They are arguments themselves or stand in a list, tuple or dictionary.
        """
        if isinstance(value, StudentFunction):
            return self._in_worker(_Request("own", value.name, (value.name,)), seed)
        if isinstance(value, (list, tuple)) and any(isinstance(v, StudentFunction) for v in value):
            return type(value)(self._own(part, seed) for part in value)
        if isinstance(value, dict) and any(isinstance(v, StudentFunction) for v in value.values()):
            return {key: self._own(part, seed) for key, part in value.items()}
        return value

    def _own_functions(self) -> tuple[str, ...]:
        """Return the functions that the question at hand is about."""
        own = self.case.question
        return next((q.functions for q in self.case.assignment.questions if q.id == own), ())

    def _lend(self, artefact: Artefact, seed: int) -> Any:
        """Have a model of the judge's built in the worker, and remember which it is."""
        parts = self.case.models.add(artefact)
        value = self._in_worker(_Request("lend", args=parts), seed)
        if isinstance(value, Handle):
            self.case.handles[value.id] = parts[0]
        return value

    def _by_reference(self, request: _Request, seed: int) -> Any:
        """Return what the reference's function gives, models as handles of lent ones.

        Raises:
            NotAnswered: it cannot be called with these arguments, or returns nothing plain.
        """
        assert self.case.retry is not None
        loans = Loans(self.case.models, self.case.handles, lambda h: self._weights(h, seed))
        args, kwargs = loans.recalled((request.args, request.kwargs))
        started = time.monotonic()
        seed_generators(seed)
        try:
            with clock.at_most(self._most(request)), quietly():
                value = self.reference().target(request.function)(*args, **kwargs)
            value = plain_value(value, lambda m: self._lend(trusted_artefact(m), seed))
        except CheckFailed:
            raise
        except Exception as error:
            raise NotAnswered from error
        finally:
            self.case.left -= time.monotonic() - started
        for handle, weights in loans.changed():
            self._in_worker(_Request("reweigh", args=(handle, weights)), seed)
        self.case.retry.tally.asked.add(request.function)
        return value

    def _weights(self, handle: Handle, seed: int) -> Any:
        parts = self._in_worker(_Request("parts", args=(handle,)), seed)
        return parts.get("weights", ()) if isinstance(parts, dict) else ()

    def _outcome(self, request: _Request, seed: int, most: float) -> Outcome:
        if self.case.left <= 0:
            return Outcome("timeout")
        answering = self._answering(seed)
        try:
            outcome = self._asked(request, seed, most, answering)
        except WireFault as fault:
            # What another function returned may be too deep or too large to be passed on.
            return Outcome("refused", error="arguments", message=str(fault))
        self.case.left -= outcome.seconds
        if answering.failed is not None:
            raise answering.failed
        if outcome.ending == "timeout":
            self.case.slow.add((request.verb, request.function))
        if outcome.ending == "crashed" and outcome.message != "memory":
            self.case.has_died = True
            self.case.ended_from_outside |= outcome.from_outside
        return outcome

    def _asked(self, request: _Request, seed: int, most: float, answering: Answering) -> Outcome:
        session = self.case.session
        if request.verb != "call":
            return session.operate(request.verb, request.args, seed, most, answering)
        args = tuple(self._own(value, seed) for value in request.args)
        kwargs = {n: self._own(value, seed) for n, value in request.kwargs.items()}
        return session.call(request.function, args, kwargs, seed, most, answering)

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
        memory = self.case.assignment.limits.memory_mb
        return Answering(stubs, self.case.models, retry.tally, memory, retry.watch)

    def _most(self, request: _Request) -> float:
        """Return how long a call may take: a function that never returned gets less from then on.

        Otherwise one endless loop would use up the time of all the other questions.
        """
        seconds = self.case.seconds(self.case.assignment.test_seconds(self.case.question))
        is_slow = (request.verb, request.function) in self.case.slow
        return seconds / 10 if is_slow else seconds

    def _failure(self, outcome: Outcome, request: _Request, most: float) -> Failure:
        limits = self.case.assignment.limits
        function, call = request.function, request.text
        if not function:
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
