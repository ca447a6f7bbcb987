"""What the reference's functions call their intermediate values, and what these are for arguments.

The names are those of variables, of items under a fixed key (`grads["dW2"]`) and of items of the
dictionaries that go in and come out.
"""

from __future__ import annotations

import copy
import random
import types
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np

from gradewright.beside.steps import RETURNED
from gradewright.beside.telling import BEGIN, TELL, Telling, telling
from gradewright.seeds import seed_generators

# Their values are models and tensors.
_MODELS = frozenset(("keras", "tf", "tensorflow", "torch"))
_RTOL, _ATOL = 1e-5, 1e-9
_MOST_EVENTS = 20_000


class Named(Protocol):
    """A step of a submission's; see `beside/steps.py`."""

    @property
    def name(self) -> str:
        """Return what it calls its value."""

    @property
    def place(self) -> str:
        """Return where it puts it."""

    @property
    def looped(self) -> bool:
        """Tell whether it is taken again and again."""

    @property
    def last(self) -> bool:
        """Tell whether its place has its last value then."""

    @property
    def ordinal(self) -> int:
        """Return the how-manieth step of its place it is."""

    @property
    def count(self) -> int:
        """Return how many steps give its place a value."""


@dataclass(frozen=True, slots=True)
class Right:
    """A value as it should be."""

    value: Any


@dataclass(frozen=True, slots=True)
class Taken:
    """The values of one step of the reference's: several within a loop, none if not reached."""

    looped: bool
    last: bool
    values: tuple[Any, ...]


@dataclass(slots=True)
class Trace:
    """The steps of a call by the names of their values, in the order of the source."""

    steps: dict[str, list[Taken]] = field(default_factory=dict)

    def knows(self, step: Named) -> bool:
        """Tell whether there is something to compare a step with."""
        return self._taken(step) is not None

    def value(self, step: Named, time: int) -> Right | None:
        """Return what a step should give for the so-manieth time, None where nobody knows."""
        taken = self._taken(step)
        if taken is None:
            return None
        at = time if step.looped else len(taken.values) - 1
        return Right(taken.values[at]) if at < len(taken.values) else None

    def _taken(self, step: Named) -> Taken | None:
        """Return the step that belongs to a submission's: that of its place, or both last ones."""
        mine = self.steps.get(_name_of(step), [])
        is_alike = len(mine) == step.count and mine[step.ordinal].looped == step.looped
        if is_alike and mine[step.ordinal].values and step.place != RETURNED:
            return mine[step.ordinal]
        reached = [taken for taken in mine if taken.last and taken.values]
        if not step.last or not reached or (step.looped and not reached[-1].looped):
            return None
        return reached[-1]


def _name_of(step: Named) -> str:
    return RETURNED if step.place == RETURNED else step.name


class Tracer:
    """Runs functions of the reference and takes their intermediate values down."""

    def __init__(self, target: Callable[[str], Callable[..., Any]]) -> None:
        self._target = target
        self._telling: dict[str, Telling | None] = {}

    def knows(self, function: str) -> bool:
        """Tell whether there is such a function, whose steps can be told."""
        if function not in self._telling:
            try:
                found = self._target(function)
            except AttributeError:
                found = None
            told = telling(found)
            is_plain = told is not None and not _MODELS & set(told.code.co_names)
            self._telling[function] = told if is_plain else None
        return self._telling[function] is not None

    def trace(self, function: str, given: Mapping[str, Any]) -> Trace | None:
        """Return the values of a call, None where they cannot be known.

        Args:
            function: a function of the reference's.
            given: the arguments by the submission's names for them, in order.
        """
        if not self.knows(function):
            return None
        args = self._arguments(function, given)
        if args is None:
            return None
        state, numbers = random.getstate(), np.random.get_state()  # noqa: NPY002
        try:
            first = self._run(function, args)
            if random.getstate() == state and _is_state(numbers):
                return first
            # It draws random numbers: those of the submission's are others.
            seed_generators(1)
            second = self._run(function, args)
        except Exception:  # noqa: BLE001 - no values for arguments that it does not take
            return None
        finally:
            random.setstate(state)
            np.random.set_state(numbers)  # noqa: NPY002
        return first if _are_alike(first, second) else None

    def _arguments(self, function: str, given: Mapping[str, Any]) -> dict[str, Any] | None:
        """Return the arguments by the reference's names."""
        told = self._telling[function]
        assert told is not None
        asked = told.steps.parameters
        if set(asked) == set(given):
            return {name: given[name] for name in asked}
        if len(asked) == len(given) and not set(asked) & set(given):
            return dict(zip(asked, given.values(), strict=True))
        same_places = [a == g for a, g in zip(asked, given, strict=False)]
        if len(asked) == len(given) and sum(same_places) == len(set(asked) & set(given)):
            return dict(zip(asked, given.values(), strict=True))
        return None

    def _run(self, function: str, args: Mapping[str, Any]) -> Trace:
        told = self._telling[function]
        assert told is not None
        target: Any = self._target(function)
        events: list[tuple[int, Any]] = []

        def tell(_call: object, at: int, value: Any) -> Any:
            if len(events) > _MOST_EVENTS:
                raise RuntimeError("too many steps to take down")
            try:
                events.append((at, copy.deepcopy(value)))
            except Exception:  # noqa: BLE001 - what cannot be copied cannot be compared either
                return value
            return value

        names = {**target.__globals__, BEGIN: lambda *_: None, TELL: tell}
        run = types.FunctionType(told.code, names, function, target.__defaults__)
        run.__kwdefaults__ = target.__kwdefaults__
        run(**copy.deepcopy(dict(args)))
        return _trace(told, events, args)


def _are_alike(one: Trace, other: Trace) -> bool:
    """Tell whether two runs gave the same values."""
    return one.steps.keys() == other.steps.keys() and all(
        len(a.values) == len(b.values) and all(map(agree, a.values, b.values))
        for name, steps in one.steps.items()
        for a, b in zip(steps, other.steps[name], strict=True)
    )


def _is_state(numbers: Any) -> bool:
    now: Any = np.random.get_state()  # noqa: NPY002
    return now[2:] == numbers[2:] and bool(np.array_equal(now[1], numbers[1]))


def _trace(told: Telling, events: list[tuple[int, Any]], args: Mapping[str, Any]) -> Trace:
    by_step: dict[int, list[Any]] = {}
    for at, value in events:
        by_step.setdefault(at, []).append(value)
    trace, places = Trace(), dict[str, set[str]]()
    for at, step in enumerate(told.steps.all):
        values = tuple(by_step.get(at, ()))
        if all(map(_is_plain, values)):
            taken = Taken(step.looped, step.last, values)
            trace.steps.setdefault(_name_of(step), []).append(taken)
        places.setdefault(_name_of(step), set()).add(step.place)
    for name, where in places.items():
        ends = [t.values[-1] for t in trace.steps.get(name, ()) if t.last and t.values]
        if len(where) > 1 and not all(agree(end, ends[0]) for end in ends):
            # One name for two things: nobody can tell which a submission means.
            trace.steps[name] = []
    _add_items(trace, by_step, told, args)
    return trace


def _add_items(
    trace: Trace, by_step: dict[int, list[Any]], told: Telling, args: Mapping[str, Any]
) -> None:
    """Add what comes out and what goes in, where no step is called so."""
    for source in (*_dictionaries(by_step, told), args, *_inner(args.values())):
        for name, value in source.items():
            if name not in trace.steps and _is_plain(value):
                trace.steps[name] = [Taken(looped=False, last=True, values=(value,))]


def _dictionaries(by_step: dict[int, list[Any]], told: Telling) -> Iterator[Mapping[str, Any]]:
    """Yield the dictionaries that come out."""
    for at, values in by_step.items():
        if told.steps.all[at].place == RETURNED:
            value = values[-1]
            yield from _inner(value if isinstance(value, tuple) else (value,))


def _inner(values: Any) -> Iterator[Mapping[str, Any]]:
    for value in values:
        if isinstance(value, dict) and all(isinstance(key, str) for key in value):
            yield value


def _is_plain(value: Any) -> bool:
    if isinstance(value, dict):
        return all(isinstance(k, str) and _is_plain(v) for k, v in value.items())
    if isinstance(value, (list, tuple)):
        return all(map(_is_plain, value))
    if isinstance(value, np.ndarray):
        return value.dtype.kind in "biufc"
    return isinstance(value, (bool, int, float, complex, str, np.number, np.bool_))


def agree(got: Any, right: Any) -> bool:
    """Tell whether a value is as it should be, but for rounding and for how it is wrapped."""
    if isinstance(right, dict):
        is_there = isinstance(got, dict) and set(right) <= set(got)
        return is_there and all(agree(got[name], value) for name, value in right.items())
    if isinstance(right, (str, type(None))) or isinstance(got, (str, dict, type(None))):
        return type(got) is type(right) and bool(got == right)
    if isinstance(right, (list, tuple)) and any(isinstance(v, (list, tuple, dict)) for v in right):
        is_like = isinstance(got, (list, tuple)) and len(got) == len(right)
        return is_like and all(map(agree, got, right))
    if isinstance(right, (list, tuple)) and isinstance(got, (list, tuple)):
        return len(got) == len(right) and all(map(agree, got, right))
    try:
        return _are_equal(np.asarray(got), np.asarray(right))
    except (TypeError, ValueError):
        return False


def _are_equal(got: Any, right: Any) -> bool:
    if got.dtype.kind not in "biufc" or right.dtype.kind not in "biufc":
        return False
    if got.shape != right.shape:
        if got.size != 1 or right.size != 1:
            return False
        got, right = got.reshape(()), right.reshape(())
    kind = np.complex128 if "c" in got.dtype.kind + right.dtype.kind else np.float64
    got, right = got.astype(kind), right.astype(kind)
    sizes = np.abs(right[np.isfinite(right)])
    atol = _ATOL * float(sizes.max()) if sizes.size else 0.0
    return bool(np.allclose(got, right, rtol=_RTOL, atol=atol, equal_nan=True))


def put_right(got: Any, right: Any) -> Any:
    """Return a right value in the place of a wrong one, with whatever else that holds."""
    if isinstance(got, dict) and isinstance(right, dict):
        return {**got, **right}
    return right
