"""Find a data set: in the data folder, or as its embedded stand-in."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from gradewright.errors import UsageError

FOLDER_VARIABLE = "GRADEWRIGHT_DATA"


@dataclass(frozen=True, slots=True)
class Dataset:
    """Images and labels, split for training and testing.

    `x_*` are (n, height, width[, channels]), `y_*` (n,). `name` says what they really are.
    """

    name: str
    stand_in: bool
    x_train: npt.NDArray[Any]
    y_train: npt.NDArray[np.int64]
    x_test: npt.NDArray[Any]
    y_test: npt.NDArray[np.int64]


def load(name: str) -> Dataset:
    """Return a data set by name: `cats` or `digits`.

    The folder named by the environment variable GRADEWRIGHT_DATA is looked through first; see
    `docs/data.md` for its layout.

    Raises:
        UsageError: there is no such data set, or a file of it is damaged.
    """
    if name not in _LOADERS:
        raise UsageError(f"there is no data set {name!r}; known are: {', '.join(_LOADERS)}")
    return _load(name, os.environ.get(FOLDER_VARIABLE, ""))


@cache
def _load(name: str, folder: str) -> Dataset:
    return _LOADERS[name](Path(folder) if folder else None)


def _digits(_folder: Path | None) -> Dataset:
    """Return scikit-learn's handwritten digits: (n, 8, 8) in 0..16, labels 0..9."""
    from sklearn.datasets import load_digits

    images, labels = load_digits(return_X_y=True)
    images = images.reshape(-1, 8, 8)
    labels = labels.astype(np.int64)
    name = "scikit-learn digits"
    return Dataset(name, False, images[:1437], labels[:1437], images[1437:], labels[1437:])


def _cats(folder: Path | None) -> Dataset:
    """Return the cat images: (209 and 50, 64, 64, 3) uint8, labels 0 or 1."""
    home = folder / "catvnoncat" if folder is not None else None
    if home is None or not home.is_dir():
        return _cats_stand_in()
    x_train, y_train = _read_h5(home / "train_catvnoncat.h5", "train_set", 209)
    x_test, y_test = _read_h5(home / "test_catvnoncat.h5", "test_set", 50)
    return Dataset("cat images", False, x_train, y_train, x_test, y_test)


def _read_h5(file: Path, prefix: str, count: int) -> tuple[npt.NDArray[Any], npt.NDArray[np.int64]]:
    """Return images and labels of one of the two archives."""
    import h5py

    try:
        with h5py.File(file) as archive:
            images = np.asarray(archive[f"{prefix}_x"])
            labels = np.asarray(archive[f"{prefix}_y"]).astype(np.int64)
    except (OSError, KeyError) as error:
        raise UsageError(
            f"{file} is missing or damaged ({error}). Copy it again, or unset {FOLDER_VARIABLE} "
            "to grade with the stand-in."
        ) from error
    if images.shape != (count, 64, 64, 3) or labels.shape != (count,):
        raise UsageError(f"{file} holds images {images.shape}; ({count}, 64, 64, 3) are expected.")
    return images, labels


def _cats_stand_in() -> Dataset:
    """Return digits as 64x64x3 images, told apart as "zero or not", in the cats' numbers."""
    digits = _digits(None)
    order = np.argsort(digits.y_train != 0, kind="stable")
    zeros, others = order[:129], order[-130:]
    chosen = np.random.default_rng(0).permutation(np.concatenate([zeros, others]))
    small = digits.x_train[chosen] * (255 / 16)
    large = np.kron(small, np.ones((1, 8, 8))).astype(np.uint8)
    images = np.repeat(large[..., None], 3, axis=-1)
    labels = (digits.y_train[chosen] == 0).astype(np.int64)
    name = "scikit-learn digits as a stand-in for the cat images (zero or not)"
    return Dataset(name, True, images[:209], labels[:209], images[209:], labels[209:])


_LOADERS: dict[str, Callable[[Path | None], Dataset]] = {"cats": _cats, "digits": _digits}
