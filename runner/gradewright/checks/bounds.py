"""Values between bounds, and sequences that fall or rise."""

from __future__ import annotations

from typing import Any, NoReturn, Unpack

import numpy as np
from numpy.typing import NDArray

from gradewright.checks.arrays import Array, FloatArray, as_numeric, to_float
from gradewright.checks.describe import describe_kind
from gradewright.checks.difference import MOST_ROWS, Rows
from gradewright.checks.kind import fail_kind
from gradewright.checks.number_text import index_text, number
from gradewright.checks.subject import Subject, Where
from gradewright.phrases import say


@np.errstate(all="ignore")
def check_between(
    got: Any,
    low: float | None = None,
    high: float | None = None,
    *,
    lists: bool = False,
    **where: Unpack[Where],
) -> Any:
    """Check that a number, or every element of an array, lies between bounds (inclusive).

    Args:
        got: what the student's function returned: a number, or an array of any shape.
        low: the lower bound, None for none.
        high: the upper bound, None for none.
        lists: whether nested lists count as arrays.
        where: name, function and call for the message.

    Returns:
        The value as an array; as a Python number for a scalar.

    Raises:
        CheckFailed: a number is out of bounds or NaN, or `got` is no number.
    """
    subject = Subject(**where)
    array = _real_numbers(subject, got, lists=lists)
    values = to_float(array)
    below = values < (-np.inf if low is None else low)
    above = values > (np.inf if high is None else high)
    wrong = np.asarray(below | above | np.isnan(values), dtype=np.bool_)
    if wrong.any():
        problem = say(_between_problem(values, below), what=subject.what())
        _fail(subject, got, problem, wrong, _bound_rows(values, wrong, _bounds(low, high)))
    return array if array.ndim else array.item()


def check_decreasing(
    values: Any,
    *,
    strictly: bool = False,
    slack: float = 0.0,
    overall: bool = False,
    **where: Unpack[Where],
) -> FloatArray:
    """Check that a sequence falls.

    Args:
        values: a list, tuple or 1-d array of at least two numbers, such as costs.
        strictly: whether equal neighbours are wrong too.
        slack: how much a value may lie above the one before.
        overall: compare only the last value with the first.
        where: name, function and call for the message.

    Returns:
        The sequence as a 1-d float64 array.

    Raises:
        CheckFailed: it does not fall, holds NaN or infinity, or is no such sequence.
    """
    subject = Subject(**where)
    sequence = _sequence(subject, values)
    wrong = _breaks(sequence, strictly=strictly, slack=slack, overall=overall)
    if wrong.any():
        bound = "<" if strictly else "<="
        key = "checks.not_lower_overall" if overall else "checks.not_decreasing"
        _fail_order(subject, values, key, sequence, wrong, bound, overall=overall)
    return sequence


def check_increasing(
    values: Any,
    *,
    strictly: bool = False,
    slack: float = 0.0,
    overall: bool = False,
    **where: Unpack[Where],
) -> FloatArray:
    """Check that a sequence rises; the mirror image of `check_decreasing`.

    Args:
        values: a list, tuple or 1-d array of at least two numbers.
        strictly: whether equal neighbours are wrong too.
        slack: how much a value may lie below the one before.
        overall: compare only the last value with the first.
        where: name, function and call for the message.

    Returns:
        The sequence as a 1-d float64 array.

    Raises:
        CheckFailed: it does not rise, holds NaN or infinity, or is no such sequence.
    """
    subject = Subject(**where)
    sequence = _sequence(subject, values)
    wrong = _breaks(-sequence, strictly=strictly, slack=slack, overall=overall)
    if wrong.any():
        bound = ">" if strictly else ">="
        key = "checks.not_higher_overall" if overall else "checks.not_increasing"
        _fail_order(subject, values, key, sequence, wrong, bound, overall=overall)
    return sequence


def _real_numbers(subject: Subject, got: Any, *, lists: bool) -> Array:
    array = as_numeric(got, lists=lists)
    if array is None:
        fail_kind(subject, got, "numbers")
    if array.dtype.kind == "c":
        fail_kind(subject, got, "real")
    return array


def _between_problem(values: FloatArray, below: Any) -> str:
    if np.isnan(values).any():
        return "checks.has_nan"
    if values.ndim == 0:
        return "checks.too_small" if below else "checks.too_large"
    return "checks.some_too_small" if np.any(below) else "checks.some_too_large"


def _bounds(low: float | None, high: float | None) -> str:
    parts = (
        f">= {number(low)}" if low is not None else "",
        f"<= {number(high)}" if high is not None else "",
    )
    return ", ".join(filter(None, parts))


def _bound_rows(values: FloatArray, wrong: NDArray[np.bool_], bounds: str) -> Rows:
    flat = values.ravel()
    places = np.flatnonzero(wrong)[:MOST_ROWS].tolist()
    return tuple((index_text(at, values.shape), number(flat[at]), bounds) for at in places)


def _sequence(subject: Subject, values: Any) -> FloatArray:
    """Return the values as a 1-d float array of at least two finite numbers."""
    array = as_numeric(values, lists=True)
    if array is None or array.ndim != 1 or array.dtype.kind == "c":
        fail_kind(subject, values, "numbers" if array is None else "sequence")
    if array.size < 2:
        problem = say("checks.too_few", what=subject.what())
        subject.fail(problem, expected=say("checks.kind_sequence"), got=describe_kind(values))
    sequence = to_float(array)
    wrong = ~np.isfinite(sequence)
    if wrong.any():
        key = "checks.has_nan" if np.isnan(sequence).any() else "checks.has_infinite"
        problem = say(key, what=subject.what())
        _fail(subject, values, problem, wrong, _bound_rows(sequence, wrong, ""))
    return sequence


def _breaks(
    sequence: FloatArray, *, strictly: bool, slack: float, overall: bool
) -> NDArray[np.bool_]:
    """Return which steps rise: of neighbours, or the one from first to last."""
    ends = sequence[[0, -1]] if overall else sequence
    with np.errstate(all="ignore"):
        steps = np.diff(ends)
    return np.asarray(steps >= slack if strictly else steps > slack, dtype=np.bool_)


def _fail_order(
    subject: Subject,
    values: Any,
    problem: str,
    sequence: FloatArray,
    wrong: NDArray[np.bool_],
    bound: str,
    *,
    overall: bool,
) -> NoReturn:
    stride = len(sequence) - 1 if overall else 1
    table = tuple(
        (str(at + stride), number(sequence[at + stride]), f"{bound} {number(sequence[at])}")
        for at in np.flatnonzero(wrong)[:MOST_ROWS].tolist()
    )
    _fail(subject, values, say(problem, what=subject.what()), wrong, table)


def _fail(
    subject: Subject, got: Any, problem: str, wrong: NDArray[np.bool_], table: Rows
) -> NoReturn:
    count, total = int(np.count_nonzero(wrong)), wrong.size
    subject.fail(
        problem,
        got=describe_kind(got),
        differing=say("checks.wrong_count", count=count, total=total) if total > 1 else "",
        rows=table,
    )
