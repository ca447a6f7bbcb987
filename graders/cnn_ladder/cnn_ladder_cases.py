"""Fresh inputs for the arithmetic of layers, and what the checks of this assignment share."""

import importlib.util
from functools import cache
from pathlib import Path

import numpy as np

from gradewright.graders import check, check_shape

_REFERENCE = Path("reference", "cnn_ladder", "cnn_ladder.py")
# float32 arithmetic passes; sums are of some hundred products of numbers around 1.
CLOSE = {"rtol": 1e-4, "atol": 1e-4}


@cache
def reference_module():
    """Return the reference solution, whose models are trained in place (`reference` copies)."""
    file = Path(__file__).resolve().parents[2] / _REFERENCE
    spec = importlib.util.spec_from_file_location("cnn_ladder_of_the_graders", file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def prepared(images):
    """Return images as the networks take them: float32 from 0 to 1, with an axis of channels."""
    x = images.astype(np.float32) / np.float32(255)
    return x if x.ndim == 4 else x[..., None]


def fresh_convolution(rng, shape, kernel, filters):
    """Return x of that shape, w and b for a convolution; no bias is near zero."""
    w = rng.normal(size=(*kernel, shape[-1], filters))
    b = rng.uniform(0.5, 1.5, filters) * rng.choice([-1.0, 1.0], filters)
    return rng.normal(size=shape), w, b


def read_array(value, shape, name):
    """Return a student's array of that shape as finite float64 numbers.

    Raises:
        CheckFailed: it is something else.
    """
    array = check_shape(value, shape, name=name)
    check(array.dtype.kind in "biuf", f"{name} does not hold numbers.", got=value)
    array = array.astype(np.float64)
    check(np.isfinite(array).all(), f"{name} holds NaN or infinite values.", got=value)
    return array


def read_numbers(value, name, *, count=None):
    """Return a list or array of finite numbers as float64 (n,)."""
    array = check_shape(value, (count,), lists=True, name=name)
    check(array.dtype.kind in "biuf", f"{name} does not hold numbers.", got=value)
    array = array.astype(np.float64)
    check(np.isfinite(array).all(), f"{name} holds NaN or infinite values.", got=value)
    return array


def rule_out(got, expected, mistakes, **where):
    """Fail with the name of a common mistake where `got` is just what that mistake gives.

    Args:
        got: the student's value, of any type.
        expected: the right array.
        mistakes: tuples of a mistake's array, the problem in a sentence and its likely cause.
        where: name of the value, for the message.
    """
    array = np.asarray(got) if isinstance(got, (int, float, np.number, np.ndarray)) else None
    if array is None or array.dtype.kind not in "iuf" or _same(array, expected):
        return
    for wrong, problem, cause in mistakes:
        told_apart = not _same(expected, wrong)
        check(not (told_apart and _same(array, wrong)), problem, cause, got=got, **where)


def _same(one, other):
    """Return whether two arrays are equal but for rounding."""
    return np.shape(one) == np.shape(other) and bool(np.allclose(one, other, **CLOSE))
