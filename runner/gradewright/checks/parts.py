"""Several values returned together, such as `return grads, cost`."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import permutations
from typing import Any, Literal, Unpack

import numpy as np

from gradewright.checks.arrays import as_numeric
from gradewright.checks.describe import describe_kind
from gradewright.checks.kind import kind_cause
from gradewright.checks.subject import Subject, Where
from gradewright.phrases import say

PartKind = Literal["dict", "list", "number", "array", "any"]

# With more parts than this nobody takes one for another, and the orders are many.
_MOST_ORDERED = 5


def check_parts(got: Any, parts: Mapping[str, PartKind], **where: Unpack[Where]) -> tuple[Any, ...]:
    """Check that as many values came as were asked for, and that they are not in another order.

    Args:
        got: what the student's function returned.
        parts: the name of each value, in order, with what tells it from the others: "dict";
            "list" (a list, or a flat array); "number" (one element in any shape); "array" (more
            than one element); "any". Values of one kind cannot be told from each other, and what
            is of no such kind at all is left for the checks that come after.
        where: name, function and call for the message.

    Returns:
        The values, in order.

    Raises:
        CheckFailed: it is no tuple or list of so many values, or they fit in another order only.
    """
    subject = Subject(**where)
    names = list(parts)
    problem = say("checks.not_parts", what=subject.what(), count=len(names), names=", ".join(names))
    if not isinstance(got, (tuple, list)) or len(got) != len(names):
        subject.fail(problem, got=describe_kind(got), cause=kind_cause(got, "tuple"))
    if not _fit(got, tuple(parts.values())) and _fits_otherwise(got, tuple(parts.values())):
        cause = say("checks.cause_other_order", wanted=", ".join(names))
        kinds = ", ".join(map(describe_kind, got))
        subject.fail(problem, got=kinds, cause=cause)
    return tuple(got)


def _fits_otherwise(got: tuple[Any, ...] | list[Any], kinds: tuple[PartKind, ...]) -> bool:
    if len(got) > _MOST_ORDERED:
        return False
    return any(_fit(order, kinds) for order in permutations(got))


def _fit(values: tuple[Any, ...] | list[Any], kinds: tuple[PartKind, ...]) -> bool:
    return all(map(_is, values, kinds))


def _is(value: Any, kind: PartKind) -> bool:
    if kind == "any":
        return True
    if kind == "dict":
        return isinstance(value, dict)
    if kind == "list":
        return isinstance(value, list) or (isinstance(value, np.ndarray) and value.ndim == 1)
    array = as_numeric(value)
    return array is not None and (array.size == 1) == (kind == "number")
