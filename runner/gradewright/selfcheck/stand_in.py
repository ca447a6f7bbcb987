"""What visible tests take of pytest, which is not installed here: marks, fixtures, parameters."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

_MARKS = "_gradewright_marks"
_FIXTURE = "_gradewright_fixture"


class Skipped(Exception):  # noqa: N818 - pytest's own name for it
    """A test said that it cannot be run here."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark on a test function."""

    name: str
    args: tuple[Any, ...] = ()
    kwargs: Mapping[str, Any] = field(default_factory=dict)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Put the mark on a function, or give it its arguments."""
        if len(args) == 1 and not kwargs and isinstance(args[0], type(_put)):
            return _put(args[0], self)
        return Mark(self.name, args, kwargs)


def _put(function: Any, mark: Mark) -> Any:
    setattr(function, _MARKS, (*marks_of(function), mark))
    return function


class _Marks:
    def __getattr__(self, name: str) -> Mark:
        return Mark(name)


def marks_of(function: Any) -> tuple[Mark, ...]:
    """Return the marks of a function, the closest to it first."""
    marks: tuple[Mark, ...] = getattr(function, _MARKS, ())
    return marks


def scope_of(function: Any) -> str:
    """Return the scope of a fixture, "" for a function that is none."""
    return str(getattr(function, _FIXTURE, ""))


def parameter_sets(marks: Iterable[Mark]) -> list[dict[str, Any]]:
    """Return the arguments of each case of a test with these marks, as pytest orders them."""
    axes = []
    for mark in marks:
        if mark.name == "parametrize":
            names, values = mark.args[:2]
            split = [name.strip() for name in names.split(",")] if type(names) is str else names
            axes.append([_named(split, value) for value in values])
    return [dict(itertools.chain(*parts)) for parts in itertools.product(*axes)]


def _named(names: Iterable[str], value: Any) -> list[tuple[str, Any]]:
    names = list(names)
    return [(names[0], value)] if len(names) == 1 else list(zip(names, value, strict=True))


def _fixture(function: Any = None, *, scope: str = "function") -> Any:
    def put(function: Any) -> Any:
        setattr(function, _FIXTURE, scope)
        return function

    return put if function is None else put(function)


def _skip(reason: str = "") -> None:
    raise Skipped(reason)


def pytest_stand_in() -> ModuleType:
    """Return a module that has what visible tests take of pytest."""
    module = ModuleType("pytest", "What visible tests take of pytest.")
    names: dict[str, Callable[..., Any] | object] = {
        "mark": _Marks(),
        "fixture": _fixture,
        "skip": _skip,
    }
    module.__dict__.update(names)
    return module
