"""Where training leads: what the hidden checks of weights and outputs have in common."""

from dataclasses import replace
from itertools import combinations

import numpy as np
from images import DIGITS
from perceptron import distance
from reading import check_real

from gradewright.graders import check, check_shape

# Rounding, and the shortened products of GPUs, change a step by less than this share of it.
_STEP = 0.02
# The order of a few images changes less of where several steps lead, all weights together.
_NEAR = 0.45
# `reading_brightness`: how steep the parabola is, and the mean pixel at its lowest point.
_STEEP = 40
_MIDDLE = 0.25


def check_moved(before, after, expected, problem, cause=""):
    """Check that training moved the weights from `before` to where it must have.

    All three are lists of arrays.
    """
    same = [array.shape for array in after] == [array.shape for array in before]
    check(same, "Training changed the shapes of the model's weights.")
    moved = distance(expected, before)
    check(
        distance(after, before) > 1e-3 * moved,
        "Training changed no weight: the model is as it was before.",
        "the model is not trained, or a copy of it is.",
    )
    check(distance(after, expected) <= _STEP * moved + 1e-6, problem, cause)


def is_at(after, before, expected):
    """Return whether weights are where `expected` has them, but for rounding."""
    return distance(after, expected) <= _STEP * distance(expected, before) + 1e-6


def is_near(after, before, expected):
    """Return whether weights are where `expected` has them, but for the order of the images."""
    return _apart(after, expected) <= _NEAR * _apart(expected, before)


def _apart(one, other):
    """Return the Euclidean distance of two lists of weights."""
    return float(np.sqrt(sum(((a - b) ** 2).sum() for a, b in zip(one, other, strict=True))))


def check_outputs(got, count):
    """Return a model's outputs as finite float64 numbers (count, 10)."""
    outputs = check_shape(got, (count, DIGITS), name="the model's output")
    outputs = check_real(outputs, "The model's output")
    check(np.isfinite(outputs), "The model's output holds NaN or infinite values.")
    return outputs


def orders(perceptron, x, y, batch_size):
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

    return go_on(perceptron, frozenset(range(len(y))))


def reading_brightness(perceptron, images, bands, rng):
    """Return a perceptron of the same shape whose answer tells how bright an image is.

    The last layer is fitted to `images` (n, 28, 28), prepared and of all brightnesses, and the
    others are drawn. `bands` has ten mean pixels: the images that each output is to win for;
    an output that is never to win has one out of reach. The outputs, before softmax, are
    tangents of a parabola over the mean pixel: the largest is that which touches it nearest.
    """
    kernels = [rng.normal(0, np.sqrt(2 / len(k)), k.shape) for k in perceptron.weights[:-2:2]]
    biases = [rng.normal(0, 0.3, bias.shape) for bias in perceptron.weights[1:-2:2]]
    hidden = tuple(array for pair in zip(kernels, biases, strict=True) for array in pair)
    features = replace(perceptron, weights=hidden + perceptron.weights[-2:]).forward(images)[0][-1]
    features = np.column_stack([features, np.ones(len(images))])
    reader = _ridge(features, images.mean(axis=(1, 2)) - _MIDDLE)
    touching = np.asarray(bands) - _MIDDLE
    slopes = 2 * _STEEP * touching
    last = np.outer(reader[:-1], slopes), slopes * reader[-1] - _STEEP * touching**2
    return replace(perceptron, weights=hidden + last)


def _ridge(features, values):
    """Return coefficients that give the values nearly, and are small, so that rounding is, too."""
    gram = features.T @ features + 1e-3 * len(features) * np.eye(features.shape[1])
    return np.linalg.solve(gram, features.T @ values)


def check_spread(model):
    """Check that the initial weights are spread as Keras' default spreads them."""
    for kernel in model.weights[::2]:
        check(kernel.ndim == 2, "A layer's weights are no matrix.", "a layer is not dense.")
        check(
            np.ptp(kernel) > 0,
            f"The initial weights {kernel.shape} are all {kernel.flat[0]:g}.",
            "units that start equal stay equal: leave kernel_initializer out.",
        )
        limit = np.sqrt(6 / sum(kernel.shape))
        usual = 0.9 < np.abs(kernel).max() / limit < 1.01 and np.abs(kernel.mean()) < limit / 10
        check(
            usual,
            f"The initial weights {kernel.shape} are not spread as Keras' default spreads them.",
            "a kernel_initializer is given, or the model is trained already.",
        )


def check_between_classes(outputs, *, logits):
    """Check that outputs are probabilities; logits may be any numbers."""
    if logits:
        return
    sums = outputs.sum(axis=1)
    check(
        (outputs >= 0) & (np.abs(sums - 1) < 1e-3)[:, None],
        "The ten outputs of an image do not add up to 1, or some are negative.",
        "the last layer has no softmax.",
    )
