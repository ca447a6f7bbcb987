"""Readers for the models that a submission hands over."""

import json

from keras_mnist_perceptron import HIDDEN, OUTPUTS, Perceptron

from gradewright.graders import ModelRefused, check, working_layers

CLASSES = 10
UNITS = (256, 128, CLASSES)
# The arithmetic on a hidden layer takes memory by the square of its units.
_WIDEST = 20 * UNITS[0]


class Models:
    """Reads the models of one submission: they are handed over, and described by the evaluator.

    Models of one form, in layers and compile settings, are described once.
    """

    def __init__(self, student, reader):
        self._student, self._reader = student, reader

    def read(self, handle):
        """Return the model behind a handle.

        Raises:
            CheckFailed: it is no model, or none that can be judged.
        """
        return self._reader.read(handle)

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
        return self._reader.of(self._student.artefact_from(claimed), is_own=True)


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


def of_kind(model, *kinds):
    """Return the working layers of these classes."""
    return [layer for layer in working_layers(model) if layer.kind in kinds]


def perceptron_of(model, *, to_train=True):
    """Return the judge's own copy of a perceptron, which can be trained step by step.

    Raises:
        CheckFailed: the model is no chain of dense layers; or, where it is to be trained, its
            optimizer is not plain gradient descent.
    """
    layers = working_layers(model)
    plain = all(layer.kind == "Dense" and layer.setting("use_bias", True) for layer in layers)
    activations = [layer.activation or "linear" for layer in layers]
    known = all(name in HIDDEN for name in activations[:-1])
    known = known and bool(layers) and activations[-1] in OUTPUTS
    fits = plain and known and len(model.weights) == 2 * len(layers)
    fits = fits and model.weights[-1].shape == (CLASSES,)
    fits = fits and all(len(bias) <= _WIDEST for bias in model.weights[1::2])
    fits = fits and (is_plain_sgd(model) or not to_train)
    check(
        fits,
        "This is judged with the model of your build_mlp, which is not yet the one asked for.",
        "see the failed tests of build_mlp first.",
    )
    return Perceptron(model.weights, tuple(activations[:-1]), activations[-1], model.learning_rate)


def is_plain_sgd(model):
    """Return whether the model is trained by gradient descent without momentum."""
    return model.facts.optimizer.lower() == "sgd" and not _momentum(model)


def _momentum(model):
    return any(model.optimizer.get(name) for name in ("momentum", "nesterov", "weight_decay"))
