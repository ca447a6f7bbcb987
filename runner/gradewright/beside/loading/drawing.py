"""Keep matplotlib from failing on what is not here.

That is windows, LaTeX, and packages whose stand-ins are handed to it. A drawing changes no value,
so a call that cannot be drawn is left out.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import FunctionType, ModuleType
from typing import Any

from .standing import Quiet, is_silent

_BACKEND = "agg"
_DONE = "_gradewright_prepared"


class DrawingFinder(MetaPathFinder):
    """Lets matplotlib's parts be imported as they are and then prepares them."""

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None = None,
        target: ModuleType | None = None,
    ) -> ModuleSpec | None:
        """Return the spec of a part that has to be prepared."""
        prepare = _PREPARED.get(fullname)
        if prepare is None:
            return None
        for finder in sys.meta_path[sys.meta_path.index(self) + 1 :]:
            spec = finder.find_spec(fullname, path, target)
            if spec is not None:
                if finder is not sys.meta_path[-1]:  # the last one gives stand-ins
                    spec.loader = _Preparing(spec.loader, prepare)
                return spec
        return None


def prepare_loaded() -> None:
    """Prepare the parts of matplotlib that were imported before a submission is loaded."""
    for name, prepare in _PREPARED.items():
        module = sys.modules.get(name)
        if module is not None and not hasattr(module, _DONE):
            prepare(module)


class _Preparing(Loader):
    """Loads a module by its own loader and then changes what must be changed in it."""

    def __init__(self, loader: Any, prepare: Callable[[ModuleType], None]) -> None:
        self._loader = loader
        self._prepare = prepare

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        """Leave it to the real loader."""
        return self._loader.create_module(spec)  # type: ignore[no-any-return]

    def exec_module(self, module: ModuleType) -> None:
        """Load the module and prepare it."""
        module.__loader__ = self._loader
        if module.__spec__ is not None:
            module.__spec__.loader = self._loader
        self._loader.exec_module(module)
        self._prepare(module)


def _prepare_matplotlib(matplotlib: Any) -> None:
    """Stay without windows and without LaTeX, whatever is asked for."""
    setattr(matplotlib, _DONE, True)
    checks = matplotlib.rcParams.validate
    checks["backend"] = lambda _value: _BACKEND
    checks["text.usetex"] = lambda _value: False
    matplotlib.use = _nothing


def _prepare_pyplot(pyplot: Any) -> None:
    """Leave out the calls that hand over a stand-in."""
    setattr(pyplot, _DONE, True)
    switch = pyplot.switch_backend
    pyplot.switch_backend = lambda _name: switch(_BACKEND)
    for name, function in list(vars(pyplot).items()):
        if isinstance(function, FunctionType) and not name.startswith("_"):
            setattr(pyplot, name, _guarded(function))
    drawn = (pyplot.Axes, pyplot.Figure, pyplot.Line2D, pyplot.Text)
    for kind in {base for each in drawn for base in each.__mro__}:
        # where it is defined, as matplotlib asks whether a class has a method of its own
        for name, method in list(vars(kind).items()):
            public = isinstance(method, FunctionType) and not name.startswith("_")
            if public and kind.__module__.startswith("matplotlib."):
                setattr(kind, name, _guarded(method))


_PREPARED: dict[str, Callable[[ModuleType], None]] = {
    "matplotlib": _prepare_matplotlib,
    "matplotlib.pyplot": _prepare_pyplot,
}


def _nothing(*_: Any, **__: Any) -> None:
    """Do nothing."""


def _guarded(function: FunctionType) -> Callable[..., Any]:
    @functools.wraps(function)
    def guarded(*args: Any, **options: Any) -> Any:
        if any(map(is_silent, args)) or any(map(is_silent, options.values())):
            return Quiet("result")
        return function(*args, **options)

    return guarded
