"""Silent stand-ins for plotting and notebook packages that are not installed.

Plotting inside a graded function changes no value, so a missing plotting package must not
cost points.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

from . import bars, palettes
from .places import where
from .standing import ALWAYS_REAL, Quiet, stand_in
from .words import words

__all__ = ["QuietFinder", "is_quiet", "notebook_names"]

_DRAWING = words(
    "altair bokeh celluloid folium graphviz holoviews hvplot livelossplot matplotlib missingno "
    "mpl_toolkits plotly plotnine pyecharts pylab scienceplots seaborn wordcloud yellowbrick"
)
_BARS = words("alive_progress enlighten fastprogress progressbar tqdm")
_NOTEBOOK = words("IPython ipywidgets ipympl marimo")
# what these do, make a module of a notebook, our own finder does
_IMPORTERS = words("import_ipynb importnb ipynb nbimporter")
QUIET_PACKAGES = _DRAWING | _BARS | _NOTEBOOK | _IMPORTERS
_HOLDS_MODULES = ("ipynb.fs.full", "ipynb.fs.defs")
_OUR_PACKAGE = __package__.rpartition(".")[0]
_TAUGHT = (bars, palettes)  # their import taught `stand_in` the names that they stand for


def is_quiet(module: str) -> bool:
    """Tell whether a module belongs to a plotting or notebook package."""
    return module.partition(".")[0] in QUIET_PACKAGES


class QuietModule(ModuleType):
    """A module in which every public name is a stand-in."""

    __path__: list[str] = []  # noqa: RUF012 - what makes it a package, shared and empty
    __all__: tuple[str, ...] = ()
    __version__ = "0.0.0"

    def __getattr__(self, name: str) -> Any:
        if name == "get_ipython":
            return _get_ipython
        if name.startswith(ALWAYS_REAL) or self.__name__.startswith(_HOLDS_MODULES):
            raise AttributeError(name)
        return stand_in(name)


class QuietFinder(MetaPathFinder, Loader):
    """Last of the finders: gives a stand-in for a quiet package that is not installed.

    Only to the submission's own imports: a library that looks whether matplotlib is there
    must get the truth.
    """

    def find_spec(
        self,
        fullname: str,
        path: Any = None,  # noqa: ARG002 - the protocol's
        target: ModuleType | None = None,  # noqa: ARG002 - the protocol's
    ) -> ModuleSpec | None:
        """Return a spec for a quiet package, or for a part of one that is a stand-in."""
        if not is_quiet(fullname):
            return None
        parent = fullname.rpartition(".")[0]
        if parent and not isinstance(sys.modules.get(parent), QuietModule):
            return None
        if not parent and not _asked_by_submission():
            return None
        return ModuleSpec(fullname, self, is_package=True)

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """Return the stand-in for the whole module."""
        return QuietModule(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Do nothing: a stand-in has no code."""


def _asked_by_submission() -> bool:
    frame = sys._getframe(1)  # noqa: SLF001 - the only way to learn who imports
    while frame.f_back is not None:
        name = str(frame.f_globals.get("__name__", ""))
        if not name.startswith("importlib") and name != __name__:
            break
        frame = frame.f_back
    return name.startswith(_OUR_PACKAGE) or _is_loaded_code(frame.f_code.co_filename)


def _is_loaded_code(code_name: str) -> bool:
    return where(code_name) is not None or code_name.startswith("<course module ")


class QuietShell(Quiet):
    """What `get_ipython()` gives: a shell in which every command does nothing."""

    def getoutput(self, *_: Any, **__: Any) -> list[str]:
        """Return the output of a command that was not run."""
        return []


def notebook_names() -> dict[str, Callable[..., Any]]:
    """Return the names that IPython adds to a notebook's own."""

    def display(*_: Any, **__: Any) -> None:
        """Show nothing."""

    def get_ipython() -> QuietShell:
        """Return a shell that does nothing."""
        return QuietShell("shell")

    return {"display": display, "get_ipython": get_ipython}


def _get_ipython() -> QuietShell | None:
    """Return a shell to the submission; a library, matplotlib above all, learns the truth."""
    return QuietShell("shell") if _asked_by_submission() else None
