"""A perceptron in NumPy: what each step of plain gradient descent must do to the weights.

The grader's own arithmetic, so that training is judged step by step without training anything in
Keras. Images are (n, 28, 28), labels (n,), everything in float64.
"""

from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

_TINY = 1e-7
# `reading_brightness`: how steep the parabola is, and the mean pixel at its lowest point.
_STEEP = 40
_MIDDLE = 0.25


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


def _ridge(features, values):
    """Return coefficients that give the values nearly, and are small, so that rounding is, too."""
    gram = features.T @ features + 1e-3 * len(features) * np.eye(features.shape[1])
    return np.linalg.solve(gram, features.T @ values)


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

    def reading_brightness(self, images, bands, rng):
        """Return a perceptron of this shape whose answer tells how bright an image is.

        The last layer is fitted to `images` (n, 28, 28), prepared and of all brightnesses, and the
        others are drawn. `bands` has ten mean pixels: the images that each output is to win for;
        an output that is never to win has one out of reach. The outputs, before softmax, are
        tangents of a parabola over the mean pixel: the largest is that which touches it nearest.
        """
        kernels = [rng.normal(0, np.sqrt(2 / len(k)), k.shape) for k in self.weights[:-2:2]]
        biases = [rng.normal(0, 0.3, bias.shape) for bias in self.weights[1:-2:2]]
        hidden = tuple(array for pair in zip(kernels, biases, strict=True) for array in pair)
        features = replace(self, weights=hidden + self.weights[-2:]).forward(images)[0][-1]
        features = np.column_stack([features, np.ones(len(images))])
        reader = _ridge(features, images.mean(axis=(1, 2)) - _MIDDLE)
        touching = np.asarray(bands) - _MIDDLE
        slopes = 2 * _STEEP * touching
        last = np.outer(reader[:-1], slopes), slopes * reader[-1] - _STEEP * touching**2
        return replace(self, weights=hidden + last)

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
