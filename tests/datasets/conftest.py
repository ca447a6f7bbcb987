"""A world without data, small data sets to write into it, and the real ones where they are."""

from __future__ import annotations

import gzip
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import h5py
import numpy as np
import pytest

from gradewright.datasets.originals import ORIGINALS
from gradewright.datasets.records import Original, Parts

REAL_FOLDER = os.environ.get("GRADEWRIGHT_TEST_DATA", "")


@pytest.fixture(autouse=True)
def _no_data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Neither a data folder nor a filled cache nor leave to download, whatever the machine has."""
    for variable in ("GRADEWRIGHT_DATA", "GRADEWRIGHT_DOWNLOAD"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """Return the folder of Keras' cache, empty."""
    folder = tmp_path / "keras" / "datasets"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the data folder, empty."""
    path = tmp_path / "data"
    path.mkdir()
    monkeypatch.setenv("GRADEWRIGHT_DATA", str(path))
    return path


@pytest.fixture
def real_folder(monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder that GRADEWRIGHT_DATA named when the tests began."""
    if not REAL_FOLDER:
        pytest.skip("GRADEWRIGHT_DATA names no folder of real data")
    if not Path(REAL_FOLDER).is_dir():
        pytest.skip(f"GRADEWRIGHT_DATA names {REAL_FOLDER}, which is absent")
    monkeypatch.setenv("GRADEWRIGHT_DATA", REAL_FOLDER)
    return Path(REAL_FOLDER)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], tuple[Original, Parts]]:
    """Return a function that makes a data set small: two training images a class, one test image.

    It returns what the files then have to hold, and such arrays.
    """

    def shrink(name: str) -> tuple[Original, Parts]:
        full = ORIGINALS[name]
        classes = len(full.class_names)
        original = replace(full, train_counts=(2,) * classes, test_counts=(1,) * classes)
        monkeypatch.setitem(ORIGINALS, name, original)
        rng = np.random.default_rng(1)
        x_train = rng.integers(0, 256, (2 * classes, *full.shape), np.uint8)
        x_test = rng.integers(0, 256, (classes, *full.shape), np.uint8)
        labels = np.arange(classes, dtype=np.uint8)
        return original, (x_train, rng.permutation(np.tile(labels, 2)), x_test, labels)

    return shrink


@pytest.fixture
def write() -> Callable[[str, Path, Parts], Path]:
    """Return a function that writes arrays into a folder in the layout of a data set."""
    return _write


def _write(name: str, folder: Path, parts: Parts) -> Path:
    if name == "fashion_mnist":
        return _write_idx(folder / "fashion-mnist", parts)
    if name == "cats":
        return _write_h5(folder / "catvnoncat", parts)
    x_train, y_train, x_test, y_test = parts
    path = folder / f"{name}.npz"
    np.savez(path, x_train=x_train, y_train=y_train, x_test=x_test, y_test=y_test)
    return path


def _write_idx(folder: Path, parts: Parts) -> Path:
    folder.mkdir()
    files = ("train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1")
    for name, array in zip(files, parts, strict=True):
        header = np.array([0x800 + array.ndim, *array.shape], ">u4").tobytes()
        (folder / f"{name}-ubyte.gz").write_bytes(gzip.compress(header + array.tobytes()))
    return folder


def _write_h5(folder: Path, parts: Parts) -> Path:
    folder.mkdir()
    for part, x, y in (("train", *parts[:2]), ("test", *parts[2:])):
        with h5py.File(folder / f"{part}_catvnoncat.h5", "w") as archive:
            archive[f"{part}_set_x"], archive[f"{part}_set_y"] = x, y
    return folder
