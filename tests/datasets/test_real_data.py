"""The real data, where GRADEWRIGHT_DATA names a folder that has them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from gradewright.datasets import available, load


def has(folder: Path, entry: str) -> None:
    """Skip the test where the folder lacks a data set."""
    if not (folder / entry).exists():
        pytest.skip(f"the folder that GRADEWRIGHT_DATA named has no {entry}")


def test_real_mnist(real_folder: Path) -> None:
    has(real_folder, "mnist.npz")
    data = load("mnist")
    assert (data.name, data.key, data.stand_in) == ("MNIST", "mnist", False)
    assert (data.x_train.shape, data.x_test.shape) == ((60000, 28, 28), (10000, 28, 28))
    assert data.y_train[:10].tolist() == [5, 0, 4, 1, 9, 2, 1, 3, 1, 4]
    assert data.x_train.mean() == pytest.approx(33.318, abs=1e-3)


def test_real_fashion_mnist(real_folder: Path) -> None:
    has(real_folder, "fashion-mnist")
    data = load("fashion_mnist")
    assert (data.name, data.key) == ("Fashion-MNIST", "fashion_mnist")
    assert data.class_names[data.y_train[0]] == "ankle boot"
    assert data.x_train.mean() == pytest.approx(72.940, abs=1e-3)


def test_real_cifar(real_folder: Path) -> None:
    has(real_folder, "cifar10.npz")
    data = load("cifar10")
    assert data.name.startswith("CIFAR-10")
    assert data.key == "cifar10"
    assert [data.class_names[label] for label in data.y_train[:4]] == [
        "frog",
        "truck",
        "truck",
        "deer",
    ]
    assert (data.x_train.shape, data.y_test.shape) == ((50000, 32, 32, 3), (10000,))


def test_real_cats(real_folder: Path) -> None:
    has(real_folder, "catvnoncat")
    data = load("cats")
    assert (data.name, data.key) == ("cat images", "cats")
    assert data.x_train[0].ravel()[:5].tolist() == [17, 31, 56, 22, 33]
    assert np.bincount(data.y_train).tolist() == [137, 72]


def test_what_is_at_hand_names_the_folder(real_folder: Path) -> None:
    found = [record for record in available() if record.where.startswith(str(real_folder))]
    if not found:
        pytest.skip("the folder that GRADEWRIGHT_DATA named has none of the data sets")
    assert all(record.problem == "" and not record.stand_in for record in found)
