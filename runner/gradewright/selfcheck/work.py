"""A student's work, loaded where it is checked: out of its files, or as a notebook holds it."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Protocol

from gradewright.beside.loading import loader
from gradewright.beside.records import LoadReport
from gradewright.beside.report import report_from
from gradewright.selfcheck.kit import Kit
from gradewright.submissions.read import read
from gradewright.submissions.records import Found, Submission

# A statement at the top level of a file may take so long, where the system can tell.
_STATEMENT_SECONDS = 20.0
# What a release puts beside the work and is nobody's.
NOT_WORK = (
    "check.pyz",
    "check.py",
    "checks",
    "statement.html",
    "statement.txt",
    "README.txt",
    "check-report.html",
)

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


class FileWork:
    """Work in files: loaded as the graders load it, in the working folder."""

    def __init__(self, kit: Kit, path: Path, *, definitions_only: bool = False) -> None:
        """Read and load it.

        Args:
            kit: the assignment.
            path: a script, a notebook, or the folder that holds them.
            definitions_only: run imports and definitions, and no other statement.

        Raises:
            UnreadableError: there is nothing to check; the message says what to do.
        """
        self._kit = kit
        self._mode = "definitions" if definitions_only else kit.mode
        without = NOT_WORK if path.is_dir() else ()
        found = Found("", kit.slug, path, without=without)
        self._submission = read(found, kit.assignment)
        self._namespace: dict[str, Any] = {}
        self._report = LoadReport({}, ())
        folder = str((path if path.is_dir() else path.parent).resolve())
        if folder not in sys.path[:1]:
            sys.path.insert(0, folder)
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
        """Load it anew, into a namespace of its own."""
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
