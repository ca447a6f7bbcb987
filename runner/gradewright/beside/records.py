"""What loading a submission found, and what a call of one of its functions came to.

Plain records that hold nothing of a submission's own objects.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

# own: give the submission's function of that name as a handle. lend: build a model of the judge's,
# given by number, architecture, compile settings and weights. uncompiled: begin or end to run what
# TensorFlow would compile as it is. The others are of models that are kept behind handles: hand one
# over in parts, let it predict, set its weights.
Verb = Literal["own", "lend", "uncompiled", "parts", "predict", "reweigh"]
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
