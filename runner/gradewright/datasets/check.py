"""Check arrays that came from files against what the published data set holds."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from gradewright.datasets.damage import damaged
from gradewright.datasets.records import Dataset, Images, Labels, Original, Parts
from gradewright.phrases import say


def checked(path: Path, original: Original, parts: Parts) -> Dataset:
    """Return the data set of four arrays read from `path`; labels become int64 (n,).

    Raises:
        UsageError: pixels or labels are of the wrong type, shape or range, or classes have the
            wrong number of images.
    """
    x_train, y_train, x_test, y_test = parts
    _check_images(path, "x_train", x_train, (sum(original.train_counts), *original.shape))
    _check_images(path, "x_test", x_test, (sum(original.test_counts), *original.shape))
    return frozen(
        Dataset(
            name=_name(original, x_train, x_test),
            key=original.key,
            stand_in=False,
            x_train=x_train,
            y_train=_labels(path, "y_train", y_train, original.train_counts),
            x_test=x_test,
            y_test=_labels(path, "y_test", y_test, original.test_counts),
            class_names=original.class_names,
        )
    )


def frozen(dataset: Dataset) -> Dataset:
    """Return the data set with its arrays closed for writing: graders share them."""
    for array in (dataset.x_train, dataset.y_train, dataset.x_test, dataset.y_test):
        array.setflags(write=False)
    return dataset


def _check_images(path: Path, part: str, images: Images, shape: tuple[int, ...]) -> None:
    if images.shape != shape or images.dtype != np.uint8:
        found = say("data.array", part=part, dtype=images.dtype, shape=images.shape)
        raise damaged(path, found, say("data.array", part=part, dtype="uint8", shape=shape))


def _labels(
    path: Path, part: str, labels: npt.NDArray[np.generic], counts: tuple[int, ...]
) -> Labels:
    """Return labels as int64 (n,), however they lie in the file."""
    n = sum(counts)
    if labels.shape not in {(n,), (n, 1), (1, n)} or labels.dtype.kind not in "iu":
        found = say("data.array", part=part, dtype=labels.dtype, shape=labels.shape)
        raise damaged(path, found, say("data.array", part=part, dtype="uint8", shape=(n,)))
    numbers = labels.reshape(n).astype(np.int64)
    low, high = int(numbers.min()), int(numbers.max())
    if low < 0 or high >= len(counts):
        found = say("data.labels", part=part, low=low, high=high)
        raise damaged(path, found, say("data.labels", part=part, low=0, high=len(counts) - 1))
    present = tuple(np.bincount(numbers, minlength=len(counts)).tolist())
    if present != counts:
        found = say("data.counts", part=part, counts=present)
        raise damaged(path, found, say("data.counts", part=part, counts=counts))
    return numbers


def _name(original: Original, x_train: Images, x_test: Images) -> str:
    """Return what to call the images: altered copies are not called by the published name."""
    if original.first_pixels is None:
        return original.title
    pairs = zip((x_train, x_test), original.first_pixels, strict=True)
    if all(tuple(images[0].ravel()[: len(first)]) == first for images, first in pairs):
        return original.title
    return say("data.altered", data=original.title)
