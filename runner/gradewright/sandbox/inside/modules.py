"""Import of modules that belong to the submission or to the course.

These are a submission's other files, what `%%writefile` cells hold, and the course's support
modules, which exist only as text. They are read like the submission itself, so that a missing
package or a broken line in a helper file costs no more than it must.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import decode_source
from types import ModuleType

from .places import Cell, course_cell

Execute = Callable[[ModuleType, list[Cell]], None]


@dataclass(slots=True)
class Shelf:
    """Where modules of the submission and of the course are found.

    `folder` is the working folder, `beside` the folder of the main file, `stems` the names
    that may be found in them. `support` and `written` hold modules without a file.
    """

    folder: str
    beside: str
    support: dict[str, str] = field(default_factory=dict)
    written: dict[str, list[Cell]] = field(default_factory=dict)
    stems: frozenset[str] = frozenset()

    @property
    def folders(self) -> list[str]:
        """Return the folders that a plain import looks in, nearest first."""
        return list(dict.fromkeys([self.beside, self.folder]))

    def owns(self, module: str) -> bool:
        """Tell whether the submission or the course gives a module of this name."""
        root = module.partition(".")[0]
        return root in self.support or root in self.written or root in self.stems


def shelf_for(main: str, support: dict[str, str], written: dict[str, list[Cell]]) -> Shelf:
    """Return the shelf of a submission whose main file is `main`, a path in the working folder."""
    folder = os.path.abspath(sys.path[0] if sys.path else "")  # noqa: PTH100 - called often
    beside = os.path.normpath(os.path.join(folder, os.path.dirname(main)))  # noqa: PTH118, PTH120
    shelf = Shelf(folder, beside, support, written)
    entries = [entry for each in shelf.folders for entry in _listed(each)]
    shelf.stems = frozenset(
        entry.removesuffix(".py") for entry in entries if entry.endswith(".py") or "." not in entry
    )
    return shelf


def _listed(folder: str) -> list[str]:
    try:
        return os.listdir(folder)  # noqa: PTH208
    except OSError:
        return []


class ShelfFinder(MetaPathFinder):
    """First of the finders: knows the modules on the shelf and nothing else."""

    def __init__(self, shelf: Shelf, execute: Execute) -> None:
        self._shelf = shelf
        self._execute = execute

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None = None,
        target: ModuleType | None = None,  # noqa: ARG002 - the protocol's
    ) -> ModuleSpec | None:
        """Return a spec for a module on the shelf."""
        if not self._shelf.owns(fullname):
            return None
        if fullname in self._shelf.written:
            return self._spec(fullname, lambda: self._shelf.written[fullname])
        if fullname in self._shelf.support:
            text = self._shelf.support[fullname]
            return self._spec(fullname, lambda: [course_cell(fullname, text)])
        return self._find_file(fullname, path)

    def _spec(self, fullname: str, cells: Callable[[], list[Cell]]) -> ModuleSpec:
        return ModuleSpec(fullname, ShelfLoader(cells, self._execute))

    def _find_file(self, fullname: str, path: Sequence[str] | None) -> ModuleSpec | None:
        stem = fullname.rpartition(".")[2]
        for folder in self._shelf.folders if path is None else path:
            if not folder.startswith(self._shelf.folder):
                continue
            package = os.path.join(folder, stem)  # noqa: PTH118 - strings: this runs per import
            for file in (os.path.join(package, "__init__.py"), package + ".py"):  # noqa: PTH118
                if os.path.isfile(file):  # noqa: PTH113
                    return self._file_spec(fullname, file)
        return None

    def _file_spec(self, fullname: str, file: str) -> ModuleSpec:
        spec = self._spec(fullname, lambda: [self._read(file)])
        spec.origin = file
        spec.has_location = True
        if file.endswith("__init__.py"):
            spec.submodule_search_locations = [os.path.dirname(file)]  # noqa: PTH120
        return spec

    def _read(self, file: str) -> Cell:
        with open(file, "rb") as stream:  # noqa: PTH123
            raw = stream.read()
        try:
            text = decode_source(raw)
        except (SyntaxError, UnicodeDecodeError):
            text = raw.decode("utf-8", "replace")
        name = os.path.relpath(file, self._shelf.folder).replace(os.sep, "/")
        return Cell(name, None, text)


class ShelfLoader(Loader):
    """Loads one module of the shelf by the loader's own careful ways."""

    def __init__(self, cells: Callable[[], list[Cell]], execute: Execute) -> None:
        self._cells = cells
        self._execute = execute

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:  # noqa: ARG002
        """Leave making the module to Python."""
        return None

    def exec_module(self, module: ModuleType) -> None:
        """Execute the module's cells in its namespace."""
        self._execute(module, self._cells())


def install(first: Sequence[MetaPathFinder], last: MetaPathFinder) -> None:
    """Put finders before all others and one behind them, instead of earlier ones."""
    kinds = tuple(type(finder) for finder in (*first, last))
    kept = [finder for finder in sys.meta_path if not isinstance(finder, kinds)]
    sys.meta_path[:] = [*first, *kept, last]
