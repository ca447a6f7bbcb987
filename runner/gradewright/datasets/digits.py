"""Bring scikit-learn's handwritten digits into the shapes of MNIST and of the cat images.

They are 1,797 real digits of 8x8 pixels in 0..16. The first 1,437 are for training.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import numpy as np
import numpy.typing as npt

Images = npt.NDArray[np.uint8]
Labels = npt.NDArray[np.int64]

TRAIN = 1437
_INK, _SIDE = 20, 28
_ONE = 256  # the weights of the enlargement are whole numbers of 256ths: sums of them are exact


def small_digits() -> tuple[npt.NDArray[np.float64], Labels]:
    """Return images (1797, 8, 8) in 0..16 and labels 0..9."""
    table = _table()
    return table[:, :64].reshape(-1, 8, 8), table[:, 64].astype(np.int64)


def _table() -> npt.NDArray[np.float64]:
    """Return a row of 64 pixels and a label for each digit.

    scikit-learn's file is read as it lies there, if it does: importing the package takes a second.
    """
    package = find_spec("sklearn")
    for place in (package.submodule_search_locations or ()) if package is not None else ():
        file = Path(place) / "datasets" / "data" / "digits.csv.gz"
        if file.is_file():
            return np.loadtxt(file, delimiter=",")
    from sklearn.datasets import load_digits

    images, labels = load_digits(return_X_y=True)
    return np.column_stack([images, labels])


def mnist_like() -> tuple[Images, Labels]:
    """Return the digits as MNIST has them: (1797, 28, 28) uint8.

    A digit is enlarged to 20x20 by cubic interpolation, given strokes of full contrast, and its
    centre of mass is put into the middle.
    """
    small, labels = small_digits()
    weights = _cubic_weights(8, _INK)
    large = weights @ small.astype(np.int64) @ weights.T
    low, high = (16 * _ONE * _ONE * share // 100 for share in (20, 75))
    ink = np.clip((large - low) * 255 // (high - low), 0, 255)
    return np.stack([_centred(image) for image in ink]), labels


def cat_like() -> tuple[Images, Labels]:
    """Return 259 digits as the cat images are: (259, 64, 64, 3) uint8, label 1 for a zero."""
    small, labels = small_digits()
    small, labels = small[:TRAIN], labels[:TRAIN]
    order = np.argsort(labels != 0, kind="stable")
    zeros, others = order[:129], order[-130:]
    chosen = np.random.default_rng(0).permutation(np.concatenate([zeros, others]))
    large = np.kron(small[chosen] * (255 / 16), np.ones((1, 8, 8))).astype(np.uint8)
    return np.repeat(large[..., None], 3, axis=-1), (labels[chosen] == 0).astype(np.int64)


def _cubic_weights(old: int, new: int) -> npt.NDArray[np.int64]:
    """Return the matrix (new, old) of cubic (Catmull-Rom) interpolation, in 256ths."""
    weights = np.zeros((new, old), np.int64)
    for row in range(new):
        place = (2 * row + 1) * old / (2 * new) - 0.5
        first = int(np.floor(place)) - 1
        t = place - np.floor(place)
        cubic = (
            -0.5 * t + t**2 - 0.5 * t**3,
            1 - 2.5 * t**2 + 1.5 * t**3,
            0.5 * t + 2 * t**2 - 1.5 * t**3,
            -0.5 * t**2 + 0.5 * t**3,
        )
        for column, weight in enumerate(cubic, first):
            if 0 <= column < old:
                weights[row, column] = round(weight * _ONE)
    return weights


def _centred(ink: npt.NDArray[np.int64]) -> Images:
    """Return one digit (20, 20) in 28x28, its centre of mass in the middle as far as it fits."""
    line, mass = np.arange(_INK), ink.sum()
    row, column = (ink.sum(axis=1) @ line) // mass, (ink.sum(axis=0) @ line) // mass
    top, left = np.clip(_SIDE // 2 - np.array([row, column]), 0, _SIDE - _INK)
    image = np.zeros((_SIDE, _SIDE), np.uint8)
    image[top : top + _INK, left : left + _INK] = ink
    return image
