"""A training that a learning curve is drawn of: its validation loss falls first and rises then."""

import numpy as np
from images import DIGITS, fresh_examples

EPOCHS = 6
IMAGES = 12
_VALIDATION = 6
# The best epoch's loss is to be lower than all others by so much: most drawn data have that.
_CLEAR = 0.1
_MOST_DRAWS = 6


def clear_training(rng, start):
    """Return data to train and validate with, and the training's way, with a clear best epoch."""
    found = _training(rng, start)
    for _ in range(_MOST_DRAWS - 1):
        if found[0] >= _CLEAR:
            break
        found = max(found, _training(rng, start), key=lambda one: one[0])
    return found[1:]


def _training(rng, start):
    """Return how clear the best epoch is, data to train and validate with, the training's way."""
    x, y = fresh_examples(rng, IMAGES)
    y[: IMAGES // 2] = y[0]
    way = start.steps(x, y, EPOCHS)
    margin, validation = _turning(way, x)
    return margin, (x, y), validation, way


def _turning(way, x):
    """Return validation data whose loss is lowest in neither the first nor the last two epochs.

    They are training images with such labels, right or wrong, that first become likelier and then
    less likely. The number before tells by how much the best epoch is better than all others.
    """
    table = np.array([perceptron.losses(x).ravel() for perceptron in way[1:]])
    best = (-np.inf, None)
    for epoch in range(1, EPOCHS - 2):
        rises = np.delete(table, epoch, axis=0).min(axis=0) - table[epoch]
        chosen = np.argsort(rises)[-_VALIDATION:]
        losses = table[:, chosen].mean(axis=1)
        margin = np.delete(losses, epoch).min() - losses[epoch]
        best = max(best, (margin, chosen), key=lambda found: found[0])
    images, labels = np.divmod(best[1], DIGITS)
    return best[0], (x[images], labels)
