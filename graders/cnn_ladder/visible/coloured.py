"""Images of one colour each, and validation data that contradict the training data.

Their loss falls first and rises then, as some show colours that training never does. Images and
classes are drawn anew.
"""

import numpy as np

_COLOURS = np.array([[9, 1, 1], [1, 9, 1], [1, 1, 9], [9, 9, 1], [9, 1, 9]], np.float32) / 10


def coloured(rng, colours, count, names):
    """Return noisy images of one colour each, and what the colours are named."""
    chosen = np.resize(colours, count)
    noise = rng.normal(0, 0.25, (count, 32, 32, 3))
    x = np.clip(_COLOURS[chosen][:, None, None] + noise, 0, 1)
    return x.astype(np.float32), names[chosen]


def contradictory(rng):
    """Return 24 images with labels to train with, and 16 to validate with."""
    names = rng.permutation(10)
    known, unknown = (0, 1, 2), (3, 4)
    training = coloured(rng, known, 24, names)
    parts = coloured(rng, known, 14, names), coloured(rng, unknown, 2, names)
    return training, tuple(np.concatenate(pair) for pair in zip(*parts, strict=True))
