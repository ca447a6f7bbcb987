"""A student's work, loaded where it is checked: out of its files, or as a notebook holds it."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Protocol

from gradewright.beside.loading import loader
from gradewright.beside.loading.modules import is_of_submission
from gradewright.beside.records import LoadReport
from gradewright.beside.report import report_from
from gradewright.selfcheck.kit import NOT_WORK, Kit
from gradewright.submissions.read import read
from gradewright.submissions.records import Found, Submission

# A statement at the top level of a file may take so long, where the system can tell.
_STATEMENT_SECONDS = 20.0
# The file and cell that a code object's file name stands for, None for code of others.
Where = Callable[[str], tuple[str, int | None] | None]


class Work(Protocol):
    """What is checked."""

    @property
    def submission(self) -> Submission:
        """Return the source, for showing lines of it."""

    @property
    def report(self) -> LoadReport:
        """Return what loading it found."""

    @property
    def namespace(self) -> Mapping[str, Any]:
        """Return its functions by name."""

    @property
    def where(self) -> Where:
        """Return what tells the student's code from that of others."""

    def renew(self) -> None:
        """Forget what calls have left behind, as far as that can be done."""


class SourceWork:
    """Work as it was read, loaded as the graders load it; its files lie in `sys.path[0]`."""

    def __init__(self, kit: Kit, submission: Submission, *, definitions_only: bool = False) -> None:
        """Load it.

        Args:
            kit: the assignment.
            submission: what was read.
            definitions_only: run imports and definitions, and no other statement.
        """
        self._kit, self._submission = kit, submission
        self._mode = "definitions" if definitions_only else kit.mode
        self._namespace: dict[str, Any] = {}
        self._report = LoadReport({}, ())
        self.renew()

    @property
    def submission(self) -> Submission:
        """Return the source, for showing lines of it."""
        return self._submission

    @property
    def report(self) -> LoadReport:
        """Return what loading it found."""
        return self._report

    @property
    def namespace(self) -> Mapping[str, Any]:
        """Return its functions by name."""
        return self._namespace

    @property
    def where(self) -> Where:
        """Return what tells the student's code from that of others."""
        return loader.where

    def renew(self) -> None:
        """Load it anew, with its modules, into a namespace of its own."""
        for name in [n for n, module in sys.modules.items() if is_of_submission(module)]:
            del sys.modules[name]
        functions = self._kit.assignment.functions
        request = {
            "cells": [[c.file, c.number, c.source] for c in self._submission.cells],
            "helpers": [[c.file, c.number, c.source] for c in self._submission.helpers],
            "support": {name.removesuffix(".py"): s for name, s in self._kit.support.items()},
            "functions": list(functions),
            "mode": self._mode,
            "statement_seconds": _STATEMENT_SECONDS,
        }
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self._namespace, told = loader.load(request)
        self._report = report_from(told, functions)


class FileWork(SourceWork):
    """Work in files: loaded in the working folder."""

    def __init__(self, kit: Kit, path: Path, *, definitions_only: bool = False) -> None:
        """Read and load it.

        Args:
            kit: the assignment.
            path: a script, a notebook, or the folder that holds them.
            definitions_only: run imports and definitions, and no other statement.

        Raises:
            UnreadableError: there is nothing to check; the message says what to do.
        """
        without = NOT_WORK if path.is_dir() else ()
        submission = read(Found("", kit.slug, path, without=without), kit.assignment)
        folder = str((path if path.is_dir() else path.parent).resolve())
        if folder not in sys.path[:1]:
            sys.path.insert(0, folder)
        super().__init__(kit, submission, definitions_only=definitions_only)
