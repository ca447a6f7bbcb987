"""Read a student's numbers, so that a grader can go on computing with them."""

from __future__ import annotations

from typing import Any, Unpack

import numpy as np

from gradewright.checks.arrays import to_float
from gradewright.checks.bounds import check_between
from gradewright.checks.describe import describe_kind
from gradewright.checks.generous import as_asked
from gradewright.checks.shape import check_shape
from gradewright.checks.subject import Subject, Where
from gradewright.phrases import say

# Nothing that course work computes; larger values overflow in a grader's own products.
_HUGE = 1e100


def read_numbers(
    got: Any, shape: tuple[int | None, ...], *, strictly: bool = False, **where: Unpack[Where]
) -> Any:
    """Return a student's numbers as finite float64 of a shape.

    Args:
        got: what the student's function returned.
        shape: the shape that was asked for, with None for a size that may be any; () for one
            number.
        strictly: whether kind and shape are judged, too. Otherwise lists are read as arrays, and
            axes of length 1 may be missing or too many, see `as_asked`: one test a function is
            about shapes, and the others are not to charge the same again.
        where: name, function and call for the message.

    Returns:
        A float64 array of that shape; a Python number for ().

    Raises:
        CheckFailed: it is something else, or holds NaN, infinity, or what is beyond 1e100.
    """
    value = got
    if not strictly and None not in shape:
        value = as_asked(got, np.broadcast_to(0.0, [size or 0 for size in shape]))
    check_between(value, lists=not strictly, **where)
    array = to_float(np.asarray(check_shape(value, shape, lists=not strictly, **where)))
    if not (np.abs(array) < _HUGE).all():
        subject = Subject(**where)
        subject.fail(say("checks.enormous", what=subject.what()), got=describe_kind(got))
    return array if shape else array.item()
