"""The records of this room: a data set, what its real files hold, and what is at hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Images = npt.NDArray[Any]
Labels = npt.NDArray[np.int64]
Parts = tuple[Images, npt.NDArray[Any], Images, npt.NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Dataset:
    """Images and labels, split for training and testing; the arrays cannot be written to.

    Attributes:
        name: what the images really are, in words.
        key: the short name that budgets and thresholds are stated by; a stand-in has another key
            than what it stands for.
        stand_in: whether the real files are not here.
        x_train: (n, height, width) or (n, height, width, channels), uint8; those of `digits` are
            floats.
        y_train: (n,) int64.
        x_test: as `x_train`.
        y_test: as `y_train`.
        class_names: what each label means.
    """

    name: str
    key: str
    stand_in: bool
    x_train: Images
    y_train: Labels
    x_test: Images
    y_test: Labels
    class_names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Original:
    """What the real files of a data set hold: `counts` are images of each class.

    `first_pixels` are the first values of the first training and test image, where only they tell
    the published images from altered copies.
    """

    key: str
    title: str
    shape: tuple[int, ...]
    class_names: tuple[str, ...]
    train_counts: tuple[int, ...]
    test_counts: tuple[int, ...]
    first_pixels: tuple[tuple[int, ...], tuple[int, ...]] | None = None


@dataclass(frozen=True, slots=True)
class Available:
    """Where a data set would come from now: a path, or "" for a stand-in or scikit-learn.

    `problem` says why loading would fail as things stand, "" where nothing is known to be wrong.
    """

    name: str
    what: str
    stand_in: bool
    where: str
    problem: str
