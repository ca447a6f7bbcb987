"""Read records back from plain values, strictly: what does not fit is refused, with its place."""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Mapping
from functools import cache
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")


class NotARecordError(ValueError):
    """A plain value is not what the record asks for; the message says where and why."""


def from_plain(kind: type[T], plain: Any) -> T:
    """Return the record of a class that `results.to_plain` made `plain` of.

    A key that is absent gets the field's default, as in files of an earlier version.

    Raises:
        NotARecordError: a key is unknown or missing, or a value is of another type.
    """
    return cast("T", _record(kind, plain, ""))


def _record(kind: Any, plain: Any, at: str) -> Any:
    if not isinstance(plain, dict):
        raise _refused(at, plain, "an object")
    fields = {field.name: field for field in dataclasses.fields(kind)}
    for key in plain:
        if key not in fields:
            raise NotARecordError(f"{_join(at, key)}: no such key")
    hints, values = _hints(kind), {}
    for name, field in fields.items():
        if name in plain:
            values[name] = _value(hints[name], plain[name], _join(at, name))
        elif field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING:
            raise NotARecordError(f"{_join(at, name)}: missing")
    return kind(**values)


def _value(hint: Any, plain: Any, at: str) -> Any:
    """Return a value of the type that an annotation of the records names."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Literal:
        if not isinstance(plain, str) or plain not in arguments:
            raise _refused(at, plain, " or ".join(map(repr, arguments)))
        return plain
    if origin in (Union, types.UnionType):
        (inner,) = (each for each in arguments if each is not types.NoneType)
        return None if plain is None else _value(inner, plain, at)
    if origin is tuple:
        return _sequence(arguments, plain, at)
    if origin is dict:
        return _table(arguments[1], plain, at)
    if dataclasses.is_dataclass(hint):
        return _record(hint, plain, at)
    return _scalar(hint, plain, at)


def _sequence(arguments: tuple[Any, ...], plain: Any, at: str) -> tuple[Any, ...]:
    if not isinstance(plain, list):
        raise _refused(at, plain, "a list")
    hints = arguments[:1] * len(plain) if arguments[-1] is Ellipsis else arguments
    if len(plain) != len(hints):
        raise NotARecordError(f"{at}: {len(plain)} values instead of {len(hints)}")
    return tuple(
        _value(hint, each, f"{at}[{i}]")
        for i, (hint, each) in enumerate(zip(hints, plain, strict=True))
    )


def _table(hint: Any, plain: Any, at: str) -> Mapping[str, Any]:
    if not isinstance(plain, dict):
        raise _refused(at, plain, "an object")
    return {key: _value(hint, each, _join(at, key)) for key, each in plain.items()}


def _scalar(hint: Any, plain: Any, at: str) -> Any:
    # A bool is an int to Python, and no number to a reader.
    fits = type(plain) is hint or (hint is float and type(plain) is int)
    if not fits:
        raise _refused(at, plain, {str: "a text", bool: "true or false"}.get(hint, "a number"))
    return plain


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


def _join(at: str, key: str) -> str:
    return f"{at}.{key}" if at else str(key)


def _refused(at: str, plain: Any, wanted: str) -> NotARecordError:
    found = "null" if plain is None else f"a value of type {type(plain).__name__}"
    return NotARecordError(f"{at or 'the record'}: {found} instead of {wanted}")
