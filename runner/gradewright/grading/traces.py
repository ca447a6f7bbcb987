"""What the reference's functions call their intermediate values, and what these are for arguments.

The names are those of variables, of items under a fixed key (`grads["dW2"]`) and of items of the
dictionaries that go in and come out.
"""

from __future__ import annotations

import copy
import inspect
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
_MOST_COMPARED = 3


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
    """A value as it should be; `is_meant`: by its name, and not only like some value."""

    value: Any
    is_meant: bool = True


@dataclass(frozen=True, slots=True)
class Taken:
    """The values of one step of the reference's: several within a loop, none if not reached."""

    looped: bool
    last: bool
    values: tuple[Any, ...]


@dataclass(slots=True)
class Trace:
    """The steps of a call by the names of their values, in the order of the source.

    `variables` are those that give one a value, `others` items that are written out, and what comes
    out and goes in.
    """

    variables: dict[str, list[Taken]] = field(default_factory=dict)
    others: dict[str, list[Taken]] = field(default_factory=dict)

    def value(self, step: Named, time: int, got: Any) -> Right | None:
        """Return what a step should give for the so-manieth time, None where nobody knows.

        A name that is used another number of times here stands for any of its values, and one that
        is not known here for whatever is as it is: `got` is right then, or nobody knows.
        """
        name = _name_of(step)
        taken = self._of_its_place(step, name)
        if taken is not None:
            at = time if step.looped else len(taken.values) - 1
            return Right(taken.values[at]) if at < len(taken.values) else None
        if step.looped:
            # What was right once may be due another time.
            return None
        mine = [*self.variables.get(name, ()), *self.others.get(name, ())]
        if any(agree(got, value) for taken in mine for value in taken.values):
            return Right(got)
        if name == step.name and not mine and step.count == 1 and _tells_much(got):
            is_there = any(agree(got, value) for value in self.all(_MOST_COMPARED))
            return Right(got, is_meant=False) if is_there else None
        ends = [taken for taken in mine if taken.last and taken.values]
        if not step.last or not ends or ends[0].looped:
            return None
        return Right(ends[0].values[-1])

    def times(self, step: Named) -> int:
        """Return how often the reference takes a step, -1 where nobody knows."""
        taken = self._of_its_place(step, _name_of(step))
        return len(taken.values) if taken is not None else -1

    def _of_its_place(self, step: Named, name: str) -> Taken | None:
        """Return the reference's step that is this one: of as many, at the same place."""
        kind = self.others if step.place.startswith(("{", "(")) else self.variables
        mine = kind.get(name, [])
        if len(mine) != step.count or step.place == RETURNED:
            return None
        taken = mine[step.ordinal]
        return taken if taken.values and taken.looped == step.looped else None

    def all(self, most: int = 0) -> Iterator[Any]:
        """Yield all values, or so many of each step's last ones."""
        for steps in (*self.variables.values(), *self.others.values()):
            for taken in steps:
                yield from taken.values[-most:]


def _tells_much(value: Any) -> bool:
    """Tell whether two such values are hardly equal by chance."""
    if isinstance(value, dict):
        return any(map(_tells_much, value.values()))
    return isinstance(value, np.ndarray) and value.size > 1 and bool(np.ptp(value) > 0)


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
        defaults = _with_defaults(self._target(function))
        if set(asked) - defaults <= set(given):
            return {name: given[name] for name in asked if name in given}
        # Called otherwise, but in the same order.
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


def _with_defaults(function: Callable[..., Any]) -> set[str]:
    given = inspect.signature(function).parameters.values()
    return {each.name for each in given if each.default is not each.empty}


def _are_alike(one: Trace, other: Trace) -> bool:
    """Tell whether two runs gave the same values."""
    mine, others = list(one.all()), list(other.all())
    return len(mine) == len(others) and all(map(agree, mine, others))


def _is_state(numbers: Any) -> bool:
    now: Any = np.random.get_state()  # noqa: NPY002
    return now[2:] == numbers[2:] and bool(np.array_equal(now[1], numbers[1]))


def _trace(told: Telling, events: list[tuple[int, Any]], args: Mapping[str, Any]) -> Trace:
    by_step: dict[int, list[Any]] = {}
    for at, value in events:
        by_step.setdefault(at, []).append(value)
    trace = Trace()
    for at, step in enumerate(told.steps.all):
        values = tuple(by_step.get(at, ()))
        name = _name_of(step)
        if all(map(_is_plain, values)):
            kind = trace.others if step.place.startswith(("{", "(", RETURNED)) else trace.variables
            kind.setdefault(name, []).append(Taken(step.looped, step.last, values))
    _add_items(trace, by_step, told, args)
    return trace


def _add_items(
    trace: Trace, by_step: dict[int, list[Any]], told: Telling, args: Mapping[str, Any]
) -> None:
    """Add what comes out and what goes in, where no step is called so."""
    for source in (*_dictionaries(by_step, told), args, *_inner(args.values())):
        for name, value in source.items():
            if name not in trace.variables and name not in trace.others and _is_plain(value):
                trace.others[name] = [Taken(looped=False, last=True, values=(value,))]


def _dictionaries(by_step: dict[int, list[Any]], told: Telling) -> Iterator[Mapping[str, Any]]:
    """Yield the dictionaries that come out, and several values by their places."""
    for at, values in by_step.items():
        if told.steps.all[at].place == RETURNED:
            parts = values[-1] if isinstance(values[-1], tuple) else (values[-1],)
            yield from _inner(parts)
            if len(parts) > 1:
                yield {f"({place})": part for place, part in enumerate(parts)}


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
