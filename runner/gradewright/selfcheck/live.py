"""Work as a running notebook holds it: the functions that its cells have defined last."""

from __future__ import annotations

import linecache
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import FunctionType, ModuleType
from typing import Any

from gradewright.beside.loading.loader import described_work
from gradewright.beside.records import LoadReport
from gradewright.beside.report import report_from
from gradewright.selfcheck.kit import Kit
from gradewright.submissions.records import Cell, Submission

NOTEBOOK = "notebook"
# How IPython before version 8 named the code of a cell.
_OLD_NAME = re.compile(r"<ipython-input-(\d+)-")


class LiveWork:
    """A notebook's functions, called where they are; no cell is run for it.

    Cells are known by the number in their brackets, as the notebook shows them.
    """

    def __init__(self, kit: Kit, namespace: dict[str, Any], numbers: Mapping[str, int]) -> None:
        """Look at the notebook as it is now.

        Args:
            kit: the assignment.
            namespace: the notebook's variables.
            numbers: the number in brackets of each cell that was run, by its code's file name.
        """
        self._numbers = numbers
        self.namespace = namespace
        functions = kit.assignment.functions
        cells = tuple(self._cells())
        variables = tuple(_variables(namespace))
        told = described_work(
            [(c.file, c.number, c.source) for c in cells], functions, namespace, variables
        )
        self.report: LoadReport = report_from(told, functions)
        self.submission = Submission("", kit.slug, NOTEBOOK, cells, "", (NOTEBOOK,))

    def where(self, name: str) -> tuple[str, int | None] | None:
        """Return notebook and cell of a code object's file name, None for code of others."""
        number = self._number(name)
        return None if number is None else (NOTEBOOK, number)

    def renew(self) -> None:
        """Leave the notebook as it is: only its user runs cells."""

    @contextmanager
    def without(self, names: tuple[str, ...]) -> Iterator[None]:
        """Take variables away from the notebook's functions, within the block."""
        taken = {name: self.namespace.pop(name) for name in names if name in self.namespace}
        try:
            yield
        finally:
            self.namespace.update(taken)

    def _number(self, name: str) -> int | None:
        old = _OLD_NAME.match(name)
        return int(old[1]) if old else self._numbers.get(name)

    def _cells(self) -> Iterator[Cell]:
        """Yield the cells in which the functions were defined that there are now."""
        names = dict.fromkeys(
            value.__code__.co_filename
            for value in list(self.namespace.values())
            if type(value) is FunctionType
        )
        numbered = [(self._number(name), name) for name in names]
        for number, name in sorted((n, name) for n, name in numbered if n is not None):
            yield Cell(NOTEBOOK, number, "".join(linecache.getlines(name)))


def _variables(namespace: Mapping[str, Any]) -> Iterator[str]:
    """Yield the names of a notebook's data: neither functions nor modules, nor IPython's own."""
    for name, value in list(namespace.items()):
        data = not callable(value) and not isinstance(value, ModuleType)
        if data and not name.startswith("_") and name not in ("In", "Out"):
            yield name
