"""Load a submission in the worker: its namespace, and a report of what could not be loaded.

Runs beside a student's code. Plain values go in and out; `load` raises nothing, whatever the
submission is.
"""

from __future__ import annotations

import builtins
import gc
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from types import ModuleType
from typing import Any

from .decorators import leave_off
from .definitions import ModuleIndex, Range, find_definitions, note_redefined
from .drawing import DrawingFinder, prepare_loaded
from .executing import Executor
from .facts import defined_names, function_facts, nested_functions, uses_single_precision
from .imports import Importer, Wanted
from .mainblock import unfolded
from .modules import Shelf, ShelfFinder, install, shelf_for
from .placeholders import is_stand_in
from .places import Cell, script_path, where
from .problems import Problems, described, printable
from .quiet import QuietFinder, notebook_names
from .reading import Statement, compile_all, read_cells
from .reuse import Keeper, note_reused
from .slicing import Slice, all_meanings, choose

__all__ = ["load", "where"]

_MOST_NAMES = 500
_NOTHING = {"support": {}, "helpers": [], "mode": "whole", "statement_seconds": 0}


def load(request: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Load a submission into a namespace of its own.

    The working folder, with the submission's other files, is `sys.path[0]`.

    Args:
        request: `cells`: [file, number or None, source] each; `helpers`: the same of the other
            notebooks; `support`: module name to source; `functions`: the graded names; `mode`:
            "slice", "whole" or "definitions" (a slice of nothing but imports and definitions);
            `statement_seconds`: the soft time limit of a statement, 0 for none.

    Returns:
        The namespace, and a report of plain values: `definitions` of the graded functions, name
        to [file, number, line, end_line]; `problems`, [kind, file, number, line, values] each,
        kind being a key of the load phrases; `names`, the public names there are; `functions`,
        `nested`, `defined` and `single`, what the source tells of the graded functions.
    """
    cells = [Cell(file, number, source) for file, number, source in request["cells"]]
    cells = cells or [Cell("submission.py", None, "")]
    module = _main_module(cells[0])
    loading = _Loading(module.__dict__, request)
    first = cells[0]
    try:
        try:
            loading.run(cells)
        except BaseException as error:  # noqa: BLE001 - student code can break what is around it
            reason = described(error)
            loading.problems.add("load_failed", first, None, reason=reason)
        return loading.namespace, loading.report(cells[-1])
    except BaseException:  # noqa: BLE001 - even the builtins that the lines above call
        problem = ["load_failed", first.file, first.number, None, {"reason": "?"}]
        return loading.namespace, {"definitions": {}, "problems": [problem], "names": []}


def described_work(
    cells: Sequence[tuple[str, int | None, str]],
    functions: Sequence[str],
    namespace: dict[str, Any],
    variables: Sequence[str],
) -> dict[str, Any]:
    """Return the report on work that somebody else has run, such as a notebook's user.

    Args:
        cells: file, number and source of each cell that defines something.
        functions: the graded names.
        namespace: what there is now.
        variables: the names in it that are data.
    """
    loading = _Loading(namespace, {**_NOTHING, "functions": functions})
    # What is data may have been set in any cell.
    set_before = "\n".join(f"{name} = ..." for name in variables)
    given = [Cell("", 0, set_before), *(Cell(*cell) for cell in cells)]
    loading.read(given)
    return loading.report(given[-1])


def _main_module(cell: Cell) -> ModuleType:
    """Return the module that holds the submission, known to Python by its name.

    A script's name is that of its file in the working folder.
    """
    name = "__main__" if cell.number is not None else script_path(cell.file).stem
    module = ModuleType(name)
    module.__dict__.update(notebook_names(), __builtins__=builtins)
    if cell.number is None:
        module.__file__ = f"{sys.path[0]}/{script_path(cell.file)}"
    sys.modules[name] = module
    return module


class _Loading:
    """One submission on its way into its namespace."""

    def __init__(self, namespace: dict[str, Any], request: dict[str, Any]) -> None:
        self.namespace = namespace
        self.problems = Problems()
        self._given = dict(namespace)
        self._functions = tuple(request["functions"])
        self._support = dict(request["support"])
        self._helpers = [Cell(*cell) for cell in request["helpers"]]
        self._mode = str(request["mode"])
        self._seconds = float(request["statement_seconds"])
        self._modules = ModuleIndex()
        self._statements: list[Statement] = []
        self._done: set[int] = set()
        self._keeper = Keeper(namespace, {})

    def run(self, cells: list[Cell]) -> None:
        """Read the cells, choose what to run of them and run it."""
        shelf = shelf_for(cells[0].file, self._support, self._helpers)
        with _collector_off():
            read = read_cells(cells, self.problems, shelf.cells)
            self._statements = read.statements
            if self._mode != "whole":
                self._statements = unfolded(self._statements)
            for path, written in read.written.items():
                shelf.write(path, written.text, written.cells, adds=written.adds)
            leave_off(self._statements, shelf.owns, self.problems)
            chosen = self._choose()
        own = ShelfFinder(shelf, partial(self._execute_module, shelf))
        install([own, DrawingFinder()], QuietFinder())
        prepare_loaded()
        self._execute(shelf, chosen)
        needed = self._functions if chosen is None else chosen.needed
        reused = self._keeper.reused
        note_reused(self._statements, self._keeper, self.problems)
        note_redefined(self._statements, self._functions, needed, self.problems, reused)

    def _choose(self) -> Slice | None:
        """Return what to run of the submission, compiled; None for all of it."""
        if self._mode == "whole":
            compile_all(self._statements, self.problems)
            meanings = all_meanings(self._statements, self._functions, self.problems)
            self._keeper = Keeper(self.namespace, meanings)
            return None
        chosen = choose(self._statements, self._functions, self.problems)
        if self._mode == "definitions":
            chosen.run = {at for at in chosen.run if self._statements[at].kind != "other"}
        self._keeper = Keeper(self.namespace, chosen.meanings)
        return chosen

    def _execute(self, shelf: Shelf, chosen: Slice | None) -> None:
        wanted = Wanted() if chosen is None else Wanted(chosen.imported, chosen.unknown)
        importer = Importer(self.namespace, self.problems, wanted, shelf.owns)
        executor = Executor(
            self._statements,
            self.namespace,
            importer,
            self.problems,
            self._seconds,
            self._done,
            self._keeper,
        )
        if chosen is None:
            executor.run_whole()
        else:
            executor.run_slice(chosen)

    def _execute_module(self, shelf: Shelf, module: ModuleType, cells: list[Cell]) -> None:
        """Fill a module of the submission, or of the course, with what its source defines."""
        course = cells[0].from_course
        problems = Problems() if course else self.problems
        statements = read_cells(cells, problems, shelf.cells).statements
        leave_off(statements, shelf.owns, problems)
        compile_all(statements, problems)
        importer = Importer(module.__dict__, problems, Wanted(plain=False), shelf.owns)
        executor = Executor(statements, module.__dict__, importer, problems, self._seconds)
        if course:
            if problems:  # let Python say what is wrong with it
                compile(cells[0].source, cells[0].code_name, "exec", dont_inherit=True)
            executor.run_strictly()
        else:
            self._modules.add(module, statements)
            executor.run_module()

    def read(self, cells: list[Cell]) -> None:
        """Read cells that were run before."""
        with _collector_off():
            self._statements = read_cells(cells, self.problems).statements
            compile_all(self._statements, self.problems)
        self._done = set(range(len(self._statements)))

    def report(self, last: Cell) -> dict[str, Any]:
        """Return what was found, as plain values."""
        return {
            "definitions": self._definitions(),
            "problems": self.problems.plain(last),
            "names": self._names(),
            "functions": function_facts(self._statements, self._functions, self.namespace),
            "nested": nested_functions(self._statements, self._functions),
            "defined": defined_names(self._statements),
            "single": uses_single_precision(self._statements, self._functions),
        }

    def _definitions(self) -> dict[str, Range]:
        return find_definitions(
            self._statements,
            self._done,
            self._functions,
            self.namespace,
            self._modules,
            self._keeper.reused,
        )

    def _names(self) -> list[str]:
        found: list[str] = []
        for name, value in list(self.namespace.items()):
            if type(name) is not str or name.startswith("_"):
                continue
            if value is self._given.get(name) or is_stand_in(value):
                continue
            if not issubclass(type(value), ModuleType):
                found.append(printable(name))
        return found[:_MOST_NAMES]


@contextmanager
def _collector_off() -> Iterator[None]:
    """Keep the garbage collector from walking syntax trees while they are made."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
