"""The sealed process in which models are rebuilt and kept; it never ran a submission."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, NoReturn, cast

from gradewright.course.records import Limits
from gradewright.errors import MachineryError
from gradewright.performance.allowance import Allowance, most_of
from gradewright.performance.artefact import Artefact
from gradewright.performance.refusal import fault_of, refused, shown
from gradewright.phrases import say
from gradewright.sandbox.base import Bundle, Outcome, Sandbox, Session
from gradewright.wire import Handle, WireFault

PRELOAD = ("numpy", "keras")
LIMITS = Limits(
    load_seconds=60.0,
    test_seconds=600.0,
    submission_seconds=3600.0,
    cpu_seconds=36_000.0,
    memory_mb=6000,
    processes=2048,
    open_files=512,
    # The largest data set of a full budget comes in one message.
    message_mb=1000,
    # One session serves a whole class.
    replies_mb=1_000_000_000,
)
_SOURCE = Path(__file__).with_name("inside.py")
_FUNCTIONS = (
    "warm_up",
    "rehearse",
    "device",
    "versions",
    "build",
    "work",
    "reweigh",
    "describe",
    "predict",
    "loss",
    "batch",
    "train",
    "start",
    "follow",
    "weights",
    "idle",
)
_MOST_GUESTS = 8
_FAULTS = ("not_built", "weights_do_not_fit")
_Form = tuple[str, str]
_ENDINGS: Mapping[str, str] = MappingProxyType(
    {
        "timeout": "evaluator_timeout",
        "crashed": "evaluator_crashed",
        "refused": "evaluator_refused",
    }
)


@dataclass(slots=True)
class _Kept:
    """A rebuilt model, the digest of the artefact whose weights it has, and whether it took steps.

    `digest` is "" where the weights are nobody's any more.
    """

    handle: Handle
    digest: str
    took_steps: bool = False


class Workshop:
    """Calls the functions of `inside.py` and keeps the handles of what they rebuilt.

    The process holds models of one submission and of the reference: `rest` comes between two
    submissions. Of models of one form there is one, which takes the weights of whichever is asked
    for. The process is replaced after `_MOST_GUESTS` of a submission's forms, for its memory.
    `allowance` bounds and takes the seconds that are spent on a submission's models.
    """

    def __init__(self, sandbox: Sandbox, seconds: float) -> None:
        self.sandbox, self.seconds = sandbox, seconds
        self.allowance = Allowance()
        self._session: Session | None = None
        self._kept: dict[_Form, _Kept] = {}
        self._guests = 0
        self._regulars: dict[str, Artefact] = {}
        self.has_died = False

    def preparations(self) -> Iterator[None]:
        """Get a process ready for what the last submission asked for, step by step.

        Raises:
            MachineryError: the process does not start, or one of the reference's models fails.
        """
        regulars, self._regulars = self._regulars, {}
        self.ask("warm_up", None)
        yield
        for artefact in regulars.values():
            if artefact.digest not in self._regulars:
                handle = self._with_its_weights(artefact)
                yield
                self.ask("rehearse", artefact, handle)
                yield

    def hold(self, artefact: Artefact) -> Handle:
        """Return the handle of the rebuilt model, until another of its form is asked for.

        Raises:
            CheckFailed: it cannot be rebuilt.
        """
        self._note(artefact)
        return self._with_its_weights(artefact)

    def hold_to_predict(self, artefact: Artefact) -> Handle:
        """Return the handle of a model of this architecture, compiled in any way or not at all.

        Raises:
            CheckFailed: it cannot be rebuilt.
        """
        self._note(artefact)
        if artefact.form in self._kept:
            return self._with_its_weights(artefact)
        alike = (form for form in self._kept if form[0] == artefact.architecture)
        return self._with_its_weights(artefact, next(alike, None))

    def take(self, artefact: Artefact) -> Handle:
        """Return the handle of a model as it was when it was compiled, which the caller may change.

        Raises:
            CheckFailed: it cannot be rebuilt.
        """
        kept = self._kept.get(artefact.form)
        if kept is not None and kept.took_steps:
            del self._kept[artefact.form]
        handle = self.hold(artefact)
        del self._kept[artefact.form]
        return handle

    def start(self, forms: Sequence[tuple[Artefact, str, str]], seed: int) -> list[Handle]:
        """Return the handles of new models, with fresh weights drawn by the seed.

        Each form is the model that it is of (what is far larger than asked for is refused), its
        architecture and its compile settings.

        Raises:
            CheckFailed: one cannot be built.
        """
        if self._guests + len(forms) > _MOST_GUESTS:
            self.rest()
        return [self._started(*form, seed + place) for place, form in enumerate(forms)]

    def take_all(self, artefacts: Sequence[Artefact]) -> list[Handle]:
        """Return the handles of several models, each as `take` does.

        Raises:
            CheckFailed: one cannot be rebuilt.
        """
        if self._guests + len(artefacts) > _MOST_GUESTS:
            self.rest()
        return [self.take(artefact) for artefact in artefacts]

    def _started(self, artefact: Artefact, architecture: str, compiled: str, seed: int) -> Handle:
        self._make_room(artefact)
        handle = self.ask("start", artefact, architecture, compiled, seed)
        _check_built(artefact, handle, Handle)
        self._check_work(artefact, handle)
        return cast("Handle", handle)

    def take_to_time(self, artefact: Artefact) -> Handle:
        """Return the handle of a rebuilt model whose training steps are to be timed.

        Models of one form get one handle: they take the same steps, which are compiled once.

        Raises:
            CheckFailed: it cannot be rebuilt.
        """
        self._note(artefact)
        if artefact.form not in self._kept:
            self._with_its_weights(artefact)
        kept = self._kept[artefact.form]
        kept.digest, kept.took_steps = "", True
        return kept.handle

    def _note(self, artefact: Artefact) -> None:
        """Remember one of the reference's models: the next process prepares it."""
        if artefact.trusted:
            self._regulars[artefact.digest] = artefact

    def _with_its_weights(self, artefact: Artefact, form: _Form | None = None) -> Handle:
        form = form or artefact.form
        kept = self._kept.get(form)
        if kept is None:
            kept = self._kept[form] = _Kept(self._rebuild(artefact), artefact.digest)
        if kept.digest != artefact.digest:
            kept.digest = ""
            answer = self.ask("reweigh", artefact, kept.handle, list(artefact.weights))
            _check_built(artefact, answer, bool)
            kept.digest = artefact.digest
        return kept.handle

    def _rebuild(self, artefact: Artefact) -> Handle:
        """Rebuild a model, in a new process where this one has met many."""
        self._make_room(artefact)
        parts = (artefact.architecture, artefact.compiled, list(artefact.weights))
        handle = self.ask("build", artefact, *parts)
        _check_built(artefact, handle, Handle)
        self._check_work(artefact, handle)
        return cast("Handle", handle)

    def _make_room(self, artefact: Artefact) -> None:
        """Get ready for one more model, if it is not far larger than what is asked for."""
        if not artefact.trusted:
            if self._guests == _MOST_GUESTS:
                self.rest()
            self._guests += 1
        largest = self.allowance.largest
        _check_most(artefact, "too_many_weights", artefact.parameters, largest.parameters)

    def _check_work(self, artefact: Artefact, handle: Handle) -> None:
        """Refuse a model that is far costlier than what is asked for."""
        if not artefact.trusted:
            work = self._work(artefact, handle)
            _check_most(artefact, "too_costly", work, self.allowance.largest.multiplications)

    def check_cost(self, artefact: Artefact, reference: Artefact) -> None:
        """Refuse a model that is far larger or costlier than the reference's.

        Raises:
            CheckFailed: it is.
        """
        _check_most(artefact, "larger", artefact.parameters, reference.parameters)
        if artefact.architecture == reference.architecture:
            return
        own = self._work(artefact, self.hold_to_predict(artefact))
        due = self._work(reference, self.hold_to_predict(reference))
        _check_most(artefact, "costlier", own, due)

    def _work(self, artefact: Artefact, handle: Handle) -> int:
        """Return about how many multiplications one example costs, without making any."""
        outcome = self.call("work", artefact, handle)
        if outcome.ending == "raised":
            # Parts that cannot be counted are no fault; deadlines bound what such a model costs.
            return 0
        work = self.value(artefact, outcome)
        if type(work) is not int or work < 0:
            blame(artefact, "odd_answer")
        return work

    def ask(self, function: str, artefact: Artefact | None, *args: Any) -> Any:
        """Call a function of `inside.py` and return its value; `artefact` is to blame."""
        return self.value(artefact, self.call(function, artefact, *args))

    def call(
        self, function: str, artefact: Artefact | None, *args: Any, seconds: float = 0.0
    ) -> Outcome:
        """Call a function of `inside.py`; what damaged the process has ended it.

        What is done with a student's model ends with what the test and the submission have left.
        `seconds` is how long the call may take where that is more than usual.
        """
        charged = artefact is not None and not artefact.trusted
        most = max(self.seconds, seconds)
        if charged:
            most = min(most, self.allowance.deadline())
        if most <= 0:
            return Outcome("timeout")
        session = self._ready(most)
        try:
            outcome = session.call(function, args, {}, 0, most)
        except WireFault as fault:
            return Outcome("refused", error="arguments", message=str(fault))
        if charged:
            self.allowance.charge(outcome.seconds)
        if outcome.ending == "crashed" and outcome.message != "memory":
            self.has_died = True
        if outcome.ending in _ENDINGS:
            self.rest()
        return outcome

    def value(self, artefact: Artefact | None, outcome: Outcome) -> Any:
        """Return the value of a call.

        Raises:
            CheckFailed: it did not return because of a student's model.
            MachineryError: it did not return for any other reason.
        """
        if outcome.ending != "returned":
            reason = _ENDINGS.get(outcome.ending, "evaluator_raised")
            if outcome.ending == "timeout" and self.allowance.deadline() <= 0:
                reason = "out_of_time"
            words = {"error": outcome.error, "text": outcome.message}
            blame(artefact, reason, seconds=f"{self.seconds:g}", **words)
        return outcome.value

    def rest(self) -> None:
        """End the process that holds models; the next one starts without any."""
        self._kept, self._guests = {}, 0
        if self._session is not None:
            self._session.end_test()

    def close(self) -> None:
        """End every process of the workshop; its sandbox stays."""
        self.rest()
        if self._session is not None:
            session, self._session = self._session, None
            session.close()

    def _ready(self, seconds: float) -> Session:
        """Return the session with a process that answers, for so many seconds."""
        if self._session is None:
            self._session = self.sandbox.open(_bundle())
            missing = set(_FUNCTIONS) - set(self._session.report.definitions)
            if missing:
                self.close()
                raise MachineryError(
                    f"The evaluator of models did not load ({', '.join(sorted(missing))} missing). "
                    "Run `gradewright doctor`; if all is well there, please report it."
                )
        self._session.begin_test(seconds, fresh="no")
        return self._session


def _check_most(artefact: Artefact, reason: str, found: int, asked: int) -> None:
    """Refuse a student's model that has far more of something than is asked for."""
    most = most_of(asked)
    if found > most and not artefact.trusted:
        words = {"found": f"{found:,}", "asked": f"{asked:,}", "most": f"{most:,}"}
        blame(artefact, reason, times=f"{found / max(asked, 1):,.0f}", **words)


def _check_built(artefact: Artefact, answer: Any, due: type) -> None:
    """Raise what blame raises unless a model was built or its weights were set."""
    if not isinstance(answer, due):
        fault = answer if isinstance(answer, dict) else {}
        reason = fault_of(fault, _FAULTS, "odd_answer")
        blame(artefact, reason, detail=fault.get("detail", ""))


def blame(artefact: Artefact | None, reason: str, **values: object) -> NoReturn:
    """Raise ModelRefused about a student's model, MachineryError about anything else.

    `reason` is a phrase's key in the table `performance`, `values` fill it.
    """
    words = {name: shown(value, 300) for name, value in values.items()}
    text = say(f"performance.{reason}", **words)
    if artefact is not None and not artefact.trusted:
        raise refused(reason, text)
    whose = "the reference's model" if artefact is not None else "the device"
    raise MachineryError(
        f"The evaluator of models failed at {whose}: {text} Mend the reference solution, or run "
        "`gradewright doctor` to see what this machine gives."
    )


def _bundle() -> Bundle:
    source = _SOURCE.read_text(encoding="utf-8")
    return Bundle(((_SOURCE.name, None, source),), {}, {}, _FUNCTIONS, "slice")
