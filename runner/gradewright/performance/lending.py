"""Models of the judge's that it lends to submissions, by numbers of its own."""

from __future__ import annotations

import importlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from gradewright.beside.keras_models import lend, model
from gradewright.performance.artefact import Artefact, artefact_of

Parts = tuple[int, str, str, list[Any]]


@dataclass(slots=True)
class Lent:
    """The models of the judge's that a submission's process holds.

    Their layers are known here; all that ever comes back is what their weights have become.
    """

    _artefacts: list[Artefact] = field(default_factory=list)

    def add(self, artefact: Artefact) -> Parts:
        """Return number, architecture, compile settings and weights of a model to be lent."""
        self._artefacts.append(artefact)
        number = len(self._artefacts) - 1
        return number, artefact.architecture, artefact.compiled, list(artefact.weights)

    def recall(self, number: int, weights: Sequence[Any]) -> Any:
        """Return a Keras model of the judge's with the weights that a lent one has now.

        Raises:
            ValueError: it was never lent, or these are no weights of it.
        """
        if not 0 <= number < len(self._artefacts):
            raise ValueError(f"No model was lent under the number {number}.")
        artefact = self._artefacts[number]
        if [_form(array) for array in weights] != [_form(array) for array in artefact.weights]:
            raise ValueError("These are not the weights of the model that was lent.")
        return lend(artefact.architecture, artefact.compiled, list(weights))


def _form(array: object) -> object:
    return (array.shape, array.dtype) if isinstance(array, np.ndarray) else None


def is_model(value: object) -> bool:
    """Tell whether a value of the judge's is a Keras model."""
    if type(value).__module__.partition(".")[0] in ("builtins", "numpy"):
        return False
    return isinstance(value, importlib.import_module("keras").Model)


def trusted_artefact(value: Any) -> Artefact:
    """Return a Keras model of the judge's own as an artefact.

    Raises:
        MachineryError: it has parts that cannot be described.
    """
    return artefact_of(model(value), trusted=True)


def changed_weights(
    models: Mapping[int, Any], before: Mapping[int, Sequence[Any]]
) -> dict[int, list[Any]]:
    """Return the weights of those models that are not what they were."""
    after = {number: model.get_weights() for number, model in models.items()}
    return {
        number: weights
        for number, weights in after.items()
        if any(not np.array_equal(a, b) for a, b in zip(weights, before[number], strict=True))
    }
