"""The one narrow interface between the judge and a submission: open, call, close.

A `Sandbox` is started once for an assignment and opens one `Session` a submission. A session
serves one test at a time: `begin_test`, any number of `call`s, `end_test`. Only plain values
cross. What a call comes to is data (`Outcome`), never an exception of the student's.
"""

from __future__ import annotations

import math
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from gradewright.sandbox.wire import Handle

__all__ = [
    "Bundle",
    "Definition",
    "Ending",
    "Frame",
    "Handle",
    "Level",
    "LoadReport",
    "Outcome",
    "Problem",
    "Sandbox",
    "Session",
]

Ending = Literal["returned", "raised", "missing", "timeout", "crashed", "refused"]


@dataclass(frozen=True, slots=True)
class Frame:
    """A line of the submission that an exception passed through. `cell` None: a script."""

    file: str
    cell: int | None
    line: int
    function: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one call came to.

    returned: `value` holds it. missing: the submission defines no such function, `message` is
    what stands under its name ("" for nothing). raised: `error` is the exception's type,
    `message` its text, `trace` the submission's own lines. timeout: no answer came. crashed: the
    worker is gone, `message` says how. refused: the worker broke the rules of the wire, `message`
    says which; `error` is "arguments" where the call's own arguments could not be sent.
    `seconds` is the judge's own clock.
    """

    ending: Ending
    value: Any = None
    error: str = ""
    message: str = ""
    trace: tuple[Frame, ...] = ()
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that went wrong or was left out while a submission was loaded.

    `kind` is a key of the catalogue's `[load]` table and `values` fills its phrase.
    """

    kind: str
    file: str
    cell: int | None
    line: int | None
    values: dict[str, str]


@dataclass(frozen=True, slots=True)
class Definition:
    """Where a graded function is defined: the last definition wins."""

    file: str
    cell: int | None
    line: int
    end_line: int


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What loading a submission found, as told by the worker: for display only."""

    definitions: dict[str, Definition]
    problems: tuple[Problem, ...]
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bundle:
    """What a worker needs of a submission: its code cells, other files and how to load them."""

    cells: tuple[tuple[str, int | None, str], ...]
    files: dict[str, bytes]
    support: dict[str, str]
    functions: tuple[str, ...]
    mode: Literal["slice", "whole"]


@dataclass(frozen=True, slots=True)
class Level:
    """How well a sandbox is sealed, and each protection that is really on."""

    name: str
    protections: tuple[str, ...]


class Session(Protocol):
    """One submission, loaded in a worker."""

    @property
    def report(self) -> LoadReport:
        """Return what loading found."""

    def begin_test(self, seconds: float, *, fresh: bool = True) -> None:
        """Give the next test its worker, and the wall time that its calls may take together.

        Unless `fresh`, the worker of the test before goes on, if no damage ended it.
        """

    def call(
        self,
        function: str,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        seed: int,
        seconds: float = math.inf,
    ) -> Outcome:
        """Call a function of the submission with NumPy's and Python's generators seeded.

        It may take what is left of the test's time, and at most `seconds`.
        """

    def end_test(self) -> None:
        """End the test's worker, whatever became of it."""

    def held(self) -> AbstractContextManager[bool]:
        """Let no process of the submission run within the block; tell whether that worked."""

    def close(self) -> None:
        """End every process of the submission."""


class Sandbox(Protocol):
    """Opens sessions, all under the same seal."""

    @property
    def level(self) -> Level:
        """Return the protections that are on."""

    def open(self, bundle: Bundle) -> Session:
        """Load a submission.

        Raises:
            SandboxError: our own parts failed; never because of the submission.
        """

    def close(self) -> None:
        """End the sandbox and everything in it."""
