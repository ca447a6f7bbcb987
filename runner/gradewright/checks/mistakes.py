"""Name the mistake: a value that is, to the last digit, what a common mistake gives."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Unpack

import numpy as np

from gradewright.checks.arrays import Array, as_numeric, is_exact, to_float
from gradewright.checks.describe import describe_kind
from gradewright.checks.difference import differs
from gradewright.checks.generous import as_asked, in_shape
from gradewright.checks.subject import Subject, Where

# What a mistake gives, the problem in one sentence, and its likely cause.
Mistake = tuple[Any, str, str]
Mistakes = Iterable[Mistake]

_LEAST_RTOL, _LARGEST_RTOL = 1e-7, 1e-5


def rule_out(
    got: Any,
    expected: Any,
    mistakes: Mistakes,
    *,
    rtol: float = 1e-6,
    atol: float = 1e-9,
    **where: Unpack[Where],
) -> None:
    """Fail with a mistake's own words where a wrong value is just what that mistake gives.

    `check_close(…, mistakes=…)` does the same on its way to fail. Nothing is said of a right
    value, nor for a mistake that makes no difference on this input.

    Args:
        got: what the student's function returned; read generously, see `as_asked`.
        expected: the right value: a number, an array, or nested lists of numbers.
        mistakes: (what the mistake gives, the problem in a sentence, its likely cause) of each.
            They are looked at in order, and only if the value is wrong: a generator saves work.
        rtol: the relative tolerance, also for telling a mistake from the right value; a mistake is
            recognised to 1e-5 at most.
        atol: the absolute tolerance.
        where: name, function and call for the message.

    Raises:
        CheckFailed: a mistake gives this value.
        TypeError: `expected`, or what a mistake gives, holds other things than numbers.
    """
    wanted, array = as_numeric(expected, lists=True), as_numeric(as_asked(got, expected))
    if wanted is None:
        raise TypeError(f"expected is {describe_kind(expected)}: give numbers")
    if array is None or (_fits(array, wanted) and _same(array, wanted, rtol, atol)):
        return
    fail_mistaken(Subject(**where), got, array, wanted, mistakes, rtol=rtol, atol=atol)


def fail_mistaken(
    subject: Subject,
    got: Any,
    array: Array,
    wanted: Array,
    mistakes: Mistakes,
    *,
    rtol: float,
    atol: float,
) -> None:
    """Raise CheckFailed where one of the mistakes gives the wrong `array`.

    Relations are held to 1e-7 … 1e-5, whatever the check allows: what is only near a mistake's
    value has another story.
    """
    if array.dtype.kind not in "iufO":
        return
    rtol = min(max(rtol, _LEAST_RTOL), _LARGEST_RTOL)
    for mistake, problem, cause in mistakes:
        numbers = as_numeric(mistake, lists=True)
        if numbers is None:
            raise TypeError(f"a mistake gives {describe_kind(mistake)}: give numbers")
        wrong = in_shape(numbers if is_exact(wanted) else to_float(numbers), array.shape)
        if wrong is None or not _same(array, wrong, rtol, atol):
            continue
        if not (_fits(wanted, wrong) and _same(wanted, wrong, rtol, atol)):
            subject.fail(problem, got=describe_kind(got), cause=cause)


def _fits(one: Array, other: Array) -> bool:
    return one.shape == other.shape


@np.errstate(all="ignore")
def _same(one: Array, other: Array, rtol: float, atol: float) -> bool:
    return not differs(one, other, rtol, atol).any()
