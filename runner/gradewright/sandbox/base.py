"""The one narrow interface between the judge and a submission: open, call, close.

A `Sandbox` is started once for an assignment and opens one `Session` a submission. A session
serves one test at a time: `begin_test`, any number of `call`s, `end_test`. Only plain values
cross. What a call comes to is data (`Outcome`), never an exception of the student's.
"""

from __future__ import annotations

import math
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from gradewright.beside.records import (
    Definition,
    Ending,
    Frame,
    FunctionFacts,
    LoadReport,
    Outcome,
    Problem,
    Verb,
)
from gradewright.results import Isolation
from gradewright.wire import Handle

__all__ = [
    "Answer",
    "Answerer",
    "Ask",
    "Bundle",
    "Definition",
    "Ending",
    "Frame",
    "Fresh",
    "FunctionFacts",
    "Handle",
    "LoadReport",
    "Outcome",
    "Problem",
    "Sandbox",
    "Session",
    "Verb",
]

# yes: the next test gets a new worker. no: that of the test before, if no damage ended it.
# changed: that one as long as it is as the submission was loaded, else a new one.
Fresh = Literal["yes", "no", "changed"]


@dataclass(frozen=True, slots=True)
class Bundle:
    """What a worker needs of a submission: its code cells, other files and how to load them.

    `helpers` are the code cells of the notebooks among the other files. `shared`: its tests may
    share a process.
    """

    cells: tuple[tuple[str, int | None, str], ...]
    files: dict[str, bytes]
    support: dict[str, str]
    functions: tuple[str, ...]
    mode: Literal["slice", "whole"]
    helpers: tuple[tuple[str, int | None, str], ...] = ()
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Ask:
    """What a submission's process asks during a call: the value of a function of the judge's.

    Arguments are plain values; `Handle`s among them name models of the judge's by its own numbers,
    and `weights` are what these have become. `args` is None where an argument was no plain value.
    """

    key: str
    args: tuple[Any, ...] | None
    kwargs: dict[str, Any]
    weights: dict[int, list[Any]]


@dataclass(frozen=True, slots=True)
class Answer:
    """The value for a question: plain, with a `Handle` in the place of each model.

    `built` describes those models (number, architecture, compile settings, weights), and `weights`
    are those of models among the arguments that the function has changed.
    """

    value: Any
    built: tuple[tuple[int, str, str, list[Any]], ...] = ()
    weights: dict[int, list[Any]] = field(default_factory=dict)


class Answerer(Protocol):
    """Answers what a submission's process asks during a call."""

    @property
    def substituted(self) -> tuple[str, ...]:
        """Return the submission's functions that are answered here instead."""

    @property
    def watched(self) -> tuple[str, ...]:
        """Return the submission's functions that tell their steps (`sandbox/inside/mending.py`)."""

    @property
    def trusted(self) -> tuple[str, ...]:
        """Return the submission's functions that are known to be right, where others tell."""

    def lend(self, value: Any) -> Handle:
        """Return what stands for a function of the judge's among a call's arguments.

        Raises:
            WireFault: it is no function.
        """

    def answer(self, ask: Ask, size: int, seconds: float) -> Answer:
        """Return the value for a question of so many bytes, within so many seconds.

        Raises:
            Exception: as the function raised it: the submission's code gets the same.
            WireFault: nobody may ask that; it costs the call.
            TimeoutError: it took too long.
        """


class Session(Protocol):
    """One submission, loaded in a worker."""

    @property
    def report(self) -> LoadReport:
        """Return what loading found."""

    @property
    def is_shared(self) -> bool:
        """Tell whether the worker of the test at hand has served another test before."""

    def begin_test(self, seconds: float, *, fresh: Fresh = "yes") -> None:
        """Give the next test its worker, and the wall time that its calls may take together."""

    def call(
        self,
        function: str,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        seed: int,
        seconds: float = math.inf,
        answerer: Answerer | None = None,
    ) -> Outcome:
        """Call a function of the submission with NumPy's and Python's generators seeded.

        It may take what is left of the test's time, and at most `seconds`. What it asks meanwhile
        is for `answerer` to say; without one it may ask nothing.
        """

    def operate(
        self,
        verb: Verb,
        args: tuple[Any, ...],
        seed: int,
        seconds: float = math.inf,
        answerer: Answerer | None = None,
    ) -> Outcome:
        """Do something of ours with values that stayed in the worker, under a call's terms.

        `beside/keras_models.py` says what it takes and gives.
        """

    def start_anew(self) -> None:
        """Let the test's next call have a worker that no call was made in.

        The test's time goes on as it was. What stayed in the worker before ends with it.
        """

    def end_test(self) -> None:
        """End the test's worker, whatever became of it."""

    def renew(self) -> None:
        """End every process of the submission; the next test has it loaded anew.

        Raises:
            SandboxError: our own parts failed.
        """

    def held(self) -> AbstractContextManager[bool]:
        """Let no process of the submission run within the block; tell whether that worked.

        Raises:
            SandboxError: our own parts failed; nothing is left standing still.
        """

    def close(self) -> None:
        """End every process of the submission."""


class Sandbox(Protocol):
    """Opens sessions, all under the same seal."""

    @property
    def isolation(self) -> Isolation:
        """Return how well it is sealed, and each protection that is really on."""

    def open(self, bundle: Bundle) -> Session:
        """Load a submission.

        Raises:
            SandboxError: our own parts failed; never because of the submission.
        """

    def close(self) -> None:
        """End the sandbox and everything in it."""
