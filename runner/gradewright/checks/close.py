"""Are the numbers right? And if not: which, by how much, and why?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NoReturn, Unpack

import numpy as np

from gradewright.checks.arrays import Array, as_numeric
from gradewright.checks.causes import likely_cause
from gradewright.checks.describe import describe_kind
from gradewright.checks.difference import (
    Difference,
    count_text,
    difference,
    differs,
    largest_text,
    rows,
)
from gradewright.checks.generous import in_shape
from gradewright.checks.kind import Kind, check_kind, fail_kind
from gradewright.checks.mistakes import Mistakes, fail_mistaken
from gradewright.checks.shape import fail_shape
from gradewright.checks.subject import Subject, Where
from gradewright.phrases import say

ShapeRule = Literal["same", "scalar", "generous", "broadcast", "any"]


def check_close(
    got: Any,
    expected: Any,
    *,
    rtol: float = 1e-6,
    atol: float = 1e-9,
    shape: ShapeRule = "same",
    kind: Kind | None = None,
    lists: bool = False,
    sizes: Mapping[str, int] | None = None,
    mistakes: Mistakes = (),
    **where: Unpack[Where],
) -> Any:
    """Check numbers against the expected ones.

    Where `expected` holds integers or booleans, they must be equal, whatever type of number they
    come as; else |got - expected| <= atol + rtol * |expected|. A small element beside large ones
    may be off by 1e-6 of the largest, up to its own third digit (not with an `atol` below 1e-9);
    numbers of single precision by 1e-4 of each, and 1e-5 of the largest. NaN equals NaN. A scalar
    may be a Python number, a NumPy scalar or a 0-d array.

    Args:
        got: what the student's function returned.
        expected: a number, an array, or nested lists of numbers.
        rtol: the relative tolerance.
        atol: the absolute tolerance.
        shape: "same": the shape of `expected`; "scalar": also one element in any shape for a
            scalar; "generous": also a shape that differs in axes of length 1 only, and lists, see
            `as_asked`; "broadcast": any shape that broadcasts to that of `expected`; "any": any
            shape with as many elements, compared in C order.
        kind: a kind that `got` must be of besides, see `check_kind`.
        lists: whether nested lists count as arrays.
        sizes: names of sizes that may explain a wrong factor, such as {"m": 4}.
        mistakes: (what a mistake gives, the problem in a sentence, its likely cause) of each
            mistake that is worth a name, see `rule_out`.
        where: name, function and call for the message.

    Returns:
        The value as an array of the shape of `expected`; as a Python number for a scalar.

    Raises:
        CheckFailed: a number, the shape or the kind is wrong.
        TypeError: `expected` holds other things than numbers.
    """
    subject = Subject(**where)
    if kind is not None:
        check_kind(got, kind, **where)
    wanted = _wanted(expected)
    array = _as_numbers(subject, got, wanted, lists=lists or shape == "generous")
    if array.shape != wanted.shape:
        fitted = _fitted(array, wanted, shape)
        if fitted is None:
            fail_mistaken(subject, got, array, wanted, mistakes, rtol=rtol, atol=atol)
            words = describe_kind(wanted) if wanted.ndim else ""
            fail_shape(subject, got, array.shape, [wanted.shape], words)
        array = fitted
    wrong = differs(array, wanted, rtol, atol)
    if wrong.any():
        fail_mistaken(subject, got, array, wanted, mistakes, rtol=rtol, atol=atol)
        cause = likely_cause(array, wanted, rtol=rtol, sizes=sizes)
        found = difference(array, wanted, wrong)
        fail_values(subject, got, found, expected=_expected_text(expected, wanted), cause=cause)
    return array if wanted.ndim else array.item()


def fail_values(
    subject: Subject,
    got: Any,
    found: Difference,
    *,
    expected: str,
    cause: str,
    problem: str = "",
    differing: str = "",
) -> NoReturn:
    """Raise CheckFailed: the numbers differ as `found` says."""
    single = found.wrong.size == 1
    subject.fail(
        problem or _problem(subject, found, single=single),
        expected=expected,
        got=describe_kind(got),
        differing=differing or ("" if single else count_text(found)),
        largest=largest_text(found),
        rows=rows(found),
        cause=cause,
    )


def _wanted(expected: Any) -> Array:
    wanted = as_numeric(expected, lists=True)
    if wanted is None:
        raise TypeError(
            f"expected is {describe_kind(expected)}: give a number, an array or lists of numbers, "
            "or use check_equal"
        )
    return wanted


def _as_numbers(subject: Subject, got: Any, wanted: Array, *, lists: bool) -> Array:
    """Return `got` as an array of numbers of a kind that can be compared with `wanted`."""
    array = as_numeric(got, lists=lists)
    if array is None:
        fail_kind(subject, got, "array" if wanted.ndim else "number")
    if array.dtype.kind == "c" and wanted.dtype.kind != "c":
        fail_kind(subject, got, "real")
    return array


def _fitted(array: Array, wanted: Array, rule: ShapeRule) -> Array | None:
    """Return the array in the shape of `wanted` if the rule lets it, else None."""
    if rule == "scalar" and wanted.ndim == 0 and array.size == 1:
        return array.reshape(())
    if rule == "generous":
        return in_shape(array, wanted.shape)
    if rule == "any" and array.size == wanted.size:
        return array.reshape(wanted.shape)
    if rule == "broadcast" and _broadcasts(array.shape, wanted.shape):
        return np.broadcast_to(array, wanted.shape)
    return None


def _broadcasts(shape: tuple[int, ...], wanted: tuple[int, ...]) -> bool:
    missing = len(wanted) - len(shape)
    return missing >= 0 and all(
        size in (1, full) for size, full in zip(shape, wanted[missing:], strict=True)
    )


def _expected_text(expected: Any, wanted: Array) -> str:
    return describe_kind(wanted if isinstance(expected, (list, tuple)) else expected)


def _problem(subject: Subject, found: Difference, *, single: bool) -> str:
    values = found.got[found.wrong]
    if values.dtype.kind in "fc" and not np.isfinite(values).all():
        is_nan = bool(np.isnan(values).any())
        return say("checks.has_nan" if is_nan else "checks.has_infinite", what=subject.what())
    return say("checks.wrong_value" if single else "checks.wrong_values", what=subject.what())
