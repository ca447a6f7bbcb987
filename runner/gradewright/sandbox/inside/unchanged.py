"""Tell whether a test's process is still as the submission was loaded, so that the next can share.

What the answer is worth: at worst a test runs in a process that its own submission has spoilt. No
test is passed or failed by it.
"""

from __future__ import annotations

import gc
import os
import resource
import sys
import warnings
from collections.abc import Iterable
from typing import Any

from gradewright.sandbox.inside.reach import Doubt, Reach
from gradewright.sandbox.inside.workplace import threads

_MOST_KILOBYTES = 64_000


def reach_of(namespace: dict[str, Any], functions: Iterable[str]) -> Reach | None:
    """Return what the functions can change, None where nobody can tell."""
    try:
        return Reach(namespace, functions)
    except Doubt:
        return None
    except BaseException:  # noqa: BLE001 - a submission's own classes may answer anything in any way
        return None


class Unchanged:
    """What a test's process is like before its first call, compared when a test begins.

    `reach` is what the submission's functions can change, as it was loaded; None where nobody can
    tell.
    """

    def __init__(self, reach: Reach | None) -> None:
        self._reach = reach
        self._before = _surroundings() if reach is not None else ()
        self._peak = _peak()
        self._is_doubted = reach is None

    def called(self, function: str) -> None:
        """Note that a function is called: only of graded ones it is known what they reach.

        What is done with values that stayed here is done under no function's name.
        """
        if self._reach is None or function not in self._reach.functions:
            self._is_doubted = True

    def holds(self) -> bool:
        """Tell whether everything is as it was."""
        if self._reach is None or self._is_doubted:
            return False
        try:
            is_same = self._reach.holds() and _surroundings() == self._before
        except BaseException:  # noqa: BLE001 - as above: then nobody can tell
            return False
        return is_same and _peak() - self._peak <= _MOST_KILOBYTES


def _surroundings() -> tuple[Any, ...]:
    """Return what calls leave behind elsewhere than in the submission's objects."""
    numpy: Any = sys.modules.get("numpy")
    return (
        threads(),
        _next_descriptor(),
        _has_children(),
        os.getcwd(),  # noqa: PTH109 - called for every test
        dict(os.environ),
        len(sys.modules),
        list(sys.path),
        list(map(id, warnings.filters)),
        (id(sys.stdout), id(sys.stderr), id(sys.excepthook)),
        (sys.getrecursionlimit(), sys.getswitchinterval(), gc.isenabled()),
        (sys.gettrace(), sys.getprofile()),
        numpy and (numpy.geterr(), repr(numpy.get_printoptions()), numpy.geterrcall()),
    )


def _next_descriptor() -> int:
    """Return the number that the next file would get."""
    descriptor = os.dup(1)
    os.close(descriptor)
    return descriptor


def _has_children() -> bool:
    try:
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:
        return False
    return True


def _peak() -> int:
    """Return the most memory that this process had so far, in kilobytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
