"""The judge's side of the evaluator: describes models, lets them predict, and trains them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from typing import Any

import numpy as np
import numpy.typing as npt

from gradewright.course.records import Assignment
from gradewright.performance.allowance import Allowance
from gradewright.performance.artefact import Artefact
from gradewright.performance.device import device_of
from gradewright.performance.facts import ModelFacts, facts_of
from gradewright.performance.form import Form
from gradewright.performance.recipe import Call, Recipe
from gradewright.performance.refusal import Refused
from gradewright.performance.training import Training
from gradewright.performance.workshop import Workshop, blame
from gradewright.results import Device
from gradewright.sandbox.base import Sandbox
from gradewright.wire import Handle

_KERAS = ("keras", "tensorflow")
_CHUNK_BYTES = 64_000_000
_SECONDS = 300.0
# In sealed processes 360 images through two convolutions took longer in batches of 256.
_BATCH = 128

Array = npt.NDArray[Any]


def uses_models(assignment: Assignment) -> bool:
    """Tell whether submissions may hand over Keras models, so that this is needed."""
    return _names_keras(assignment.load.imports) and find_spec("keras") is not None


def stands_on_models(assignment: Assignment) -> bool:
    """Tell whether an assignment is about models, not one where Keras is optional."""
    return _names_keras(assignment.load.preload)


def _names_keras(modules: tuple[str, ...]) -> bool:
    return any(name.partition(".")[0] in _KERAS for name in modules)


class Evaluator:
    """Rebuilds artefacts in a sealed process that never ran a submission, and works with them.

    Its process is started at the first use and keeps models between calls. A method raises
    CheckFailed where the student's model is at fault: it cannot be rebuilt, does not take the
    examples, is far larger than what is asked for, takes too long (`seconds` a call, and what
    `allow` set) or too much memory.
    """

    def __init__(self, sandbox: Sandbox, seconds: float = _SECONDS) -> None:
        self._workshop = Workshop(sandbox, seconds)
        self._device: Device | None = None
        self._versions = ""

    def allow(self, allowance: Allowance) -> None:
        """Bound what is spent on a student's models from now on."""
        self._workshop.allowance = allowance

    def check_cost(self, artefact: Artefact, reference: Artefact) -> None:
        """Refuse a model that is far larger than the reference's, or takes far more work.

        Raises:
            CheckFailed: it is; nothing was computed with it.
        """
        self._workshop.check_cost(artefact, reference)

    @property
    def has_died(self) -> bool:
        """Tell whether the process vanished of late without the word of our own watcher."""
        return self._workshop.has_died

    @has_died.setter
    def has_died(self, value: bool) -> None:
        self._workshop.has_died = value

    @property
    def device(self) -> Device:
        """Return the device that models run on here."""
        if self._device is None:
            self._device = device_of(self._workshop.ask("device", None))
        return self._device

    @property
    def versions(self) -> str:
        """Return what computes here: Keras, its backend and NumPy, with their versions."""
        if not self._versions:
            self._versions = str(self._workshop.ask("versions", None))
        return self._versions

    def preparations(self) -> Iterator[None]:
        """Start the process that holds models and let it prepare itself, a step at a time.

        It meets the reference's models that the last submission was compared with.
        """
        return self._workshop.preparations()

    def describe(self, artefact: Artefact) -> ModelFacts:
        """Return what the model is made of."""
        answer = self._workshop.ask("describe", artefact, self._workshop.hold(artefact))
        try:
            return facts_of(answer, artefact)
        except Refused as error:
            blame(artefact, error.reason)

    def predict(self, artefact: Artefact, x: Array, batch_size: int = _BATCH) -> Array:
        """Return the outputs of a model with one output, (n, ...) for n examples.

        They may hold NaN: say so with `check_close` or `check` where that matters.
        """
        outputs = self.predict_all(artefact, x, batch_size)
        if len(outputs) != 1:
            blame(artefact, "several_outputs", count=len(outputs))
        return outputs[0]

    def predict_all(
        self, artefact: Artefact, x: Array, batch_size: int = _BATCH
    ) -> tuple[Array, ...]:
        """Return each output of a model for all examples, in order."""
        handle, parts = self._workshop.hold_to_predict(artefact), []
        for part in _chunks(np.asarray(x), batch_size):
            answer = self._workshop.ask("predict", artefact, handle, part, batch_size)
            parts.append(_outputs(artefact, answer, len(part)))
        if len({len(part) for part in parts}) != 1:
            blame(artefact, "odd_answer")
        return tuple(np.concatenate(column) for column in zip(*parts, strict=True))

    def loss(self, artefact: Artefact, x: Array, y: Array, batch_size: int = _BATCH) -> float:
        """Return the mean of the compiled loss over all examples, regularisation included."""
        handle, x, y = self._workshop.hold(_compiled(artefact)), np.asarray(x), np.asarray(y)
        total, start = 0.0, 0
        for part in _chunks(x, batch_size):
            labels = y[start : start + len(part)]
            value = self._workshop.ask("loss", artefact, handle, part, labels, batch_size)
            if not isinstance(value, float):
                blame(artefact, "odd_answer")
            total += value
            start += len(part)
        return total / len(x)

    def train(
        self, recipe: Recipe, models: Sequence[tuple[Artefact, Form]], call: Call, seconds: float
    ) -> tuple[Any, tuple[tuple[Array, ...], ...], float]:
        """Train new models of these forms by a recipe.

        Args:
            recipe: what trains them.
            models: each model whose form it is, and the form.
            call: what the recipe is called with, and the seed.
            seconds: how long it may take; of a student's, what the test has left counts, too.

        Returns:
            What the recipe returned, each model's weights afterwards, and the seconds it took.
        """
        forms = [(artefact, form.architecture, form.compiled) for artefact, form in models]
        handles = self._workshop.start(forms, call.seed)
        return self._followed(recipe, [each for each, _ in models], handles, call, seconds)

    def run(
        self, recipe: Recipe, models: Sequence[Artefact], call: Call, seconds: float
    ) -> tuple[Any, tuple[tuple[Array, ...], ...], float]:
        """Call a recipe with copies of models that have their own weights; else as `train`."""
        handles = self._workshop.take_all(models)
        return self._followed(recipe, models, handles, call, seconds)

    def _followed(
        self,
        recipe: Recipe,
        models: Sequence[Artefact],
        handles: Sequence[Handle],
        call: Call,
        seconds: float,
    ) -> tuple[Any, tuple[tuple[Array, ...], ...], float]:
        whose = next((each for each in models if not each.trusted), models[0])
        arguments = (list(handles), list(call.data), dict(call.settings), call.seed)
        outcome = self._workshop.call(
            "follow", whose, recipe.source, recipe.function, *arguments, seconds=seconds
        )
        value = self._workshop.value(whose, outcome)
        weights = [
            _weights(each, self._workshop.ask("weights", each, handle))
            for each, handle in zip(models, handles, strict=True)
        ]
        return value, tuple(weights), outcome.seconds

    def training(self, artefact: Artefact, x: Array, y: Array) -> Training:
        """Return the training of a copy of the model on one batch, to be timed step by step.

        Of two that are to run in turn, the student's has to be asked for first. Two of one form
        train the same copy.
        """
        handle = self._workshop.take_to_time(_compiled(artefact))
        batch = self._workshop.ask("batch", artefact, np.asarray(x), np.asarray(y))
        return Training(self._workshop, artefact, handle, batch)

    def rest(self) -> None:
        """End the process that holds models: the next submission's get a new one."""
        self._workshop.rest()

    def close(self) -> None:
        """End the evaluator; its sandbox is its owner's to close."""
        self._workshop.close()


def _compiled(artefact: Artefact) -> Artefact:
    """Return the model if it can be trained."""
    if not artefact.compiled:
        blame(artefact, "untrainable", why=artefact.uncompiled)
    return artefact


def _weights(artefact: Artefact, answer: Any) -> tuple[Array, ...]:
    """Return a model's weights if they are arrays of the shapes that it came with."""
    arrays = answer if isinstance(answer, list) else []
    shapes = [array.shape if isinstance(array, np.ndarray) else None for array in arrays]
    if shapes != [array.shape for array in artefact.weights]:
        blame(artefact, "odd_answer")
    return tuple(arrays)


def _outputs(artefact: Artefact, answer: Any, count: int) -> list[Array]:
    """Return the outputs for `count` examples if they are arrays of numbers for so many."""
    outputs = answer if isinstance(answer, list) else []
    fit = [
        isinstance(out, np.ndarray) and out.dtype.kind in "biuf" and out.shape[:1] == (count,)
        for out in outputs
    ]
    if not outputs or not all(fit):
        blame(artefact, "odd_answer")
    return outputs


def _chunks(x: Array, batch_size: int) -> list[Array]:
    """Cut the examples so that each message stays small, in whole batches."""
    if not len(x):
        raise ValueError("There are no examples: give the evaluator at least one.")
    rows = max(_CHUNK_BYTES // max(x[0].nbytes, 1) // batch_size, 1) * batch_size
    return [x[start : start + rows] for start in range(0, len(x), rows)]
