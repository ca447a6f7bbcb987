"""Trainings by the judge: in the evaluator, from fresh weights, once for each form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy.typing as npt

from gradewright.errors import MachineryError
from gradewright.performance.artefact import Artefact
from gradewright.performance.computing import what_computes
from gradewright.performance.evaluator import Evaluator
from gradewright.performance.form import Form, form_of
from gradewright.performance.recipe import Call, Recipe
from gradewright.performance.store import Store, key_of
from gradewright.wire import WireFault

Array = npt.NDArray[Any]

_BATCH = 128


@dataclass(frozen=True, slots=True)
class Trained:
    """What a training gave; it is the same for every model of one form. Arrays are read-only.

    Attributes:
        value: what the recipe returned.
        models: the models with their trained weights, as artefacts.
        seconds: how long the training took when it was done.
    """

    value: Any
    models: tuple[Artefact, ...]
    seconds: float
    _predict: Callable[[int, Array, int], tuple[Array, ...]]

    @property
    def model(self) -> Artefact:
        """Return the only model, or the first."""
        return self.models[0]

    def outputs(self, x: Array, *, of: int = 0, batch_size: int = _BATCH) -> tuple[Array, ...]:
        """Return each output of a trained model for examples x (n, ...), worked out once.

        They may hold NaN. `of` is the model's place among `models`.

        Raises:
            CheckFailed: a student's model does not take the examples.
        """
        return self._predict(of, x, batch_size)

    def output(self, x: Array, *, of: int = 0, batch_size: int = _BATCH) -> Array:
        """Return the first output of a trained model for examples, (n, ...); else as `outputs`."""
        return self.outputs(x, of=of, batch_size=batch_size)[0]


class Trainings:
    """Trains forms in the evaluator and keeps what came of it, for a class and for later runs."""

    def __init__(self, evaluator: Callable[[], Evaluator], store: Store) -> None:
        self._evaluator, self._store = evaluator, store

    def trained(
        self,
        recipe: Recipe,
        models: Sequence[Artefact],
        call: Call,
        *,
        compiled: bool,
        seconds: float,
    ) -> Trained:
        """Return what a recipe makes of new models of these models' forms.

        Args:
            recipe: what trains.
            models: their checked forms are trained; their weights are not looked at.
            call: data, settings and seed.
            compiled: whether the models' compile settings count.
            seconds: how long the reference's training may take.

        Raises:
            CheckFailed: a student's form cannot be trained.
            MachineryError: the recipe fails on the reference's.
        """
        forms = [form_of(model, compiled=compiled) for model in models]
        evaluator = self._evaluator()
        key = _key(recipe, forms, call, evaluator)
        pairs = list(zip(models, forms, strict=True))

        def make() -> Any:
            value, weights, spent = evaluator.train(recipe, pairs, call, seconds)
            return value, [list(arrays) for arrays in weights], spent

        value, weights, spent = self._kept(key, make, recipe)
        made = tuple(
            Artefact.of_form(form.architecture, form.compiled, model, tuple(arrays))
            for model, form, arrays in zip(models, forms, weights, strict=True)
        )

        def predict(of: int, x: Array, batch_size: int) -> tuple[Array, ...]:
            def outputs() -> list[Array]:
                return list(self._evaluator().predict_all(made[of], x, batch_size))

            return tuple(self._store.once(key_of("outputs", key, of, x, batch_size), outputs))

        return Trained(value, made, spent, predict)

    def run(
        self, recipe: Recipe, models: Sequence[Artefact], call: Call, *, seconds: float
    ) -> Trained:
        """Return what a recipe makes of copies of models with their own weights; nothing is kept.

        Raises:
            CheckFailed: it fails on a student's model.
            MachineryError: it fails on the reference's.
        """
        value, weights, spent = self._evaluator().run(recipe, models, call, seconds)
        pairs = zip(models, weights, strict=True)
        made = tuple(model.with_weights(arrays) for model, arrays in pairs)

        def predict(of: int, x: Array, batch_size: int) -> tuple[Array, ...]:
            return self._evaluator().predict_all(made[of], x, batch_size)

        return Trained(value, made, spent, predict)

    def _kept(self, key: str, make: Callable[[], Any], recipe: Recipe) -> Any:
        try:
            return self._store.once(key, make)
        except WireFault as fault:
            raise MachineryError(
                f"The recipe {recipe.function} returned what cannot be kept: {fault}. Let it "
                "return numbers, texts, arrays, and lists or dictionaries of them."
            ) from None


def _key(recipe: Recipe, forms: Sequence[Form], call: Call, evaluator: Evaluator) -> str:
    """Return the key of all that decides what a training gives, in this run or a later one."""
    device = evaluator.device
    return key_of(
        "training",
        [recipe.source, recipe.function],
        [[form.architecture, form.compiled] for form in forms],
        [*call.data],
        dict(call.settings),
        call.seed,
        [device.kind, device.name, evaluator.versions, *what_computes()],
    )


def as_models(models: Artefact | Sequence[Artefact]) -> list[Artefact]:
    """Return one model or several as a list."""
    return [models] if isinstance(models, Artefact) else list(models)
