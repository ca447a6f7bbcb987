"""Read records back from plain values, strictly: what does not fit is refused, with its place."""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Callable
from functools import cache
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")

# What reads one kind of value; a class's annotations are looked at once.
_Reader = Callable[[Any], Any]


class NotARecordError(ValueError):
    """A plain value is not what the record asks for; the message says where and why."""


def from_plain(kind: type[T], plain: Any) -> T:
    """Return the record of a class that `results.to_plain` made `plain` of.

    A key that is absent gets the field's default, as in files of an earlier version.

    Raises:
        NotARecordError: a key is unknown or missing, or a value is of another type.
    """
    hint: Any = kind
    try:
        record: T = _reader_of(hint)(plain)
    except _MisfitError as misfit:
        raise NotARecordError(f"{misfit.place or 'the record'}: {misfit.why}") from misfit
    return record


class _MisfitError(Exception):
    """A value that does not fit; its place grows on the way out, so that it costs nothing else."""

    def __init__(self, why: str, place: str = "") -> None:
        super().__init__(why)
        self.why, self.place = why, place

    def inside(self, key: str) -> None:
        """Say which key or item the place so far is in."""
        dot = "." if self.place and not self.place.startswith("[") else ""
        self.place = f"{key}{dot}{self.place}"


@cache
def _reader_of(hint: Any) -> _Reader:
    """Return what reads a value of the type that an annotation of the records names."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Literal:
        return _one_of(arguments)
    if origin in (Union, types.UnionType):
        (inner,) = (each for each in arguments if each is not types.NoneType)
        return _optional(_reader_of(inner))
    if origin is tuple:
        return _items(arguments)
    if origin is dict:
        return _table(_reader_of(arguments[1]))
    return _record(hint) if dataclasses.is_dataclass(hint) else _scalar(hint)


def _record(kind: Any) -> _Reader:
    hints, fields = get_type_hints(kind), dataclasses.fields(kind)
    readers = {field.name: _reader_of(hints[field.name]) for field in fields}
    missing = dataclasses.MISSING
    needed = [f.name for f in fields if f.default is missing and f.default_factory is missing]

    def read(plain: Any) -> Any:
        if not isinstance(plain, dict):
            raise _refused(plain, "an object")
        values = {}
        for key, value in plain.items():
            reader = readers.get(key)
            if reader is None:
                raise _MisfitError("no such key", str(key))
            try:
                values[key] = reader(value)
            except _MisfitError as misfit:
                misfit.inside(key)
                raise
        for name in needed:
            if name not in values:
                raise _MisfitError("missing", name)
        return kind(**values)

    return read


def _items(arguments: tuple[Any, ...]) -> _Reader:
    is_open = arguments[-1] is Ellipsis
    readers = [_reader_of(each) for each in (arguments[:1] if is_open else arguments)]

    def read(plain: Any) -> Any:
        if not isinstance(plain, list):
            raise _refused(plain, "a list")
        mine = readers * len(plain) if is_open else readers
        if len(plain) != len(mine):
            raise _MisfitError(f"{len(plain)} values instead of {len(mine)}")
        values: list[Any] = []
        try:
            for reader, each in zip(mine, plain, strict=True):
                values.append(reader(each))
        except _MisfitError as misfit:
            misfit.inside(f"[{len(values)}]")
            raise
        return tuple(values)

    return read


def _table(reader: _Reader) -> _Reader:
    def read(plain: Any) -> Any:
        if not isinstance(plain, dict):
            raise _refused(plain, "an object")
        values = {}
        for key, value in plain.items():
            try:
                values[key] = reader(value)
            except _MisfitError as misfit:
                misfit.inside(key)
                raise
        return values

    return read


def _optional(reader: _Reader) -> _Reader:
    return lambda plain: None if plain is None else reader(plain)


def _one_of(words: tuple[Any, ...]) -> _Reader:
    def read(plain: Any) -> Any:
        if not isinstance(plain, str) or plain not in words:
            raise _refused(plain, " or ".join(map(repr, words)))
        return plain

    return read


def _scalar(kind: Any) -> _Reader:
    # A bool is an int to Python, and no number to a reader.
    kinds = (float, int) if kind is float else (kind,)
    wanted = {str: "a text", bool: "true or false"}.get(kind, "a number")

    def read(plain: Any) -> Any:
        if type(plain) not in kinds:
            raise _refused(plain, wanted)
        return plain

    return read


def _refused(plain: Any, wanted: str) -> _MisfitError:
    found = "null" if plain is None else f"a value of type {type(plain).__name__}"
    return _MisfitError(f"{found} instead of {wanted}")
