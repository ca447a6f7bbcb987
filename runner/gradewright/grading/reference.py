"""The `reference` of graders: the solution's functions, run in the judge."""

from __future__ import annotations

import copy
import importlib.util
import sys
import traceback
from collections.abc import Callable
from types import ModuleType
from typing import Any

from gradewright.course.records import Assignment
from gradewright.errors import CourseError
from gradewright.grading.collected import check_syntax
from gradewright.performance.artefact import Artefact
from gradewright.performance.lending import trusted_artefact
from gradewright.seeds import seed_generators


class Reference:
    """The reference solution's functions, called in the judge on copies of the arguments."""

    def __init__(self, module: ModuleType, seed: int | None = None) -> None:
        self._module, self._seed = module, seed

    def __getattr__(self, function: str) -> Callable[..., Any]:
        """Return the reference's function of that name."""
        if function.startswith("__"):
            raise AttributeError(function)
        target = self.target(function)

        def call(*args: Any, **kwargs: Any) -> Any:
            if self._seed is not None:
                seed_generators(self._seed)
            return target(*copy.deepcopy(args), **copy.deepcopy(kwargs))

        call.__name__ = function
        return call

    def target(self, function: str) -> Callable[..., Any]:
        """Return the function itself, which takes its arguments as they are."""
        target: Callable[..., Any] = getattr(self._module, function)
        return target

    @property
    def in_place(self) -> ModuleType:
        """Return the solution's module itself, whose functions take their arguments as they are.

        So that a model is trained in place, and not a copy of it. What they change stays changed
        for all submissions of this judge: give them nothing but what was made for them.
        """
        return self._module

    def artefact(self, model: Any) -> Artefact:
        """Return a Keras model of the reference's as an artefact.

        Args:
            model: a built Keras model, as the reference's functions return it.

        Raises:
            MachineryError: it has parts that Keras' JSON cannot describe.
        """
        return trusted_artefact(model)

    def seeded(self, seed: int) -> Reference:
        """Return the same with NumPy's and Python's global generators seeded before each call."""
        return Reference(self._module, seed)


def load_reference(assignment: Assignment) -> ModuleType:
    """Return the reference solution as a module of the judge's.

    Raises:
        CourseError: there is none, or it cannot be imported.
    """
    file = assignment.reference / f"{assignment.slug}.py"
    for support in assignment.load.support:
        _import_file(support.stem, support)
    return _import_file(f"gradewright_reference_{assignment.slug}", file)


def _import_file(name: str, file: Any) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, file)
    if spec is None or spec.loader is None or not file.is_file():
        raise CourseError(file, "the file", "nothing", "the reference solution")
    check_syntax([file])
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        lines = [
            f.lineno for f in traceback.extract_tb(error.__traceback__) if f.filename == str(file)
        ]
        place = f"line {lines[-1]}" if lines else "the code"
        raise CourseError(file, place, repr(error), "code that can be imported") from error
    return module
