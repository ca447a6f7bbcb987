"""Returns values that are too large, too many or without end."""

import numpy as np


class Endless(list):
    def __iter__(self):
        while True:
            yield 1.0


def total(x):
    return np.zeros(20_000_000)


def shift(x):
    return [0.0] * 3_000_000


def summary(x):
    return {"n": Endless(), "is": "x" * 50_000_000}
