"""A handed-over network in NumPy: what its weights give, with neither dropout nor noise.

The grader's own arithmetic, so that a student's weights are judged without training or compiling
anything. Only chains of the layers that the rungs are made of are known.
"""

import numpy as np
from cases import reference_module

from gradewright.graders import activation_alone, check

_TINY = 1e-7
_AT_ONCE = 16
_NOTHING = {"Dropout", "Flatten", "Reshape"}
_STEPS = {}


def probabilities(model, x):
    """Return the probabilities (n, 10) that a model's weights give for images.

    Raises:
        CheckFailed: the model has a layer that no rung has.
    """
    parts = [x[start : start + _AT_ONCE] for start in range(0, len(x), _AT_ONCE)]
    return np.concatenate([_probabilities(model, part) for part in parts])


def _probabilities(model, x):
    weights, values = iter(model.artefact.weights), x.astype(np.float32)
    for facts in model.facts.layers:
        own = activation_alone(facts)
        if own is None and facts.class_name not in _NOTHING:
            values = _apply(facts, values, weights)
        values = _activated(values, own if own is not None else facts.activation)
    shares = _activated(values, "softmax") if model.facts.from_logits else values
    right = shares.shape == (len(x), 10) and np.isfinite(shares).all()
    check(right, "The network's outputs are not ten numbers for each image.")
    return shares.astype(np.float64)


def losses(model, x, y):
    """Return the cross-entropy of each image, (n,)."""
    shares = probabilities(model, x)[np.arange(len(y)), y]
    return -np.log(np.clip(shares, _TINY, 1))


def _apply(facts, values, weights):
    """Return what a layer with weights or windows makes of its inputs."""
    step = _STEPS.get(facts.class_name)
    problem = f"The model has a layer ({facts.class_name}) that the rungs do not have."
    check(step is not None, problem, "see the failed tests of build_rung first.")
    return step(facts.config, values, weights)


def _dense(config, values, weights):
    values = values.reshape(len(values), -1) @ next(weights)
    return values + next(weights) if config.get("use_bias", True) else values


def _convolution(config, values, weights):
    kernel = next(weights)
    bias = next(weights) if config.get("use_bias", True) else np.zeros(kernel.shape[-1], "float32")
    solution = reference_module()
    return solution.conv2d_forward(values, kernel, bias, config["strides"], config["padding"])


def _pooling(config, values, _weights):
    solution = reference_module()
    size, stride = config["pool_size"], config["strides"]
    return solution.max_pool2d(values, size, stride, config["padding"]).astype(np.float32)


def _normalisation(config, values, weights):
    scale = next(weights) if config.get("scale", True) else 1
    shift = next(weights) if config.get("center", True) else 0
    mean, variance = next(weights), next(weights)
    return (values - mean) / np.sqrt(variance + config.get("epsilon", 1e-3)) * scale + shift


def _activated(values, name):
    """Return an activation's values."""
    if name == "relu":
        return np.maximum(values, 0)
    if name == "softmax":
        powers = np.exp(values - values.max(axis=-1, keepdims=True))
        return powers / powers.sum(axis=-1, keepdims=True)
    known = name in ("", "linear")
    check(known, f"The model has an activation ({name}) that the rungs do not have.")
    return values


_STEPS.update(
    Dense=_dense, Conv2D=_convolution, MaxPooling2D=_pooling, BatchNormalization=_normalisation
)
