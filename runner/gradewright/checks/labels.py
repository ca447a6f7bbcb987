"""Predictions of 0 and 1, as booleans, integers or floats."""

from __future__ import annotations

from typing import Any, Literal, NoReturn, Unpack

import numpy as np

from gradewright.checks.arrays import Array, as_numeric, is_label, to_float
from gradewright.checks.describe import describe_kind
from gradewright.checks.difference import Difference, difference, rows
from gradewright.checks.generous import in_shape
from gradewright.checks.kind import fail_kind
from gradewright.checks.shape import fail_shape
from gradewright.checks.subject import Subject, Where
from gradewright.phrases import say

# Fewer labels are all wrong by chance too often.
_ENOUGH_INVERTED = 4
_THRESHOLD = 0.5


@np.errstate(all="ignore")
def check_labels(
    got: Any,
    expected: Any,
    *,
    shape: Literal["same", "generous", "any"] = "same",
    probabilities: Any = None,
    lists: bool = False,
    **where: Unpack[Where],
) -> Array:
    """Check predicted labels, each 0 or 1, of any type of number.

    Args:
        got: what the student's function returned.
        expected: the right labels, an array of 0 and 1 (or booleans).
        shape: "same": the shape of `expected`; "generous": also a shape that differs in axes of
            length 1 only, and lists, see `as_asked`; "any": any shape with as many elements.
        probabilities: the judge's own probabilities of label 1, of the shape of `expected`;
            with them a failure can say that another threshold was used.
        lists: whether nested lists count as arrays.
        where: name, function and call for the message.

    Returns:
        The labels as an int64 array of the shape of `expected`.

    Raises:
        CheckFailed: a label, the shape or the kind is wrong.
        TypeError: `expected` has other values than 0 and 1; `check_close` compares any integers.
    """
    subject = Subject(**where)
    wanted = _wanted(expected)
    array = as_numeric(got, lists=lists or shape == "generous")
    if array is None or array.dtype.kind == "c":
        fail_kind(subject, got, "labels")
    if array.shape != wanted.shape:
        fitted = _fitted(array, wanted.shape, shape)
        if fitted is None:
            words = say("checks.any_array", shape=str(wanted.shape))
            fail_shape(subject, got, array.shape, [wanted.shape], words)
        array = fitted
    if not is_label(array).all():
        _fail_values(subject, got, array, wanted)
    if (array != wanted).any():
        _fail_labels(subject, got, difference(array, wanted, array != wanted), probabilities)
    return array.astype(np.int64)


def _wanted(expected: Any) -> Array:
    """Return the right labels as integers."""
    wanted = np.asarray(expected)
    if not is_label(wanted).all():
        raise TypeError("check_labels expects labels of 0 and 1; check_close compares any integers")
    return wanted.astype(np.int64)


def _fitted(array: Array, shape: tuple[int, ...], rule: str) -> Array | None:
    """Return the array in the shape asked for if the rule lets it, else None."""
    if rule == "generous":
        return in_shape(array, shape)
    same_size = array.size == int(np.prod(shape))
    return array.reshape(shape) if rule == "any" and same_size else None


def _fail_values(subject: Subject, got: Any, array: Array, wanted: Array) -> NoReturn:
    """Raise CheckFailed: other values than 0 and 1 came."""
    found = difference(array, wanted, ~is_label(array))
    subject.fail(
        say("checks.not_labels", what=subject.what()),
        expected=say("checks.kind_labels"),
        got=describe_kind(got),
        differing=say("checks.neither", count=found.count, total=array.size),
        rows=rows(found),
        cause=_values_cause(to_float(array), wanted),
    )


def _values_cause(array: Array, wanted: Array) -> str:
    if np.isnan(array).any():
        return say("checks.cause_nan")
    if ((array == -1) | (array == 1)).all():
        return say("checks.cause_minus_one")
    if ((array >= 0) & (array <= 1)).all():
        matches = bool(((array > 0.5) == wanted).all())
        return say("checks.cause_probabilities" if matches else "checks.cause_no_threshold")
    return ""


def _fail_labels(subject: Subject, got: Any, found: Difference, probabilities: Any) -> NoReturn:
    """Raise CheckFailed: some labels are 0 for 1 or 1 for 0."""
    subject.fail(
        say("checks.wrong_labels", what=subject.what()),
        expected=say("checks.kind_labels"),
        got=describe_kind(got),
        differing=say("checks.labels_differ", count=found.count, total=found.wrong.size),
        rows=rows(found),
        cause=_labels_cause(found, probabilities),
    )


def _labels_cause(found: Difference, probabilities: Any) -> str:
    came = to_float(found.got)
    if found.count == came.size >= _ENOUGH_INVERTED and np.ptp(found.expected) > 0:
        return say("checks.cause_inverted")
    if came.size > 1 and np.ptp(came) == 0:
        return say("checks.cause_all_label", label=int(came[0]))
    if probabilities is None:
        return ""
    return _threshold_cause(found, came, to_float(np.asarray(probabilities)).ravel())


def _threshold_cause(found: Difference, came: Array, probabilities: Array) -> str:
    """Another threshold was used if all probabilities labelled 0 lie below those labelled 1."""
    at_half = probabilities[found.wrong] == _THRESHOLD
    if at_half.all():
        return say("checks.cause_tie") if came[found.wrong].all() else ""
    ones, zeros = probabilities[came == 1], probabilities[came == 0]
    if not ones.size or not zeros.size or zeros.max() > ones.min():
        return ""
    return say(
        "checks.cause_high_threshold" if zeros.max() > _THRESHOLD else "checks.cause_low_threshold"
    )
