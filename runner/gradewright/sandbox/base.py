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

from gradewright.results import Isolation
from gradewright.sandbox.wire import Handle

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

# own: give the submission's function of that name as a handle. lend: build a model of the judge's,
# given by number, architecture, compile settings and weights. uncompiled: begin or end to run what
# TensorFlow would compile as it is. The others are of models that are kept behind handles: hand one
# over in parts, let it predict, set its weights.
Verb = Literal["own", "lend", "uncompiled", "parts", "predict", "reweigh"]
# yes: the next test gets a new worker. no: that of the test before, if no damage ended it.
# changed: that one as long as it is as the submission was loaded, else a new one.
Fresh = Literal["yes", "no", "changed"]
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
    `seconds` is the judge's own clock. `from_outside`: the worker crashed in a way that is none of
    a submission's doing.
    """

    ending: Ending
    value: Any = None
    error: str = ""
    message: str = ""
    trace: tuple[Frame, ...] = ()
    seconds: float = 0.0
    from_outside: bool = False


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
class FunctionFacts:
    """What the source of a graded function tells.

    `parameters` are the positional ones in order, a last "*" for `*args`. `reads` are the
    variables of the submission that it or a helper of it reads, with their kind: "number",
    "text", "data", or "absent" for one that could not be set. `blank` are names that are None
    wherever they are used; `returns` says whether it returns anything but None, `empty` whether
    nothing is in it, `falls_off` whether its end can be reached without a return.
    """

    parameters: tuple[str, ...] = ()
    reads: tuple[tuple[str, str], ...] = ()
    blank: tuple[str, ...] = ()
    returns: bool = True
    empty: bool = False
    falls_off: bool = True


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What loading a submission found, as told by the worker: for display only.

    `names` are the public names there are. `functions` tells of the graded functions that it
    defines, `nested` of those defined only inside a ("class" or "function", its name). `defined`
    are the functions and classes of its source; `single` tells whether graded functions ask for
    float32.
    `forkable` False: it started threads, so that each test has to load it in a process of its own.
    `shareable` False: nobody can tell what calls of its functions change.
    """

    definitions: dict[str, Definition]
    problems: tuple[Problem, ...]
    names: tuple[str, ...] = ()
    functions: dict[str, FunctionFacts] = field(default_factory=dict)
    nested: dict[str, tuple[str, str]] = field(default_factory=dict)
    defined: tuple[str, ...] = ()
    single: bool = False
    forkable: bool = True
    shareable: bool = False


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

        `sandbox/inside/keras_models.py` says what it takes and gives.
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
