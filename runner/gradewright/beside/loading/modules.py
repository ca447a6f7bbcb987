"""Import of modules that belong to the submission or to the course.

These are a submission's other files, notebooks among them, what `%%writefile` cells hold, and the
course's support modules, which exist only as text. They are read like the submission itself, so
that a missing package or a broken line in a helper file costs no more than it must.
"""

from __future__ import annotations

import contextlib
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

# where the package `ipynb` has notebooks as modules
_NOTEBOOKS = ("ipynb.fs.full.", "ipynb.fs.defs.")


@dataclass(slots=True)
class Shelf:
    """Where modules of the submission and of the course are found.

    `folder` holds the whole submission, `beside` the main file; `stems` are the names that may be
    found in them. `support` are the course's modules, `cells_of` the cells of notebooks, and of the
    files that `%%writefile` wrote, by path. `known` are the places on `sys.path` that are not the
    submission's doing.
    """

    folder: str
    beside: str
    support: dict[str, str] = field(default_factory=dict)
    cells_of: dict[str, list[Cell]] = field(default_factory=dict)
    stems: set[str] = field(default_factory=set)
    known: frozenset[str] = frozenset()

    @property
    def folders(self) -> list[str]:
        """Return the folders of the submission that a plain import looks in, nearest first."""
        new = (entry for entry in sys.path if entry not in self.known)
        added = (os.path.abspath(entry) for entry in new)  # noqa: PTH100 - called often
        inside = (entry for entry in added if self._holds(entry))
        return list(dict.fromkeys([self.beside, self.folder, *inside]))

    def owns(self, module: str) -> bool:
        """Tell whether the submission or the course gives a module of this name."""
        root = module.partition(".")[0]
        if root in self.support or root in self.stems:
            return True
        added = set(self.folders) - {self.beside, self.folder}
        return any(root in _stems(folder) for folder in added)

    def cells(self, path: str) -> list[Cell] | None:
        """Return the cells of a script or notebook by its path, None where there are none.

        A path is looked up beside the main file, then in the whole submission, then by its last
        part alone: `/content/helpers.py` was right on another machine.
        """
        last = os.path.basename(path)  # noqa: PTH119
        for folder, name in ((self.beside, path), (self.folder, path), (self.beside, last)):
            for file in (os.path.join(folder, name), os.path.join(folder, name + ".ipynb")):  # noqa: PTH118
                if os.path.isfile(file) and self._holds(os.path.abspath(file)):  # noqa: PTH100, PTH113
                    return self.read(os.path.abspath(file)) or None  # noqa: PTH100
        return None

    def read(self, file: str) -> list[Cell]:
        """Return the cells of a file below the folder, under its path in there."""
        name = self.name(file)
        if name in self.cells_of or name.endswith(".ipynb"):
            return self.cells_of.get(name, [])
        with open(file, "rb") as stream:  # noqa: PTH123
            raw = stream.read()
        try:
            text = decode_source(raw)
        except (SyntaxError, UnicodeDecodeError):
            text = raw.decode("utf-8", "replace")
        return [Cell(name, None, text)]

    def name(self, file: str) -> str:
        """Return a file's path as seen from the folder of the whole submission."""
        return os.path.relpath(file, self.folder).replace(os.sep, "/")

    def write(self, path: str, text: str, cells: list[Cell], *, adds: bool) -> None:
        """Write a file that cells write, beside the main file; what cannot be is left."""
        file = os.path.join(self.beside, path)  # noqa: PTH118
        earlier = self.read(file) if adds and os.path.isfile(file) else []  # noqa: PTH113
        with contextlib.suppress(OSError):
            os.makedirs(os.path.dirname(file), exist_ok=True)  # noqa: PTH103, PTH120
            with open(file, "a" if adds else "w", encoding="utf-8") as stream:  # noqa: PTH123
                stream.write(text)
        self.cells_of[self.name(file)] = [*earlier, *cells]
        self.stems.add(path.partition("/")[0].removesuffix(".py"))

    def _holds(self, path: str) -> bool:
        return path == self.folder or path.startswith(self.folder + os.sep)


def shelf_for(main: str, support: dict[str, str], helpers: Sequence[Cell]) -> Shelf:
    """Return the shelf of a submission whose main file is `main`, a path in its folder.

    `helpers` are the code cells of its other notebooks.
    """
    folder = os.path.abspath(sys.path[0] if sys.path else "")  # noqa: PTH100 - called often
    beside = os.path.normpath(os.path.join(folder, os.path.dirname(main)))  # noqa: PTH118, PTH120
    shelf = Shelf(folder, beside, support, known=frozenset(sys.path))
    for cell in helpers:
        shelf.cells_of.setdefault(cell.file, []).append(cell)
    shelf.stems = {stem for each in {beside, folder} for stem in _stems(each)}
    return shelf


def _stems(folder: str) -> set[str]:
    """Return the names of the modules and folders in a folder."""
    try:
        entries = os.listdir(folder)  # noqa: PTH208
    except OSError:
        return set()
    named = (entry.removesuffix(".py").removesuffix(".ipynb") for entry in entries)
    return {name.replace(" ", "_") for name in named if "." not in name}


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
        for prefix in _NOTEBOOKS:
            if fullname.startswith(prefix):
                return self._find_file(fullname, None)
        if not self._shelf.owns(fullname):
            return None
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
            spaced = os.path.join(folder, stem.replace("_", " "))  # noqa: PTH118
            for file in (
                os.path.join(package, "__init__.py"),  # noqa: PTH118
                package + ".py",
                package + ".ipynb",
                spaced + ".ipynb",
            ):
                if os.path.isfile(file):  # noqa: PTH113
                    return self._file_spec(fullname, file)
        return None

    def _file_spec(self, fullname: str, file: str) -> ModuleSpec:
        spec = self._spec(fullname, lambda: self._shelf.read(file))
        spec.origin = file
        spec.has_location = True
        if file.endswith("__init__.py"):
            spec.submodule_search_locations = [os.path.dirname(file)]  # noqa: PTH120
        return spec


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
        cells = self._cells()
        if not cells:
            raise ImportError("the notebook holds no code that can be read")
        self._execute(module, cells)


def is_of_submission(module: object) -> bool:
    """Tell whether a module came from the shelf: the submission's, or the course's for it.

    Among the loaded modules may be None, for what is not to be imported, and anything else.
    """
    spec = getattr(module, "__dict__", {}).get("__spec__")
    return spec is not None and isinstance(spec.loader, ShelfLoader)


def install(first: Sequence[MetaPathFinder], last: MetaPathFinder) -> None:
    """Put finders before all others and one behind them, instead of earlier ones."""
    kinds = tuple(type(finder) for finder in (*first, last))
    kept = [finder for finder in sys.meta_path if not isinstance(finder, kinds)]
    sys.meta_path[:] = [*first, *kept, last]
