"""Plain values that must be exactly equal: numbers, strings, tuples, dictionaries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Unpack

import numpy as np

from gradewright.checks.arrays import Array, as_numeric
from gradewright.checks.describe import describe, describe_kind, scalar_text
from gradewright.checks.difference import MOST_ROWS
from gradewright.checks.kind import kind_cause
from gradewright.checks.subject import Subject, Where
from gradewright.phrases import say


@dataclass(frozen=True, slots=True)
class Unequal:
    """One place where two values differ, and whether they differ in kind or only in value."""

    path: str
    got: Any
    expected: Any
    kind: bool


def check_equal(got: Any, expected: Any, *, lists: bool = False, **where: Unpack[Where]) -> Any:
    """Check a plain value exactly.

    Numbers are equal by value, whatever their type (5, 5.0, np.int64(5)); True is no number.
    Strings, bytes and None are equal to themselves only. Tuples, lists, dictionaries and arrays
    are compared part by part, arrays by shape too.

    Args:
        got: what the student's function returned.
        expected: None, a bool, number, string, bytes, array, or a list, tuple or dictionary of
            these.
        lists: whether a list will do for a tuple, and a tuple for a list.
        where: name, function and call for the message.

    Returns:
        The value as it came.

    Raises:
        CheckFailed: it is another value.
    """
    unequal = list(_unequal(got, expected, "", lists=lists))
    if unequal:
        _fail(Subject(**where), got, expected, unequal)
    return got


def _fail(subject: Subject, got: Any, expected: Any, unequal: list[Unequal]) -> None:
    first = unequal[0]
    if first.kind and not first.path:
        kinds = {"expected": describe_kind(expected), "got": describe_kind(got)}
        problem = say("checks.wrong_kind", what=subject.what(), **kinds)
    else:
        problem = say("checks.not_equal", what=subject.what())
    subject.fail(
        problem,
        expected=describe_kind(expected),
        got=describe_kind(got),
        differing=_places(unequal),
        rows=tuple((u.path, _text(u.got), _text(u.expected)) for u in unequal[:MOST_ROWS]),
        cause=_cause(first) if first.kind else "",
    )


def _places(unequal: list[Unequal]) -> str:
    """Return the indices of the parts that differ; the first few of them."""
    paths = [u.path for u in unequal if u.path]
    shown = ", ".join(paths[:MOST_ROWS]) + (", …" if len(paths) > MOST_ROWS else "")
    return say("checks.parts_differ", paths=shown) if paths else ""


def _cause(first: Unequal) -> str:
    if isinstance(first.expected, (tuple, list)) and isinstance(first.got, (tuple, list)):
        if len(first.got) != len(first.expected):
            return say("checks.cause_length", got=len(first.got), expected=len(first.expected))
        return ""
    if isinstance(first.expected, dict) and isinstance(first.got, dict):
        return say("checks.cause_keys")
    return kind_cause(first.got, "int" if _is_number(first.expected) else "")


def _text(value: Any) -> str:
    return scalar_text(value) or describe(value)


def _unequal(got: Any, expected: Any, path: str, *, lists: bool) -> Iterator[Unequal]:
    """Yield every place where the two differ; goes no deeper than `expected`."""
    if isinstance(expected, np.ndarray):
        yield from _unequal_array(got, expected, path)
    elif isinstance(expected, dict):
        yield from _unequal_dict(got, expected, path, lists=lists)
    elif isinstance(expected, (list, tuple)):
        yield from _unequal_sequence(got, expected, path, lists=lists)
    elif _is_number(expected):
        if not _is_number(got):
            yield Unequal(path, got, expected, kind=True)
        elif not _same_number(got, expected):
            yield Unequal(path, got, expected, kind=False)
    elif not _same_kind(got, expected):
        yield Unequal(path, got, expected, kind=True)
    elif expected is not None and got != expected:
        yield Unequal(path, got, expected, kind=False)


def _unequal_array(got: Any, expected: Array, path: str) -> Iterator[Unequal]:
    if (
        not isinstance(got, np.ndarray)
        or got.shape != expected.shape
        or _family(got) != _family(expected)
    ):
        yield Unequal(path, got, expected, kind=True)
    elif not np.array_equal(got, expected, equal_nan=_family(got) == "number"):
        yield Unequal(path, got, expected, kind=False)


def _unequal_dict(
    got: Any, expected: dict[Any, Any], path: str, *, lists: bool
) -> Iterator[Unequal]:
    if not isinstance(got, dict) or got.keys() != expected.keys():
        yield Unequal(path, got, expected, kind=True)
        return
    for key, value in expected.items():
        yield from _unequal(got[key], value, f"{path}[{scalar_text(key)}]", lists=lists)


def _unequal_sequence(
    got: Any, expected: list[Any] | tuple[Any, ...], path: str, *, lists: bool
) -> Iterator[Unequal]:
    same = isinstance(got, (list, tuple) if lists else type(expected))
    if not same or len(got) != len(expected):
        yield Unequal(path, got, expected, kind=True)
        return
    for at, value in enumerate(expected):
        yield from _unequal(got[at], value, f"{path}[{at}]", lists=lists)


def _is_number(value: Any) -> bool:
    array = as_numeric(value)
    return array is not None and array.ndim == 0 and array.dtype.kind != "b"


def _same_number(got: Any, expected: Any) -> bool:
    one, other = (np.asarray(value).item() for value in (got, expected))
    return bool(one == other or (one != one and other != other))  # noqa: PLR0124  NaN is NaN


def _same_kind(got: Any, expected: Any) -> bool:
    """Return whether both are None, both bool, both strings, or both bytes."""
    kind = _plain_kind(expected)
    if not kind:
        raise TypeError(
            f"expected holds {describe_kind(expected)}: check_equal compares None, bool, numbers, "
            "strings, bytes, arrays, and lists, tuples and dictionaries of these"
        )
    return kind == _plain_kind(got)


def _plain_kind(value: Any) -> str:
    if value is None:
        return "None"
    kinds: tuple[tuple[str, tuple[type, ...]], ...] = (
        ("bool", (bool, np.bool_)),
        ("str", (str,)),
        ("bytes", (bytes,)),
    )
    return next((name for name, types in kinds if isinstance(value, types)), "")


def _family(array: Array) -> str:
    return {"U": "str", "S": "bytes", "b": "bool"}.get(array.dtype.kind, "number")
