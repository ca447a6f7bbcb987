"""The `student` of graders: names that can be called, wherever the submission runs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol

from gradewright.beside.records import Outcome, Verb
from gradewright.checks import CheckFailed
from gradewright.graders.failures import CallFailed
from gradewright.performance.artefact import MOST_NUMBERS, Artefact, artefact_of, refusal_of
from gradewright.performance.lending import trusted_artefact
from gradewright.wire import Handle


class Calls(Protocol):
    """What a test asks of the submission's worker. A seed of None: by the place in the test.

    Both raise CallFailed where nothing was returned.
    """

    def call(
        self, function: str, args: tuple[Any, ...], kwargs: dict[str, Any], seed: int | None
    ) -> Any:
        """Return what a function of the submission returns."""

    def operate(self, verb: Verb, args: tuple[Any, ...], seed: int | None) -> Any:
        """Return what an operation of ours on values in the worker gives."""

    def start_anew(self) -> None:
        """Let the next call have a process of its own."""


@dataclass(frozen=True, slots=True)
class StudentFunction:
    """A function of the submission's: to be called, or passed to another one as an argument."""

    name: str
    _calls: Calls = field(repr=False)
    _seed: int | None = field(repr=False)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call it in its worker."""
        return self._calls.call(self.name, args, kwargs, self._seed)


class Student:
    """The submission's functions: `student.propagate(w, b, X, Y)` calls one in its worker.

    Arguments are copied on the way; what comes back is plain values. A function among them, of the
    reference's or the grader's own, is answered by the judge when the student's code calls it;
    `student.sigmoid` among them is the student's own. A call that raises, hangs or
    crashes ends the test with a message for the student.
    """

    def __init__(
        self, calls: Calls, seed: int | None = None, most_parameters: int = MOST_NUMBERS
    ) -> None:
        self._calls, self._seed, self._most_parameters = calls, seed, most_parameters

    def __getattr__(self, function: str) -> StudentFunction:
        """Return the submission's function of that name."""
        if function.startswith("__"):
            raise AttributeError(function)
        return StudentFunction(function, self._calls, self._seed)

    def ref(self, function: str) -> StudentFunction:
        """Return the submission's function of that name, to be passed as an argument.

        The same as `student.NAME`, for a name that is not known beforehand.
        """
        return StudentFunction(function, self._calls, self._seed)

    def seeded(self, seed: int) -> Student:
        """Return the same with NumPy's and Python's global generators seeded before each call."""
        return Student(self._calls, seed, self._most_parameters)

    def start_anew(self) -> None:
        """Let the next call have a process of its own, in which nothing was called before.

        For a second training in one question: an optimizer in a global of the submission's, or a
        step that TensorFlow compiled, knows the variables of one model and refuses another's. Where
        a process is shared, all models in it end; their handles can't be named any more.
        """
        self._calls.start_anew()

    @contextmanager
    def uncompiled(self) -> Iterator[None]:
        """Have TensorFlow run functions in the block as they are, where it would compile them.

        For a training of one step, which then takes a quarter of the time and does the same. What
        cannot be compiled works here, too, and so does what counts on being run anew in each step:
        ask for it only where another training shows that the submission's is compiled well. A call
        that does not return in the block ends its process, as `start_anew` does.
        """
        self._calls.operate("uncompiled", (True,), self._seed)
        try:
            yield
        except CallFailed:
            # Its process may be gone, and is as nobody wants it.
            self.start_anew()
            raise
        except CheckFailed:
            self._calls.operate("uncompiled", (False,), self._seed)
            raise
        self._calls.operate("uncompiled", (False,), self._seed)

    def artefact(self, model: Handle) -> Artefact:
        """Return a Keras model that stayed in the worker, in parts that were checked.

        Raises:
            ModelRefused: it is no model, has parts that cannot be judged, or is far larger than
                what the assignment asks for.
        """
        return self.artefact_from(self.model_parts(model))

    def artefact_from(self, parts: object) -> Artefact:
        """Return the artefact in what `model_parts` gave, or in what a grader made of that.

        Args:
            parts: a dictionary; whatever else comes is refused.

        Raises:
            ModelRefused: as for `artefact`.
        """
        return artefact_of(parts, most_parameters=self._most_parameters)

    def model_parts(self, model: Handle) -> Any:
        """Return what the worker hands over for a Keras model, unchecked: `artefact_from` takes it.

        For models of a class of the student's own, whose layers nobody can rebuild: a grader may
        put the layers that the statement asks for in the place of "architecture".
        """
        return self._calls.operate("parts", (model,), self._seed)

    def predictions(self, model: Handle, x: Any, batch_size: int = 256) -> Any:
        """Return what a model predicts in its worker, one array an output.

        For models that cannot be handed over; it knows neither labels nor what is expected. What
        comes back is whatever the worker sends: check it.

        Args:
            model: a handle that a function of the student's returned.
            x: examples (n, ...).
            batch_size: examples at once.
        """
        return self._calls.operate("predict", (model, x, batch_size), self._seed)

    def give_weights(self, model: Handle, weights: Sequence[Any]) -> None:
        """Give a model in the worker the judge's own weights, arrays in Keras' order.

        So that functions which use a trained model are judged without training one. What the model
        then does is the submission's still: `model_parts` says what its weights have become.

        Raises:
            ModelRefused: it is no model, or not built.
            CallFailed: the weights do not fit.
        """
        answer = self._calls.operate("reweigh", (model, list(weights)), self._seed)
        if answer != {}:
            raise refusal_of(answer)

    def lend_model(self, model: Any) -> Handle:
        """Build a model of the judge's in the worker; return the handle that later calls can name.

        So that `train` or `evaluate` are judged with a right model, whatever the submission's own
        models are. Every call builds another one, which the student's function may then change.

        Args:
            model: a built Keras model, as the reference's functions return it, or an artefact.

        Raises:
            CallFailed: it could not be built beside the submission's code.
            MachineryError: it has parts that Keras' JSON cannot describe.
        """
        artefact = model if isinstance(model, Artefact) else trusted_artefact(model)
        answer = self._calls.operate("lend", (artefact,), self._seed)
        if not isinstance(answer, Handle):
            raise refusal_of(answer)
        return answer

    def either(self, function: str, *arguments: tuple[Any, ...]) -> Any:
        """Call with the first tuple of arguments that fits the function's signature.

        Args:
            function: the function's name.
            arguments: tuples of arguments; the last one is called whether it fits or not.

        Raises:
            CallFailed: the call did not return, for another reason than its signature.
        """
        for args in arguments[:-1]:
            try:
                return self._calls.call(function, args, {}, self._seed)
            except CallFailed as failed:
                if not does_not_fit(failed.outcome):
                    raise
        return self._calls.call(function, arguments[-1], {}, self._seed)


def does_not_fit(outcome: Outcome) -> bool:
    """Tell whether the call failed before any of the student's lines ran: a matter of signature."""
    return outcome.ending == "raised" and outcome.error == "TypeError" and not outcome.trace
