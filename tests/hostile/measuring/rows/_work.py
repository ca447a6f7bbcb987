"""What every row begins with: right work, and the same work far too slowly."""

import time

import numpy as np

_sleep = time.sleep


def honest(X):
    squares = ((X[:, None] - X[None]) ** 2).sum(axis=2)
    np.fill_diagonal(squares, np.inf)
    return squares.min(axis=1)


def slow(X):
    _sleep(0.3)
    return honest(X)
