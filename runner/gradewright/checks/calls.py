"""A call of the student's function as one short line."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from typing import Any

import numpy as np

from gradewright.checks.describe import (
    describe_kind,
    dtype_name,
    scalar_text,
    string_text,
    type_name,
)
from gradewright.checks.number_text import number, shape_text

LONGEST_CALL = 200
_LONGEST_ARGUMENT = 100
_MOST_ELEMENTS = 6
_MOST_PARTS = 6
_LONGEST_STRING = 30


def describe_call(
    function: str,
    args: Sequence[Any],
    kwargs: Mapping[str, Any],
    parameter_names: Sequence[str] = (),
    *,
    values: bool = True,
) -> str:
    """Return a call as text: "propagate(w=[[1.0], [2.0]], b=2.0, X=float64 (2, 3))".

    Args:
        function: the function's name.
        args: the positional arguments, of any type.
        kwargs: the keyword arguments, of any type.
        parameter_names: the names of the function's parameters, as far as they are known.
        values: False says the kind of every argument and no value (for hidden inputs).

    Returns:
        One line of at most 200 characters. Arrays by dtype and shape, with their values up to
        six elements; long arguments are cut.
    """
    write = _argument if values else _kind
    parts = [_named(name, write(value)) for name, value in _pairs(args, kwargs, parameter_names)]
    text = f"{function}({', '.join(parts)})"
    return text if len(text) <= LONGEST_CALL else text[: LONGEST_CALL - 2] + "…)"


def _pairs(
    args: Sequence[Any], kwargs: Mapping[str, Any], names: Sequence[str]
) -> list[tuple[str, Any]]:
    known = [*names[: len(args)], *[""] * (len(args) - len(names))]
    return [*zip(known, args, strict=True), *kwargs.items()]


def _named(name: str, text: str) -> str:
    return f"{name}={text}" if name else text


def _argument(value: Any) -> str:
    """Return one argument, with its values where they are few."""
    if isinstance(value, np.ndarray):
        return _array(value)
    if isinstance(value, dict):
        return _dict(value, _member)
    if isinstance(value, (list, tuple)) and len(value) <= _MOST_PARTS:
        return _sequence(value)
    return _member(value)


def _member(value: Any) -> str:
    """Return an argument, or a member of one: scalars by value, all else by kind."""
    if isinstance(value, (str, bytes)):
        return string_text(value, _LONGEST_STRING)
    return scalar_text(value) or _kind(value)


def _kind(value: Any) -> str:
    """Return an argument by its kind only."""
    if isinstance(value, np.ndarray):
        return f"{dtype_name(value.dtype)} {shape_text(value.shape)}"
    if isinstance(value, dict):
        return _dict(value, describe_kind)
    if isinstance(value, (bool, int, float, complex, str, bytes, list, tuple)) or value is None:
        return describe_kind(value)
    return f"<{type_name(value)}>"


def _array(value: np.ndarray[Any, Any]) -> str:
    if value.size > _MOST_ELEMENTS or value.size == 0 or value.dtype.kind not in "biufc":
        return _kind(value)
    text = _nested(value.tolist())
    return text if len(text) <= _LONGEST_ARGUMENT else _kind(value)


def _nested(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(_nested(part) for part in value)}]"
    return number(value)


def _sequence(value: Sequence[Any]) -> str:
    parts = ", ".join(_member(part) for part in value)
    if isinstance(value, list):
        return f"[{_cut(parts)}]"
    return f"({_cut(parts)}{',' if len(value) == 1 else ''})"


def _dict(value: Mapping[Any, Any], write: Callable[[Any], str]) -> str:
    pairs = islice(value.items(), _MOST_PARTS)
    parts = [f"{scalar_text(key) or describe_kind(key)}: {write(member)}" for key, member in pairs]
    if len(value) > _MOST_PARTS:
        parts.append("…")
    return f"{{{_cut(', '.join(parts))}}}"


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_ARGUMENT else text[: _LONGEST_ARGUMENT - 1] + "…"
