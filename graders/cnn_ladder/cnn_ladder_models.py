"""Readers for the models that a submission hands over."""

import json
from dataclasses import dataclass
from typing import Any

from gradewright.checks import check

# Layers that only bring the same numbers into another shape.
_SHAPERS = {"InputLayer", "Flatten", "Reshape"}
_ACTIVATION_LAYERS = {"ReLU": "relu", "Softmax": "softmax"}


@dataclass(frozen=True)
class Model:
    """A model that was handed over: the artefact, and what the evaluator says about it."""

    artefact: Any
    facts: Any

    @property
    def configs(self):
        """Return the checked settings of every layer by the layer's name."""
        layers = json.loads(self.artefact.architecture)["config"].get("layers", [])
        return {layer["config"].get("name"): layer["config"] for layer in layers}


@dataclass(frozen=True)
class Layer:
    """A layer that does something: its class, its facts, and its activation wherever it stood."""

    kind: str
    facts: Any
    activation: str

    def __str__(self):
        """Return the layer in words: "Dense 128 relu"."""
        sizes = [self.setting(name, "") for name in ("units", "filters", "rate")]
        size = next((size for size in sizes if size != ""), "")
        return " ".join(str(word) for word in (self.kind, size, self.activation) if word != "")

    def setting(self, name, default=None):
        """Return a setting of the layer."""
        return self.facts.config.get(name, default)

    def pair(self, name):
        """Return a setting for height and width as a tuple of two, if it is one."""
        value = self.setting(name)
        return (value, value) if isinstance(value, int) else tuple(value or ())


def hand_over(student, bench, kept, handle):
    """Return the model behind a handle, read by the evaluator.

    Models of one architecture and compile settings are described once a question.

    Raises:
        CheckFailed: it is no model, or none that can be judged.
    """
    artefact = student.artefact(handle)
    return Model(artefact, kept.once(artefact.form, lambda: bench.evaluator.describe(artefact)))


def working_layers(model):
    """Return the layers that compute something; activation layers count to the one before them.

    Raises:
        CheckFailed: an activation layer has nothing before it.
    """
    layers = []
    for facts in model.facts.layers:
        own = activation_alone(facts)
        if own is not None:
            fits = layers and not layers[-1].activation
            check(fits, f"An activation layer ({facts.name}) has no layer that it belongs to.")
            layers[-1] = Layer(layers[-1].kind, layers[-1].facts, own)
        elif facts.class_name not in _SHAPERS:
            layers.append(Layer(facts.class_name, facts, _activation_of(facts)))
    return layers


def activation_alone(facts):
    """Return the activation of a layer that is nothing else, or None."""
    if facts.class_name == "Activation":
        return facts.activation
    return _ACTIVATION_LAYERS.get(facts.class_name)


def _activation_of(facts):
    return "" if facts.activation == "linear" else facts.activation


def compile_settings(artefact):
    """Return the checked compile settings.

    Raises:
        CheckFailed: the model is not compiled.
    """
    cause = "`model.compile(...)` is missing before `return`."
    check(artefact.compiled, artefact.uncompiled, cause)
    return json.loads(artefact.compiled)


def optimizer_of(artefact):
    """Return the optimizer's class in small letters, and its settings.

    Raises:
        CheckFailed: the model is not compiled.
    """
    optimizer = compile_settings(artefact).get("optimizer")
    if isinstance(optimizer, dict):
        return str(optimizer.get("class_name", "")).lower(), optimizer.get("config", {})
    return str(optimizer or "").lower(), {}
