"""Gradients against central finite differences."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal, Unpack

import numpy as np
from numpy.typing import NDArray

from gradewright.checks.arrays import Array, FloatArray, as_numeric
from gradewright.checks.causes import likely_cause
from gradewright.checks.close import fail_values
from gradewright.checks.describe import describe_kind
from gradewright.checks.difference import Difference, count_text, differs
from gradewright.checks.generous import as_asked
from gradewright.checks.kind import fail_kind
from gradewright.checks.number_text import index_text
from gradewright.checks.shape import fail_shape
from gradewright.checks.subject import Subject, Where
from gradewright.phrases import say

ScalarFunction = Callable[[FloatArray], Any]

MOST_ELEMENTS = 200


def numeric_gradient(f: ScalarFunction, x: Any, eps: float = 1e-6) -> FloatArray:
    """Return the gradient of `f` at `x` by central differences.

    Args:
        f: a function of a float64 array of the shape of `x` that returns one real number.
        x: a float array or number; it is not changed.
        eps: the step.

    Returns:
        A float64 array of the shape of `x`.
    """
    at = np.array(x, dtype=np.float64)
    return _differences(f, at, np.arange(at.size), eps).reshape(at.shape)


def check_gradient(
    gradient: Any,
    f: ScalarFunction,
    x: Any,
    *,
    eps: float = 1e-6,
    rtol: float = 1e-5,
    atol: float = 1e-7,
    rng: np.random.Generator | None = None,
    sizes: Mapping[str, int] | None = None,
    shape: Literal["same", "generous"] = "same",
    **where: Unpack[Where],
) -> Array:
    """Check a gradient against central differences of the judge's own function.

    Args:
        gradient: what the student's function returned.
        f: the judge's function of a float64 array of the shape of `x`; returns one real number.
        x: the point, a float array or number; it is not changed.
        eps: the step.
        rtol: the relative tolerance.
        atol: the absolute tolerance, at least what rounding in `f` costs.
        rng: chooses the 200 elements that are checked of a larger array; without one, the same
            elements each time.
        sizes: names of sizes that may explain a wrong factor, such as {"m": 4}.
        shape: "same": the shape of `x`; "generous": also one that differs in axes of length 1
            only, and lists, see `as_asked`.
        where: name, function and call for the message.

    Returns:
        The gradient as an array.

    Raises:
        CheckFailed: an element, the shape or the kind is wrong.
    """
    subject = Subject(**where)
    at = np.array(x, dtype=np.float64)
    read = as_asked(gradient, at) if shape == "generous" else gradient
    array = _as_gradient(subject, read, at)
    chosen = _chosen(at.size, rng)
    expected = _differences(f, at, chosen, eps)
    came = array.reshape(-1)[chosen]
    # A value of f carries an error of about 1e-16 of its size, which the step makes larger.
    noise = 1e-15 * abs(_value(f, at)) / eps
    wrong = differs(came, expected, rtol, max(atol, noise))
    if wrong.any():
        found = Difference(came, expected, wrong, lambda i: index_text(int(chosen[i]), at.shape))
        _fail(subject, gradient, found, at.shape, sizes)
    return array


def _as_gradient(subject: Subject, gradient: Any, at: FloatArray) -> Array:
    array = as_numeric(gradient)
    if array is None:
        fail_kind(subject, gradient, "array" if at.ndim else "number")
    if array.dtype.kind == "c":
        fail_kind(subject, gradient, "real")
    if array.shape != at.shape:
        fail_shape(subject, gradient, array.shape, [at.shape], describe_kind(at))
    return array


def _fail(
    subject: Subject,
    gradient: Any,
    found: Difference,
    shape: tuple[int, ...],
    sizes: Mapping[str, int] | None,
) -> None:
    """Raise CheckFailed; the cause is looked for in the whole array where all of it is known."""
    whole = found.wrong.size == int(np.prod(shape))
    form = shape if whole else found.wrong.shape
    # The differences are good to about eight digits, so relations are held to 1e-5.
    cause = likely_cause(
        found.got.reshape(form), found.expected.reshape(form), rtol=1e-5, sizes=sizes
    )
    differing = count_text(found) if found.wrong.size > 1 else ""
    if not whole:
        differing = say("checks.of_sample", differing=differing)
    fail_values(
        subject,
        gradient,
        found,
        problem=say("checks.wrong_gradient", what=subject.what()),
        expected=describe_kind(np.empty(shape)),
        cause=cause,
        differing=differing,
    )


def _chosen(size: int, rng: np.random.Generator | None) -> NDArray[np.intp]:
    """Return the flat indices of the elements to check, ascending."""
    if size <= MOST_ELEMENTS:
        return np.arange(size)
    generator = np.random.default_rng(0) if rng is None else rng
    return np.sort(generator.choice(size, MOST_ELEMENTS, replace=False))


def _differences(
    f: ScalarFunction, at: FloatArray, chosen: NDArray[np.intp], eps: float
) -> FloatArray:
    """Return the central differences of `f` in the chosen elements, as a 1-d array."""
    return np.array([_difference(f, at, int(flat), eps) for flat in chosen], dtype=np.float64)


def _difference(f: ScalarFunction, at: FloatArray, flat: int, eps: float) -> float:
    values = []
    for step in (eps, -eps):
        moved = at.copy()
        moved.flat[flat] += step
        values.append(_value(f, moved))
    return (values[0] - values[1]) / (2 * eps)


def _value(f: ScalarFunction, at: FloatArray) -> float:
    """Return f at a copy of `at`, so that no function changes the point."""
    return float(np.asarray(f(at.copy()), dtype=np.float64).reshape(()))
