"""Read the Keras models that a submission hands over."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from gradewright.checks import check
from gradewright.performance.artefact import Artefact
from gradewright.performance.facts import LayerFacts, ModelFacts, Shapes
from gradewright.performance.refusal import ModelRefused
from gradewright.phrases import say
from gradewright.wire import Handle

# Layers that only bring the same numbers into another shape.
_SHAPERS = {"InputLayer", "Flatten", "Reshape"}
_ACTIVATION_LAYERS = {
    "ReLU": "relu",
    "LeakyReLU": "leaky_relu",
    "ELU": "elu",
    "PReLU": "prelu",
    "Softmax": "softmax",
}
_SIZES = ("units", "filters", "rate")


@dataclass(frozen=True, slots=True)
class Model:
    """A model that was handed over, as `models.read` returns it.

    Attributes:
        artefact: its checked parts.
        facts: what the evaluator says of it.
        is_own: whether it is of a class of the student's, so that the layers are only claimed.
    """

    artefact: Artefact
    facts: ModelFacts
    is_own: bool = False

    @property
    def weights(self) -> tuple[npt.NDArray[np.float64], ...]:
        """Return the weights as float64 arrays, in Keras' order."""
        return tuple(np.asarray(array, dtype=np.float64) for array in self.artefact.weights)

    @property
    def configs(self) -> dict[str, Mapping[str, Any]]:
        """Return the checked settings of every layer by the layer's name."""
        layers = json.loads(self.artefact.architecture)["config"].get("layers", [])
        return {layer["config"].get("name"): layer["config"] for layer in layers}

    @property
    def optimizer(self) -> Mapping[str, Any]:
        """Return the settings of the optimizer, {} where there are none."""
        optimizer = json.loads(self.artefact.compiled or "{}").get("optimizer")
        settings = optimizer.get("config", {}) if isinstance(optimizer, dict) else {}
        return settings if isinstance(settings, dict) else {}

    @property
    def learning_rate(self) -> float:
        """Return the learning rate, 0 where it is no fixed number."""
        rate = self.optimizer.get("learning_rate", self.facts.learning_rate)
        return float(rate) if isinstance(rate, (int, float)) else 0.0


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer that computes something; as text it is in words: "Dense 256 relu".

    Attributes:
        kind: Keras' name of its class.
        facts: what the evaluator says of it.
        activation: the activation, wherever it stood; "" where there is none, or a linear one.
    """

    kind: str
    facts: LayerFacts
    activation: str

    def __str__(self) -> str:
        """Return the layer in words: "Dense 256 relu"."""
        sizes = (self.setting(name) for name in _SIZES)
        size = next((size for size in sizes if size is not None), "")
        return " ".join(str(word) for word in (self.kind, size, self.activation) if word != "")

    def setting(self, name: str, default: Any = None) -> Any:
        """Return a setting of the layer, such as "units"; the default where it has none."""
        return self.facts.config.get(name, default)

    def pair(self, name: str) -> tuple[Any, ...]:
        """Return a setting for height and width, such as "strides", as a tuple of two.

        () where the layer has none.
        """
        value = self.setting(name)
        return (value, value) if isinstance(value, int) else tuple(value or ())


class Hands(Protocol):
    """What models are taken from: the fixture `student`."""

    def artefact_from(self, parts: object) -> Artefact:
        """Return the model of such parts, checked."""

    def model_parts(self, model: Handle) -> Any:
        """Return a model in parts, unchecked."""


class ModelReader:
    """The fixture `models`: reads the models of one submission.

    Models of one form, in layers and compile settings, are described once a submission.
    """

    def __init__(self, student: Hands, describe: Callable[[Artefact], ModelFacts]) -> None:
        self._student, self._describe = student, describe

    def read(self, handle: Any, *, stated: Callable[[bool], str] | None = None) -> Model:
        """Return the model behind a handle that a student's function returned.

        Args:
            handle: what the function returned.
            stated: gives the layers that a model of a class of the student's own is taken for, with
                its own weights, as Keras' JSON; it is told whether the loss takes logits. What
                such a model does (`is_own`) is to be proved by what it predicts.

        Raises:
            ModelRefused: it is no model, or none that can be judged.
        """
        parts = self._student.model_parts(handle)
        try:
            return self.of(self._student.artefact_from(parts))
        except ModelRefused as refused:
            if stated is None or refused.reason != "own_model":
                raise
        logits = '"from_logits": true' in str(parts.get("compile"))
        claimed = {**parts, "architecture": stated(logits)}
        return self.of(self._student.artefact_from(claimed), is_own=True)

    def of(self, artefact: Artefact, *, is_own: bool = False) -> Model:
        """Return the model of an artefact, such as the reference's.

        Raises:
            CheckFailed: a student's model cannot be rebuilt.
        """
        return Model(artefact, self._describe(artefact), is_own)


def working_layers(model: Model) -> list[Layer]:
    """Return the layers that compute something; activation layers count to the one before them.

    Inputs, and layers that only reshape (Flatten, Reshape), are left out.

    Args:
        model: as `models.read` returns it.

    Raises:
        CheckFailed: an activation layer has nothing before it.
    """
    layers: list[Layer] = []
    for facts in model.facts.layers:
        own = activation_alone(facts)
        if own is not None:
            fits = bool(layers) and not layers[-1].activation
            check(fits, say("models.lone_activation", name=facts.name))
            layers[-1] = Layer(layers[-1].kind, layers[-1].facts, _unless_linear(own))
        elif facts.class_name not in _SHAPERS:
            layers.append(Layer(facts.class_name, facts, _unless_linear(facts.activation)))
    return layers


def activation_alone(facts: LayerFacts) -> str | None:
    """Return the activation of a layer that is nothing else, or None.

    Args:
        facts: one of `model.facts.layers`.

    Returns:
        "relu" for `Activation("relu")` and `ReLU()`; None for a layer that computes more.
    """
    if facts.class_name == "Activation":
        return facts.activation
    return _ACTIVATION_LAYERS.get(facts.class_name)


def _unless_linear(activation: str) -> str:
    return "" if activation == "linear" else activation


def layers_text(layers: Iterable[Layer]) -> str:
    """Return layers in words, for a message: "Dense 256 relu, Dense 10 softmax".

    Args:
        layers: as `working_layers` returns them; "no layers" where there are none.
    """
    return ", ".join(map(str, layers)) or say("models.no_layers")


def shape_text(shape: Shapes) -> str:
    """Return a shape, or those of several outputs, in words: "(n, 20) and (n, 20)".

    Args:
        shape: sizes with None for the batch, as in `model.facts.output_shape`.
    """
    if any(isinstance(part, tuple) for part in shape):
        return say("models.and").join(shape_text(part) for part in shape if isinstance(part, tuple))
    return f"({', '.join('n' if size is None else str(size) for size in shape)})"
