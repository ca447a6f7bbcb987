"""Silent stand-ins for plotting and notebook packages that are not installed.

Plotting inside a graded function changes no value, so a missing plotting package must not
cost points. Whatever is asked of a stand-in works and gives a stand-in.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import FunctionType, ModuleType
from typing import Any

from .places import where
from .words import words

QUIET_PACKAGES = words(
    "IPython altair bokeh ipywidgets matplotlib mpl_toolkits plotly pylab seaborn tqdm"
)
_ALWAYS_REAL = ("__", "_repr_", "_ipython_")
_OUR_PACKAGE = __name__.rpartition(".")[0]


def is_quiet(module: str) -> bool:
    """Tell whether a module belongs to a plotting or notebook package."""
    return module.partition(".")[0] in QUIET_PACKAGES


class Quiet:
    """Takes every attribute, call, index and `with`; unpacks into two, as `plt.subplots()` does."""

    def __init__(self, name: str = "stand-in", length: int = 2) -> None:
        self.__dict__.update(_name=name, _length=length)

    def __getattr__(self, name: str) -> Any:
        if name.startswith(_ALWAYS_REAL):
            raise AttributeError(name)
        return _stand_in(name)

    def __setattr__(self, name: str, value: Any) -> None:
        """Forget the value: nothing that is drawn is ever looked at."""

    def __call__(self, *args: Any, **options: Any) -> Any:
        """Return a stand-in for whatever the call would give."""
        if self._name == "subplots":
            return Quiet("figure"), _axes(args, options)
        # used as a decorator, as in `@interact(...)`, it must leave the function alone
        if len(args) == 1 and not options and isinstance(args[0], FunctionType):
            return args[0]
        return Quiet("result")

    def __getitem__(self, key: Any) -> Any:
        return Quiet("item")

    def __setitem__(self, key: Any, value: Any) -> None:
        """Forget the value."""

    def __iter__(self) -> Iterator[Any]:
        return iter([Quiet("item") for _ in range(self._length)])

    def __len__(self) -> int:
        return int(self._length)

    def __contains__(self, item: object) -> bool:
        return False

    def __bool__(self) -> bool:
        return True

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *error: object) -> None:
        """Let errors of the body through."""

    def __repr__(self) -> str:
        return f"<quiet {self._name}>"


class QuietBar(Quiet):
    """Stands for a progress bar: iterates over what it was given."""

    def __init__(self, items: Any) -> None:
        super().__init__("bar")
        self.__dict__["_items"] = items

    def __iter__(self) -> Iterator[Any]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)


class QuietBars(Quiet):
    """Stands for tqdm itself."""

    def __call__(self, iterable: Any = (), *_: Any, **__: Any) -> QuietBar:
        """Return a bar over the items."""
        return QuietBar(iterable)


class QuietRanges(Quiet):
    """Stands for tqdm's `trange`."""

    def __call__(self, *bounds: Any, **_: Any) -> QuietBar:
        """Return a bar over a range."""
        return QuietBar(range(*bounds))


_SPECIAL = {
    "tqdm": QuietBars("tqdm"),
    "tqdm_notebook": QuietBars("tqdm"),
    "trange": QuietRanges("trange"),
    "tnrange": QuietRanges("trange"),
}


def _stand_in(name: str) -> Any:
    return _SPECIAL.get(name) or Quiet(name)


def _axes(args: Sequence[Any], options: dict[str, Any]) -> Quiet:
    rows = args[0] if args else options.get("nrows", 1)
    columns = args[1] if len(args) > 1 else options.get("ncols", 1)
    if not (isinstance(rows, int) and isinstance(columns, int)) or rows * columns <= 1:
        return Quiet("axes")
    return Quiet("axes", rows if rows > 1 else columns)


class QuietModule(ModuleType):
    """A module in which every public name is a stand-in."""

    __path__: list[str] = []  # noqa: RUF012 - what makes it a package, shared and empty
    __all__: tuple[str, ...] = ()

    def __getattr__(self, name: str) -> Any:
        if name.startswith(_ALWAYS_REAL):
            raise AttributeError(name)
        return _stand_in(name)


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
