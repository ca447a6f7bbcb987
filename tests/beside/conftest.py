"""Load small submissions in this process and leave the interpreter as it was."""

from __future__ import annotations

import builtins
import gc
import importlib
import linecache
import signal
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from gradewright.beside.loading.loader import load
from gradewright.submissions.helpers import helper_cells


@dataclass
class Loaded:
    """A loaded submission, ready to be asked."""

    namespace: dict
    report: dict

    def __getitem__(self, name: str) -> object:
        return self.namespace[name]

    @property
    def kinds(self):
        """Return the kinds of its problems, in order."""
        return [kind for kind, *_ in self.report["problems"]]

    def said(self, kind):
        """Return the values of the one problem of a kind."""
        (found,) = [values for k, _, _, _, values in self.report["problems"] if k == kind]
        return found

    def place(self, kind):
        """Return (file, number, line) of the one problem of a kind."""
        (found,) = [(f, n, at) for k, f, n, at, _ in self.report["problems"] if k == kind]
        return found


class Submissions:
    """Loads cells of a notebook, or the text of a script, from a working folder of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.notebooks: dict[str, bytes] = {}

    def notebook(self, *cells: str, **options: object):
        return self._load([["hw.ipynb", at, cell] for at, cell in enumerate(cells, 1)], **options)

    def script(self, source, *, file="homework1.py", **options: object):
        return self._load([[file, None, source]], **options)

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        if name.endswith(".ipynb"):
            self.notebooks[name] = text.encode()

    def _load(self, cells, *, functions=("f",), support=None, mode="slice", seconds=2.0):
        request = {
            "cells": cells,
            "helpers": [[c.file, c.number, c.source] for c in helper_cells(self.notebooks)],
            "support": support or {},
            "functions": list(functions),
            "mode": mode,
            "statement_seconds": seconds,
        }
        return Loaded(*load(request))


# What other tests imported: a worker has none of it.
_OF_THE_COURSE = {"planar_utils"}


@pytest.fixture
def submissions(tmp_path, monkeypatch):
    """Return a loader of submissions whose working folder is empty."""
    monkeypatch.syspath_prepend(tmp_path)
    return Submissions(tmp_path)


@pytest.fixture(autouse=True)
def _interpreter_as_before():
    modules, finders, path = dict(sys.modules), list(sys.meta_path), list(sys.path)
    names, alarm = dict(vars(builtins)), signal.getsignal(signal.SIGALRM)
    for name in _OF_THE_COURSE & set(sys.modules):
        del sys.modules[name]
    yield
    assert gc.isenabled()
    assert signal.getsignal(signal.SIGALRM) is alarm
    assert signal.getitimer(signal.ITIMER_REAL)[0] == 0
    vars(builtins).update(names)
    sys.meta_path[:], sys.path[:] = finders, path
    for name in set(sys.modules) - set(modules):
        if _came_with_a_submission(sys.modules[name]):
            del sys.modules[name]
    sys.modules.update(modules)
    for name in [name for name in linecache.cache if ", cell " in name]:
        del linecache.cache[name]
    importlib.invalidate_caches()


def _came_with_a_submission(module: object) -> bool:
    """Tell a submission's module from a library's: compiled ones must not be imported twice."""
    spec = getattr(module, "__spec__", None)
    loader = type(getattr(spec, "loader", None)).__module__
    file = str(getattr(spec, "origin", ""))
    return spec is None or loader.startswith("gradewright.") or "pytest-of-" in file


class _Without:
    """Stands before the other finders and finds some packages missing."""

    def __init__(self, packages: tuple[str, ...]) -> None:
        self.packages = packages
        self.others = list(sys.meta_path)

    def find_spec(self, fullname, path=None, target=None):
        if fullname.partition(".")[0] in self.packages:
            return None
        for finder in self.others:
            spec = finder.find_spec(fullname, path, target)
            if spec is not None:
                return spec
        return None


@pytest.fixture
def uninstalled(monkeypatch):
    """Return a function that makes packages look as if they were not installed."""

    def uninstall(*packages: str):
        for name in list(sys.modules):
            if name.partition(".")[0] in packages:
                monkeypatch.delitem(sys.modules, name)
        monkeypatch.setattr(sys, "meta_path", [_Without(packages)])

    return uninstall
