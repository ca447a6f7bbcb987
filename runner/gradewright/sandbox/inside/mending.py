"""Let functions of a submission tell their steps to the judge, and take right values from it.

    ("=begin", function, arguments, steps or None) -> [number, steps to tell] or None
    ("=tell", number, step, value)                 -> None: go on with that; [value]: with this one

What the judge makes of it gives words about a fault, and never points: a submission may lie here.
"""

from __future__ import annotations

import builtins
import sys
import types
from collections.abc import Callable, Collection
from typing import Any

from gradewright.beside.loading.modules import is_of_submission
from gradewright.beside.loading.places import where
from gradewright.beside.steps import Step
from gradewright.beside.telling import BEGIN, TELL, Telling, telling

BEGIN_KEY, TELL_KEY = "=begin", "=tell"
Ask = Callable[[str, tuple[Any, ...]], Any]


class Mending:
    """The functions of a submission that tell; `trusted` are those that are known to be right."""

    def __init__(self, ask: Ask, trusted: Collection[str]) -> None:
        self._ask, self._trusted = ask, frozenset(trusted)
        self._telling: dict[str, Telling] = {}
        self._announced: set[str] = set()
        self._wanted: dict[int, frozenset[int]] = {}
        self._is_over = False

    def watch(self, namespace: dict[str, Any], names: Collection[str]) -> None:
        """Make these functions tell, as far as that can be done soundly."""
        for name in names:
            function = namespace.get(name)
            found = telling(function)
            # Of a function that calls itself each call would be put right in its own way.
            if found is not None and found.code.co_name == name not in found.code.co_names:
                self._telling[name] = found
        for name in self._telling:
            function = namespace[name]
            function.__globals__.update({BEGIN: self._begin, TELL: self._tell})
            function.__code__ = self._telling[name].code

    def _begin(self, name: str, given: tuple[Any, ...]) -> int | None:
        """Tell of a call, and return its number; None where nothing is to be told."""
        if self._is_over:
            return None
        function = sys._getframe(1).f_globals  # noqa: SLF001 - those of the function that calls
        steps = self._telling[name].steps
        said = None
        if name not in self._announced:
            said = [steps.parameters, [self._said(step, function) for step in steps.all]]
        answer = self._asked(BEGIN_KEY, (name, given, said))
        if not answer:
            return None
        self._announced.add(name)
        number, wanted = answer
        if number < 0:
            self._is_over = True
            return None
        self._wanted[number] = frozenset(wanted)
        return int(number)

    def _tell(self, number: int | None, step: int, value: Any) -> Any:
        """Tell a value, and return the one to go on with."""
        if number is None or step not in self._wanted[number]:
            return value
        answer = self._asked(TELL_KEY, (number, step, value))
        return value if answer is None else answer[0]

    def _asked(self, key: str, args: tuple[Any, ...]) -> Any:
        try:
            return self._ask(key, args)
        except TypeError:  # a part of it is no plain value: then it is not compared
            return None

    def _said(self, step: Step, function: dict[str, Any]) -> list[Any]:
        reads = [name for name in step.reads if not self._is_known(name, function)]
        return [
            step.name,
            step.place,
            step.line,
            reads,
            list(step.guards),
            step.passes,
            step.loop,
            step.looped,
            step.told,
            step.last,
            step.ordinal,
            step.count,
        ]

    def _is_known(self, place: str, function: dict[str, Any]) -> bool:
        """Tell whether a name stands for something outside of the submission, or is known right."""
        if not place.startswith("?"):
            return False
        name = place[1:]
        if name not in function:
            return hasattr(builtins, name)
        if name in self._trusted or name in self._telling:
            return True
        value = function[name]
        kind = type(value)
        if issubclass(kind, types.ModuleType):
            return not is_of_submission(value)
        if kind is types.FunctionType:
            return where(value.__code__.co_filename) is None
        # NumPy's own functions and types, imported by name.
        return kind.__module__.partition(".")[0] in ("builtins", "numpy") and callable(value)
