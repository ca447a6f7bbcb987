"""Import the visible tests of a kit, beside a student's modules and without touching them."""

from __future__ import annotations

import builtins
import linecache
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from gradewright.selfcheck.kit import Check, Kit
from gradewright.selfcheck.stand_in import Mark, marks_of, parameter_sets, pytest_stand_in, scope_of

# Graders' modules are called `reading` or `cases`, as a student's own may be.
_PREFIX = "gradewright_kit_"


@dataclass(frozen=True, slots=True)
class Fixture:
    """A fixture of a grader's file; `shared` by the tests of its file in one run."""

    function: Callable[..., Any]
    shared: bool


@dataclass(frozen=True, slots=True)
class Test:
    """A visible test that can be run.

    Attributes:
        check: what it is.
        function: the test function.
        parameters: its arguments that are no fixtures.
        fixtures: those of its file, by name.
        depends: the test functions of its file that must have passed.
        needs: packages without which it cannot be run.
    """

    check: Check
    function: Callable[..., Any]
    parameters: Mapping[str, Any]
    fixtures: Mapping[str, Fixture]
    depends: tuple[str, ...]
    needs: tuple[str, ...]


class Graders:
    """The grader's modules of a kit, each imported once, when it is first asked for.

    What they import of each other comes from the kit, and their pytest is a stand-in. Everything
    else is the installed package of that name.
    """

    def __init__(self, kit: Kit) -> None:
        self._kit = kit
        self._pytest = pytest_stand_in()
        self._modules: dict[str, ModuleType] = {}
        self._builtins = {**vars(builtins), "__import__": self._import}

    def tests(self, checks: Sequence[Check]) -> Iterator[Test]:
        """Yield the tests of these checks, in order."""
        for check in checks:
            module = self._module(check.file.removesuffix(".py"))
            function = getattr(module, check.function)
            marks = (*marks_of(function), *_usual(module))
            yield Test(
                check,
                function,
                parameter_sets(marks)[check.case],
                _fixtures(module),
                tuple(name for mark in marks if mark.name == "depends" for name in mark.args),
                tuple(name for mark in marks if mark.name == "needs" for name in mark.args),
            )

    def _import(
        self,
        name: str,
        given: Mapping[str, Any] | None = None,
        local: Mapping[str, Any] | None = None,
        names: Sequence[str] = (),
        level: int = 0,
    ) -> Any:
        if name == "pytest":
            return self._pytest
        if f"{name}.py" in self._kit.graders or f"{name}.py" in self._kit.support:
            return self._module(name)
        return builtins.__import__(name, given, local, names, level)

    def _module(self, name: str) -> ModuleType:
        if name not in self._modules:
            file = f"{name}.py"
            source = self._kit.graders.get(file) or self._kit.support[file]
            module = ModuleType(_PREFIX + name)
            # Data classes look their module up by its name.
            sys.modules[module.__name__] = module
            shown = f"<{file} of the self-check>"
            linecache.cache[shown] = (len(source), None, source.splitlines(keepends=True), shown)
            module.__dict__["__builtins__"] = self._builtins
            self._modules[name] = module
            exec(compile(source, shown, "exec", dont_inherit=True), module.__dict__)  # noqa: S102
        return self._modules[name]


def _usual(module: ModuleType) -> tuple[Mark, ...]:
    """Return the marks that a module puts on all of its tests."""
    marks = getattr(module, "pytestmark", ())
    return tuple(marks) if isinstance(marks, (list, tuple)) else (marks,)


def _fixtures(module: ModuleType) -> dict[str, Fixture]:
    return {
        name: Fixture(value, scope_of(value) != "function")
        for name, value in vars(module).items()
        if scope_of(value)
    }
