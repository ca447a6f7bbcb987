"""Pictures in colour, drawn anew each time: float64 images of 32 by 32 pixels from 0 to 1."""

import numpy as np

_SIDE = 32


def two_pictures(rng):
    """Return pictures of fences, (2, 32, 32, 3): of posts, and of bars."""
    x = _grounds(rng, 2)
    for post in range(int(rng.integers(3, 6)), _SIDE, 8):
        x[0, 4:28, post : post + 2] = rng.uniform(0.7, 1, 3)
        x[1, post : post + 2, 4:28] = rng.uniform(0.7, 1, 3)
    return x


def flags(rng, count):
    """Return pictures of a flag on its pole, (count, 32, 32, 3); no two halves are alike."""
    x = _grounds(rng, count)
    for image in x:
        left, top = rng.integers(6, 12), rng.integers(3, 7)
        image[top:28, left : left + 2] = rng.uniform(0.6, 1, 3)
        for row in range(8):
            image[top + row, left + 2 : left + 14 - row] = rng.uniform(0.6, 1, 3)
    return x


def _grounds(rng, count):
    """Return dark grounds in one colour each, with a little noise; no pixel is black."""
    colours = rng.uniform(0.15, 0.4, (count, 1, 1, 3))
    return np.clip(colours + rng.normal(0, 0.02, (count, _SIDE, _SIDE, 3)), 0, 1)
