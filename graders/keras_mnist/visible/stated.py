"""The stated perceptron's layers: what a model of a class of the student's own is taken for."""

import json

from printed import UNITS


def stated_layers(logits):
    """Return the stated perceptron as Keras' JSON; without softmax where the loss takes logits."""
    sizes = zip(UNITS, ("relu", "relu", "linear" if logits else "softmax"), strict=True)
    dense = [
        _layer("Dense", f"dense_of_{units}", units=units, activation=name) for units, name in sizes
    ]
    shape = _layer("InputLayer", "images", batch_shape=[None, 28, 28], dtype="float32")
    layers = [shape, _layer("Flatten", "flatten"), *dense]
    config = {"name": "perceptron", "layers": layers}
    model = {"module": "keras", "class_name": "Sequential", "config": config}
    return json.dumps(model | {"build_config": {"input_shape": [None, 28, 28]}})


def _layer(kind, name, **settings):
    return {"module": "keras.layers", "class_name": kind, "config": {"name": name, **settings}}
