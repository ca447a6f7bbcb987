"""What a check looks at: a named part of the result of one call of the student's function."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass
from typing import NoReturn, TypedDict

from gradewright.checks import precision
from gradewright.checks.failure import CheckFailed
from gradewright.phrases import say
from gradewright.results import Failure


@dataclass(frozen=True, slots=True)
class Call:
    """A call of the student's code: the function's name and the call as text."""

    function: str = ""
    text: str = ""


class Where(TypedDict, total=False):
    """What every check takes as keywords to say what it looks at.

    `name` is the part of the result ("dw"), `function` the function that gave it and `call` the
    call as text. Without `function` and `call`, the latest call told to `about` is meant.
    """

    name: str
    function: str
    call: str


_latest: ContextVar[Call | None] = ContextVar("gradewright_latest_call", default=None)


def about(function: str = "", call: str = "", *, single: bool = False) -> None:
    """Remember the call that the next checks are about; without a function, forget all calls.

    `single` then says whether the work asks for single precision itself.
    """
    if not function:
        precision.expect(single=single)
    _latest.set(Call(function, call))


def latest_call() -> Call:
    """Return the call that was last told to `about`, or an empty one."""
    return _latest.get() or Call()


@dataclass(frozen=True, slots=True)
class Subject:
    """What one check looks at, and the way it fails."""

    name: str = ""
    function: str = ""
    call: str = ""

    def made_by(self) -> Call:
        """Return the call that the value came from: as given, else the latest."""
        latest = latest_call()
        if not self.function and not self.call:
            return latest
        if self.call or self.function != latest.function:
            return Call(self.function, self.call)
        return latest

    def what(self) -> str:
        """Return the words for the value: "dw from propagate", "The result of sigmoid"."""
        function = self.made_by().function
        if self.name and function:
            return say("checks.part", name=self.name, function=function)
        if function:
            return say("checks.result_of", function=function)
        return self.name or say("checks.result")

    def fail(
        self,
        problem: str,
        *,
        expected: str = "",
        got: str = "",
        differing: str = "",
        largest: str = "",
        rows: tuple[tuple[str, str, str], ...] = (),
        cause: str = "",
    ) -> NoReturn:
        """Raise CheckFailed with these parts and the call that the value came from.

        Raises:
            CheckFailed: always, but for a mistake of the grader's.
            TypeError: problem or cause is no text.
        """
        for name, text in (("problem", problem), ("cause", cause)):
            if not isinstance(text, str):
                raise TypeError(f'{name} must be a text, "" for none, and is {text!r}')
        call = self.made_by()
        failure = Failure(
            problem=problem,
            function=call.function,
            call=call.text,
            expected=expected,
            got=got,
            differing=differing,
            largest=largest,
            rows=rows,
            cause=cause,
        )
        raise CheckFailed(failure)
