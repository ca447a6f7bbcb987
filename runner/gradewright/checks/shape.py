"""Shapes: exact, with free dimensions, and what went wrong when they differ."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NoReturn, Unpack

import numpy as np

from gradewright.checks.arrays import Array, as_numeric
from gradewright.checks.describe import describe_kind
from gradewright.checks.kind import fail_kind
from gradewright.checks.shape_causes import Pattern, fits, shape_cause
from gradewright.checks.subject import Subject, Where
from gradewright.phrases import say


def check_shape(
    got: Any,
    shape: Pattern,
    *,
    allow: Sequence[Pattern] = (),
    lists: bool = False,
    **where: Unpack[Where],
) -> Array:
    """Check the shape of an array.

    Args:
        got: what the student's function returned.
        shape: the sizes of the axes; None stands for any size, a letter such as "m" for any size
            that is the same wherever the letter stands.
        allow: other shapes that will do.
        lists: whether nested lists count as arrays.
        where: name, function and call for the message.

    Returns:
        The array; a scalar as a 0-d array.

    Raises:
        CheckFailed: it is no array, or of another shape.
    """
    subject = Subject(**where)
    array = got if isinstance(got, np.ndarray) else as_numeric(got, lists=lists)
    if array is None:
        fail_kind(subject, got, "array")
    if not any(fits(array.shape, pattern) for pattern in (shape, *allow)):
        fail_shape(subject, got, array.shape, (shape, *allow))
    return array


def fail_shape(
    subject: Subject,
    got: Any,
    shape: tuple[int, ...],
    patterns: Sequence[Pattern],
    expected: str = "",
) -> NoReturn:
    """Raise CheckFailed: `shape`, that of `got`, fits none of the patterns.

    `expected` are the words for what should have come, where more than the shape is known.
    """
    wanted = say("checks.or").join(map(pattern_text, patterns))
    words = expected or (say("checks.any_array", shape=wanted) if any(patterns) else "")
    words = words or say("checks.kind_number")
    if shape and any(patterns):
        problem = say(
            "checks.wrong_shape", what=subject.what(), got=pattern_text(shape), expected=wanted
        )
    else:
        problem = say(
            "checks.wrong_kind", what=subject.what(), got=describe_kind(got), expected=words
        )
    cause = shape_cause(shape, patterns[0])
    subject.fail(problem, expected=words, got=describe_kind(got), cause=cause)


def pattern_text(pattern: Pattern) -> str:
    """Return a shape with free dimensions as text: "(2, 1)", "(n, 1)", "(any, 3)"."""
    sizes = [say("checks.any_size") if size is None else str(size) for size in pattern]
    return f"({sizes[0]},)" if len(sizes) == 1 else f"({', '.join(sizes)})"
