"""The embedded data: what stands in for each set where its real files are nowhere."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from gradewright.datasets.check import frozen
from gradewright.datasets.digits import TRAIN, cat_like, mnist_like, small_digits
from gradewright.datasets.figures import CLASS_NAMES, draw_figures
from gradewright.datasets.garments import draw_garments
from gradewright.datasets.originals import DIGITS, ORIGINALS
from gradewright.datasets.records import Dataset, Images, Labels
from gradewright.phrases import say


@cache
def stand_in(name: str) -> Dataset:
    """Return the embedded data of a set: always the same arrays, read-only."""
    return frozen(_MAKERS[name]())


def _digits() -> Dataset:
    return _split("digits", *small_digits(), TRAIN, DIGITS)


def _mnist() -> Dataset:
    return _split("digits28", *mnist_like(), TRAIN, DIGITS)


def _cats() -> Dataset:
    return _split("digits64", *cat_like(), 209, ("not zero", "zero"))


def _fashion_mnist() -> Dataset:
    names = ORIGINALS["fashion_mnist"].class_names
    return _whole("garments28", draw_garments(600, seed=1), draw_garments(100, seed=2), names)


def _cifar10() -> Dataset:
    return _whole("figures32", draw_figures(400, seed=1), draw_figures(100, seed=2), CLASS_NAMES)


def _split(key: str, x: Images, y: Labels, n: int, class_names: tuple[str, ...]) -> Dataset:
    """Return a data set whose first `n` images are for training."""
    return _whole(key, (x[:n], y[:n]), (x[n:], y[n:]), class_names)


def _whole(
    key: str,
    train: tuple[Images, Labels],
    test: tuple[Images, Labels],
    class_names: tuple[str, ...],
) -> Dataset:
    real = key == "digits"
    return Dataset(say(f"data.{key}"), key, not real, *train, *test, class_names)


_MAKERS: dict[str, Callable[[], Dataset]] = {
    "mnist": _mnist,
    "fashion_mnist": _fashion_mnist,
    "cifar10": _cifar10,
    "cats": _cats,
    "digits": _digits,
}
KEYS = {
    "mnist": "digits28",
    "fashion_mnist": "garments28",
    "cifar10": "figures32",
    "cats": "digits64",
    "digits": "digits",
}
