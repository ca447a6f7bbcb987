"""A perceptron in NumPy: what each step of plain gradient descent must do to the weights.

The grader's own arithmetic, so that training is judged step by step without training anything in
Keras. Images are (n, 28, 28), labels (n,), everything in float64.
"""

from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

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

    def orders(self, x, y, batch_size):
        """Return the perceptrons after one epoch, for every way to cut the images into batches.

        Only for a handful of images: the ways are many.
        """

        def go_on(current, left):
            if not left:
                return [current]
            found = []
            for batch in combinations(sorted(left), min(batch_size, len(left))):
                chosen = list(batch)
                found += go_on(current.step(x[chosen], y[chosen]), left - set(batch))
            return found

        return go_on(self, frozenset(range(len(y))))


def distance(one, other):
    """Return the largest difference between two lists of weights."""
    return max(float(np.abs(a - b).max()) for a, b in zip(one, other, strict=True))
