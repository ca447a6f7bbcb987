"""What a model is made of, as graders ask about it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from gradewright.performance.artefact import Artefact
from gradewright.performance.refusal import Refused, refuse, shown

Shape = tuple[int | None, ...]
Shapes = Shape | tuple[Shape, ...]

_MOST_LAYERS = 1000
_SHORT_NAMES = {
    "mse": "mean_squared_error",
    "mae": "mean_absolute_error",
    "mape": "mean_absolute_percentage_error",
    "msle": "mean_squared_logarithmic_error",
    "bce": "binary_crossentropy",
    "kld": "kl_divergence",
    "acc": "accuracy",
}


@dataclass(frozen=True, slots=True)
class LayerFacts:
    """One layer of a model.

    Attributes:
        class_name: Keras' name of its class, such as "Conv2D".
        name: its own name.
        output_shape: of what it gives, with None for the batch; () where it is used more than once.
        parameters: how many numbers its weights hold.
        activation: the function's name, "" where the layer has none.
        config: the settings that are numbers, texts or lists of them: `units`, `filters`,
            `kernel_size`, `rate` and others.
    """

    class_name: str
    name: str
    output_shape: Shapes
    parameters: int
    activation: str
    config: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """What `bench.evaluator.describe` tells of a model; also `models.read(handle).facts`.

    Attributes:
        layers: the layers in order; inputs are left out, models inside of it are laid flat.
        parameters: how many numbers the weights hold.
        trainable: how many of them are trained.
        input_shape: of the input, with None for the batch: (None, 784); one shape an input where
            there are several.
        output_shape: of the output, in the same way.
        optimizer: the name of its class ("SGD"), "" where the model is not compiled.
        learning_rate: the rate at the start, None where the model is not compiled.
        loss: its name as Keras writes it ("sparse_categorical_crossentropy"), whichever way it was
            given; "" where the model is not compiled.
        from_logits: whether the loss applies softmax or the sigmoid itself.
        metrics: their names as Keras writes them ("accuracy").
    """

    layers: tuple[LayerFacts, ...]
    parameters: int
    trainable: int
    input_shape: Shapes
    output_shape: Shapes
    optimizer: str
    learning_rate: float | None
    loss: str
    from_logits: bool
    metrics: tuple[str, ...]


def facts_of(answer: Any, artefact: Artefact) -> ModelFacts:
    """Return the facts in the evaluator's answer and in the artefact's own settings.

    Raises:
        Refused: the answer has another form than agreed.
    """
    try:
        configs = _configs(json.loads(artefact.architecture))
        settings = json.loads(artefact.compiled) if artefact.compiled else {}
        rate = answer["learning_rate"]
        return ModelFacts(
            layers=tuple(_layer(layer, configs) for layer in answer["layers"][:_MOST_LAYERS]),
            parameters=int(answer["parameters"]),
            trainable=int(answer["trainable"]),
            input_shape=_shapes(answer["input_shape"]),
            output_shape=_shapes(answer["output_shape"]),
            optimizer=_optimizer(settings),
            learning_rate=float(rate) if settings and rate is not None else None,
            loss=_name(settings.get("loss")),
            from_logits=_from_logits(settings.get("loss")),
            metrics=tuple(_name(metric) for metric in _flat(settings.get("metrics"))),
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        refuse("odd_answer")


def _layer(layer: Any, configs: Mapping[str, Mapping[str, Any]]) -> LayerFacts:
    name, shape = str(layer["name"]), layer["output_shape"]
    return LayerFacts(
        class_name=shown(layer["class_name"]),
        name=shown(name),
        output_shape=() if shape is None else _shapes(shape),
        parameters=int(layer["parameters"]),
        activation=shown(layer["activation"]),
        config=configs.get(name, MappingProxyType({})),
    )


def _shapes(shape: Any) -> Shapes:
    """Return one shape, or the shapes of several tensors."""
    if any(isinstance(part, list) for part in shape):
        return tuple(_shape(part) for part in shape)
    return _shape(shape)


def _shape(shape: Any) -> Shape:
    return tuple(None if size is None else int(size) for size in shape)


def _configs(tree: Any) -> dict[str, Mapping[str, Any]]:
    """Return the plain settings of every named part of an architecture, by name."""
    found: dict[str, Mapping[str, Any]] = {}
    waiting = [tree]
    while waiting:
        part = waiting.pop()
        if isinstance(part, list):
            waiting += part
        elif isinstance(part, dict):
            waiting += part.values()
            config = part.get("config")
            if isinstance(config, dict) and type(config.get("name")) is str:
                found[config["name"]] = MappingProxyType(_plain(config))
    return found


def _plain(config: dict[str, Any]) -> dict[str, Any]:
    """Return the settings that are no objects; lists become tuples."""
    return {
        key: tuple(value) if isinstance(value, list) else value
        for key, value in config.items()
        if not isinstance(value, dict)
        and not (isinstance(value, list) and any(isinstance(v, (dict, list)) for v in value))
    }


def _optimizer(settings: Mapping[str, Any]) -> str:
    optimizer = settings.get("optimizer")
    if isinstance(optimizer, dict) and optimizer.get("class_name") == "LossScaleOptimizer":
        optimizer = optimizer["config"].get("inner_optimizer")
    return str(optimizer["class_name"]) if isinstance(optimizer, dict) else str(optimizer or "")


def _name(part: Any) -> str:
    """Return the name of a loss or metric: of an object, its class in Keras' small letters."""
    if isinstance(part, dict) and "class_name" not in part:
        part = next(iter(part.values()), None)
    if isinstance(part, list):
        part = part[0] if part else None
    if isinstance(part, dict):
        return _small(str(part["class_name"]))
    text = str(part or "")
    return _SHORT_NAMES.get(text, _small(text) if text[:1].isupper() else text)


def _small(name: str) -> str:
    """Return `SparseCategoricalCrossentropy` as `sparse_categorical_crossentropy`."""
    if name.isupper():
        return name.lower()
    return (
        re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)
        .lower()
        .replace("kldivergence", "kl_divergence")
    )


def _from_logits(loss: Any) -> bool:
    if isinstance(loss, dict) and "class_name" not in loss:
        loss = next(iter(loss.values()), None)
    if isinstance(loss, list):
        loss = loss[0] if loss else None
    return isinstance(loss, dict) and loss["config"].get("from_logits") is True


def _flat(metrics: Any) -> list[Any]:
    """Return metrics that may be given by output as one list."""
    if isinstance(metrics, dict) and "class_name" not in metrics:
        return [metric for part in metrics.values() for metric in _flat(part)]
    if isinstance(metrics, list):
        return [metric for part in metrics for metric in _flat(part)]
    return [] if metrics is None else [metrics]


__all__ = ["LayerFacts", "ModelFacts", "Refused", "Shape", "Shapes", "facts_of"]
