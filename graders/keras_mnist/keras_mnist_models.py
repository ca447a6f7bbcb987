"""Readers for the models that a submission hands over."""

import json
import re
from dataclasses import dataclass
from typing import Any

import numpy as np
from keras_mnist_perceptron import HIDDEN, OUTPUTS, Perceptron

from gradewright.checks import check
from gradewright.performance.refusal import ModelRefused

CLASSES = 10
UNITS = (256, 128, CLASSES)
# The arithmetic on a hidden layer takes memory by the square of its units.
_WIDEST = 20 * UNITS[0]
_RATE = r'"learning_rate": [-+.e\d]+'
# Layers that only bring the same numbers into another shape.
_SHAPERS = {"InputLayer", "Flatten", "Reshape"}
_ACTIVATION_LAYERS = {"ReLU": "relu", "Softmax": "softmax"}


@dataclass(frozen=True)
class Model:
    """A model that was handed over: the artefact, and what the evaluator says about it.

    `is_own`: of a class of the student's, so that the layers are only claimed.
    """

    artefact: Any
    facts: Any
    is_own: bool = False

    @property
    def weights(self):
        """Return the weights as float64 arrays."""
        return tuple(np.asarray(array, dtype=np.float64) for array in self.artefact.weights)

    @property
    def optimizer(self):
        """Return the settings of the optimizer, {} where there are none."""
        optimizer = json.loads(self.artefact.compiled or "{}").get("optimizer")
        return optimizer.get("config", {}) if isinstance(optimizer, dict) else {}

    @property
    def learning_rate(self):
        """Return the learning rate, 0 where it is no fixed number."""
        rate = self.optimizer.get("learning_rate", self.facts.learning_rate)
        return float(rate) if isinstance(rate, (int, float)) else 0.0


@dataclass(frozen=True)
class Layer:
    """A layer that does something: its class, its facts, and its activation wherever it stood."""

    kind: str
    facts: Any
    activation: str

    def __str__(self):
        """Return the layer in words: "Dense 256 relu"."""
        size = self.setting("units", self.setting("filters", ""))
        return " ".join(str(word) for word in (self.kind, size, self.activation) if word != "")

    def setting(self, name, default=None):
        """Return a setting of the layer."""
        return self.facts.config.get(name, default)

    def pair(self, name):
        """Return a setting for height and width as a tuple of two, if it is one."""
        value = self.setting(name)
        return (value, value) if isinstance(value, int) else tuple(value or ())


class Models:
    """Reads the models of one submission: they are handed over, and described by the evaluator.

    Models of one form, in layers and compile settings, are described once.
    """

    def __init__(self, student, bench, described):
        self._student, self._bench, self._described = student, bench, described

    def read(self, handle):
        """Return the model behind a handle.

        Raises:
            CheckFailed: it is no model, or none that can be judged.
        """
        return self._model(self._student.artefact(handle))

    def read_any(self, handle):
        """Return a model as `read` does, one of a class of the student's own as the stated MLP.

        Such a model cannot be rebuilt. It is taken for the stated layers with its own weights,
        which is to be proved by what it predicts.

        Raises:
            CheckFailed: it is no model, or its weights are not those of the stated layers.
        """
        try:
            return self.read(handle)
        except ModelRefused as refused:
            if refused.reason != "own_model":
                raise
        parts = self._student.model_parts(handle)
        check(isinstance(parts, dict), "The model cannot be read.")
        claimed = {**parts, "architecture": _stated_layers(parts)}
        return self._model(self._student.artefact_from(claimed), True)

    def _model(self, artefact, is_own=False):
        facts = self._described.once(
            _form(artefact), lambda: self._bench.evaluator.describe(artefact)
        )
        return Model(artefact, facts, is_own)


def _stated_layers(parts):
    """Return the architecture of the statement's perceptron as Keras' JSON."""
    logits = '"from_logits": true' in str(parts.get("compile"))
    sizes = zip(UNITS, ("relu", "relu", "linear" if logits else "softmax"), strict=True)
    dense = [
        _json_layer("Dense", f"dense_of_{units}", units=units, activation=name)
        for units, name in sizes
    ]
    shape = _json_layer("InputLayer", "images", batch_shape=[None, 28, 28], dtype="float32")
    layers = [shape, _json_layer("Flatten", "flatten"), *dense]
    config = {"name": "perceptron", "layers": layers}
    model = {"module": "keras", "class_name": "Sequential", "config": config}
    return json.dumps(model | {"build_config": {"input_shape": [None, 28, 28]}})


def _json_layer(kind, name, **settings):
    return {"module": "keras.layers", "class_name": kind, "config": {"name": name, **settings}}


def _form(artefact):
    """Return what models share that differ in learning rate and weights."""
    shapes = tuple(array.shape for array in artefact.weights)
    return re.sub(_RATE, "", "".join(artefact.form)), shapes


def working_layers(model):
    """Return the layers that compute something; activation layers count to the one before them.

    Raises:
        CheckFailed: an activation layer has nothing before it.
    """
    layers = []
    for facts in model.facts.layers:
        own = _activation_alone(facts)
        if own is None and facts.class_name not in _SHAPERS:
            layers.append(Layer(facts.class_name, facts, _activation_of(facts)))
        elif own is not None:
            fits = layers and layers[-1].activation in ("", "linear")
            check(fits, f"An activation layer ({facts.name}) has no layer that it belongs to.")
            layers[-1] = Layer(layers[-1].kind, layers[-1].facts, own)
    return layers


def _activation_alone(facts):
    """Return the activation of a layer that is nothing else, or None."""
    if facts.class_name == "Activation":
        return facts.activation
    return _ACTIVATION_LAYERS.get(facts.class_name)


def _activation_of(facts):
    return facts.activation or ""


def of_kind(model, *kinds):
    """Return the working layers of these classes."""
    return [layer for layer in working_layers(model) if layer.kind in kinds]


def named(layers):
    """Return layers in words, for a message."""
    return ", ".join(map(str, layers)) or "none"


def perceptron_of(model, *, to_train=True):
    """Return the judge's own copy of a perceptron, which can be trained step by step.

    Raises:
        CheckFailed: the model is no chain of dense layers; or, where it is to be trained, its
            optimizer is not plain gradient descent.
    """
    layers = working_layers(model)
    plain = all(layer.kind == "Dense" and layer.setting("use_bias", True) for layer in layers)
    known = all(layer.activation in HIDDEN for layer in layers[:-1])
    known = known and bool(layers) and layers[-1].activation in OUTPUTS
    fits = plain and known and len(model.weights) == 2 * len(layers)
    fits = fits and model.weights[-1].shape == (CLASSES,)
    fits = fits and all(len(bias) <= _WIDEST for bias in model.weights[1::2])
    fits = fits and (is_plain_sgd(model) or not to_train)
    check(
        fits,
        "This is judged with the model of your build_mlp, which is not yet the one asked for.",
        "see the failed tests of build_mlp first.",
    )
    hidden = tuple(layer.activation for layer in layers[:-1])
    return Perceptron(model.weights, hidden, layers[-1].activation, model.learning_rate)


def is_plain_sgd(model):
    """Return whether the model is trained by gradient descent without momentum."""
    return model.facts.optimizer.lower() == "sgd" and not _momentum(model)


def _momentum(model):
    return any(model.optimizer.get(name) for name in ("momentum", "nesterov", "weight_decay"))
