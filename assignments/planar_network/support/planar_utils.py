"""Data sets and small tools for the planar network with one hidden layer.

Every data set is the same on each call: its random numbers come from a generator of its own, so
loading data neither depends on NumPy's global generator nor changes it.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

Points = NDArray[np.float64]
Labels = NDArray[np.int64]

_SAMPLES = 200  # points in each of the further data sets and in each spiral


def sigmoid(x: ArrayLike) -> NDArray[np.float64]:
    """Return 1 / (1 + exp(-x)) elementwise, without overflow for large |x|.

    Args:
        x: number or array of any shape.

    Returns:
        Array (or NumPy scalar) of the same shape, between 0 and 1.
    """
    x = np.asarray(x, dtype=np.float64)
    decay = np.exp(-np.abs(x))
    return np.where(x >= 0, 1.0, decay) / (1.0 + decay)


def load_planar_dataset() -> tuple[Points, Labels]:
    """Return the flower: 400 points of two classes on four petals.

    Returns:
        X of shape (2, 400), a point a column, and Y of shape (1, 400) with labels 0 and 1.
    """
    generator = np.random.RandomState(1)
    petals, length = 4, 4.0
    classes = []
    for label in (0, 1):
        angle = np.linspace(label * 3.12, (label + 1) * 3.12, 200) + generator.randn(200) * 0.2
        radius = length * np.sin(petals * angle) + generator.randn(200) * 0.2
        classes.append(np.vstack((radius * np.sin(angle), radius * np.cos(angle))))
    return np.hstack(classes), _labels(200)


def load_spiral() -> tuple[Points, Labels]:
    """Return two spiral arms of 100 points each.

    Returns:
        X of shape (2, 200), a point a column, and Y of shape (1, 200) with labels 0 and 1.
    """
    # The course drew this spiral after training with 64 hidden units from seed 2.
    radius, angle = _spiral_arms(_after_initializing(64))
    return np.vstack((radius * np.sin(angle), radius * np.cos(angle))), _labels(_SAMPLES // 2)


def load_folded_spiral() -> tuple[Points, Labels]:
    """Return the spiral with both coordinates multiplied by the cosine of the angle.

    The two classes cross each other: far harder than `load_spiral`. Long training with four or
    more hidden units amplifies rounding, so accuracies differ between computers.

    Returns:
        X of shape (2, 200), a point a column, and Y of shape (1, 200) with labels 0 and 1.
    """
    # The course drew this one after training with 3 hidden units from seed 2.
    radius, angle = _spiral_arms(_after_initializing(3))
    folded = radius * np.cos(angle)
    return np.vstack((folded * np.sin(angle), folded * np.cos(angle))), _labels(_SAMPLES // 2)


def load_extra_datasets() -> tuple[tuple[NDArray[np.float64], NDArray[np.generic]], ...]:
    """Return five further data sets of 200 points: needs scikit-learn.

    Returns:
        noisy circles, noisy moons, blobs, Gaussian quantiles and data without structure, each a
        pair of points (200, 2), a point a *row*, and labels (200,). Blobs have labels 0 to 5;
        the data without structure have random numbers (200, 2) in place of labels.

    Raises:
        ImportError: scikit-learn is not installed.
    """
    # Imported here: it takes a second that most notebooks never need.
    from sklearn import datasets

    # The course drew these after training with 50 hidden units from seed 2.
    generator = _after_initializing(50)
    circles = datasets.make_circles(_SAMPLES, factor=0.5, noise=0.3, random_state=generator)
    moons = datasets.make_moons(_SAMPLES, noise=0.2, random_state=generator)
    blobs = datasets.make_blobs(_SAMPLES, n_features=2, centers=6, random_state=5)
    quantiles = datasets.make_gaussian_quantiles(
        cov=0.5, n_samples=_SAMPLES, n_features=2, n_classes=2, random_state=generator
    )
    no_structure = generator.rand(_SAMPLES, 2), generator.rand(_SAMPLES, 2)
    return circles, moons, blobs, quantiles, no_structure


def plot_decision_boundary(
    model: Callable[[Points], ArrayLike], X: ArrayLike, y: ArrayLike
) -> None:
    """Draw the regions that `model` assigns to each class, and the points on top.

    Does nothing where matplotlib is not installed.

    Args:
        model: takes points of shape (n, 2), a point a row, and returns n labels of any shape;
            for example `lambda x: predict(parameters, x.T)`.
        X: points of shape (2, m), a point a column.
        y: their m labels, of any shape.
    """
    try:
        from matplotlib import pyplot as plt
    except ImportError:
        return
    points = np.asarray(X, dtype=np.float64)
    low, high = points.min(axis=1) - 1, points.max(axis=1) + 1
    across, up = (np.arange(a, b, 0.01 * (b - a)) for a, b in zip(low, high, strict=True))
    grid = np.meshgrid(across, up)
    labels = np.asarray(model(np.column_stack([axis.ravel() for axis in grid])), dtype=np.float64)
    plt.contourf(*grid, labels.reshape(grid[0].shape), cmap="Spectral")
    plt.scatter(*points, c=np.ravel(y), cmap="Spectral", edgecolors="black", linewidths=0.3)
    plt.xlabel("x1")
    plt.ylabel("x2")


def _labels(per_class: int) -> Labels:
    """Return labels (1, 2 * per_class): first all zeros, then all ones."""
    # Signed on purpose: with unsigned labels, Y - 1 wraps round to 255.
    return np.repeat(np.arange(2, dtype=np.int64), per_class).reshape(1, -1)


def _after_initializing(n_h: int) -> np.random.RandomState:
    """Return a generator in the state left by initialising a 2-n_h-1 network from seed 2."""
    generator = np.random.RandomState(2)
    generator.randn(3 * n_h)
    return generator


def _spiral_arms(generator: np.random.RandomState) -> tuple[Points, Points]:
    """Return radius and angle, (200,) each, of two spiral arms of 100 points."""
    half = _SAMPLES // 2
    angles = [np.linspace(4 * j, 4 * (j + 1), half) + generator.randn(half) * 0.2 for j in (0, 1)]
    return np.tile(np.linspace(0.0, 1.0, half), 2), np.concatenate(angles)
