"""A perceptron in NumPy: what each step of plain gradient descent must do to the weights.

The grader's own arithmetic, so that training is judged step by step without training anything in
Keras. Images are (n, 28, 28), labels (n,), everything in float64.
"""

from dataclasses import dataclass, replace

import numpy as np
from printed import UNITS

from gradewright.graders import check, working_layers

CLASSES = UNITS[-1]
# The arithmetic on a hidden layer takes memory by the square of its units.
_WIDEST = 20 * UNITS[0]
_TINY = 1e-7


def _sigmoid(z):
    return 1 / (1 + np.exp(-np.clip(z, -500, 500)))


# Name -> (function of z, derivative as a function of z).
_ACTIVATIONS = {
    "linear": (lambda z: z, np.ones_like),
    "relu": (lambda z: np.maximum(z, 0), lambda z: (z > 0).astype(float)),
    "tanh": (np.tanh, lambda z: 1 - np.tanh(z) ** 2),
    "sigmoid": (_sigmoid, lambda z: _sigmoid(z) * (1 - _sigmoid(z))),
}
HIDDEN = tuple(_ACTIVATIONS)
OUTPUTS = ("softmax", "sigmoid", "linear")


def _softmax(z):
    powers = np.exp(z - z.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


@dataclass(frozen=True)
class Perceptron:
    """Dense layers: `weights` alternates kernels (in, out) and biases (out,).

    `activations` names those of the hidden layers and `output` that of the last, which Keras' loss
    looks behind: training is that of softmax on the last layer's z, whatever `output` is.
    """

    weights: tuple[np.ndarray, ...]
    activations: tuple[str, ...]
    output: str
    learning_rate: float

    def forward(self, x):
        """Return the inputs of each layer and each layer's z."""
        inputs, sums = [x.reshape(len(x), -1).astype(np.float64)], []
        layers = list(zip(self.weights[::2], self.weights[1::2], strict=True))
        for at, (kernel, bias) in enumerate(layers):
            sums.append(inputs[-1] @ kernel + bias)
            if at < len(self.activations):
                inputs.append(_ACTIVATIONS[self.activations[at]][0](sums[-1]))
        return inputs, sums

    def outputs(self, x):
        """Return what the model gives for images: (n, 10)."""
        z = self.forward(x)[1][-1]
        return {"linear": z, "sigmoid": _sigmoid(z)}.get(self.output, _softmax(z))

    def answers(self, x):
        """Return the place of the largest output of each image, (n,)."""
        return self.forward(x)[1][-1].argmax(axis=1)

    def losses(self, x):
        """Return the cross-entropy of each image for each label that it might have, (n, 10)."""
        return -np.log(np.clip(_softmax(self.forward(x)[1][-1]), _TINY, 1))

    def loss(self, x, y):
        """Return the mean cross-entropy."""
        return float(self.losses(x)[np.arange(len(y)), y].mean())

    def accuracy(self, x, y):
        """Return the share of images whose largest output is their label's."""
        return float((self.outputs(x).argmax(axis=1) == y).mean())

    def step(self, x, y):
        """Return the perceptron after one step of gradient descent on these images."""
        inputs, sums = self.forward(x)
        flowing = (_softmax(sums[-1]) - np.eye(sums[-1].shape[1])[y]) / len(y)
        gradients = []
        for at in reversed(range(len(sums))):
            gradients[:0] = [inputs[at].T @ flowing, flowing.sum(axis=0)]
            if at:
                slope = _ACTIVATIONS[self.activations[at - 1]][1](sums[at - 1])
                flowing = (flowing @ self.weights[2 * at].T) * slope
        moved = (
            value - self.learning_rate * gradient
            for value, gradient in zip(self.weights, gradients, strict=True)
        )
        return replace(self, weights=tuple(moved))

    def steps(self, x, y, count):
        """Return the perceptron before, and after each of `count` steps on all these images."""
        way = [self]
        for _ in range(count):
            way.append(way[-1].step(x, y))
        return way


def distance(one, other):
    """Return the largest difference between two lists of weights."""
    return max(float(np.abs(a - b).max()) for a, b in zip(one, other, strict=True))


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
