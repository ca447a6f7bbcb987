"""Returns NaN, infinities, numbers beyond all types, and arrays of them."""

import numpy as np


def total(x):
    return float("nan")


def shift(x):
    return np.full(len(x), np.inf)


def summary(x):
    return {"n": 10**9000, "is": float("-inf")}
