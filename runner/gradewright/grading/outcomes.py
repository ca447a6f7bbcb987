"""From what a call came to, to what the student reads."""

from __future__ import annotations

import re

from gradewright.checks import CheckFailed
from gradewright.grading.lines import lines_of
from gradewright.phrases import say
from gradewright.results import CodeLine, Failure, TestStatus
from gradewright.sandbox.base import Frame, Outcome
from gradewright.submissions.records import Submission

_STATUS: dict[str, TestStatus] = {
    "missing": "failed",
    "raised": "error",
    "refused": "error",
    "timeout": "timeout",
    "crashed": "crashed",
}
_SIGNALS = {"4": "SIGILL", "6": "SIGABRT", "8": "SIGFPE", "9": "SIGKILL", "11": "SIGSEGV"}
_KNOWN_ERRORS = ("RecursionError", "MemoryError", "SystemExit", "EOFError")


class CallFailed(CheckFailed):
    """A call of the student's function did not return: it raised, hung, crashed or is missing."""

    def __init__(self, outcome: Outcome, failure: Failure) -> None:
        super().__init__(failure)
        self.outcome = outcome
        self.status: TestStatus = _STATUS[outcome.ending]


def failure_of(
    outcome: Outcome, function: str, call: str, seconds: float, submission: Submission
) -> Failure:
    """Return why a call that did not return failed, for the student."""
    return Failure(
        problem=_problem(outcome, function, seconds),
        function=function,
        call=call,
        cause=_cause(outcome, function),
        trace=tuple(code_line(frame, submission) for frame in outcome.trace),
    )


def _problem(outcome: Outcome, function: str, seconds: float) -> str:
    if outcome.ending == "missing":
        key = "grading.not_a_function" if outcome.message else "grading.missing"
        return say(key, function=function, kind=outcome.message)
    if outcome.ending == "raised":
        if outcome.error == "NotImplementedError":
            return say("grading.not_implemented", function=function)
        return say("grading.raised", function=function, error=outcome.error, text=outcome.message)
    if outcome.ending == "timeout":
        return say("grading.timeout", function=function, seconds=f"{seconds:.3g}")
    if outcome.ending == "crashed":
        return say("grading.crashed", function=function, how=_how(outcome.message))
    key = "grading.unpassable" if outcome.error == "arguments" else "grading.refused"
    return say(key, function=function, reason=outcome.message)


def _how(ending: str) -> str:
    """Return the end of a process in words: `signal 11` and `exit 3` are the worker's."""
    if ending == "memory":
        return say("grading.by_memory")
    kind, _, number = ending.partition(" ")
    if not number.isdecimal():
        return say("grading.by_itself")
    if kind == "signal":
        return say("grading.by_signal", signal=_SIGNALS.get(number, number))
    if kind == "exit":
        return say("grading.by_exit", code=number)
    return say("grading.by_itself")


def _cause(outcome: Outcome, function: str) -> str:
    if outcome.ending == "raised":
        return _cause_of_error(outcome, function)
    if outcome.ending == "timeout":
        return say("grading.cause_timeout")
    killed = outcome.message in ("signal 9", "memory")
    return say("grading.cause_memory") if killed else ""


def _cause_of_error(outcome: Outcome, function: str) -> str:
    if outcome.error in _KNOWN_ERRORS:
        return say(f"grading.cause_{outcome.error}")
    if outcome.error == "UnboundLocalError":
        return say("grading.cause_unbound")
    if outcome.error == "TypeError" and not outcome.trace:
        return say("grading.cause_signature", function=function)
    name = re.match(r"name '(\w+)' is not defined", outcome.message)
    return say("grading.cause_name", name=name[1]) if name else ""


def code_line(frame: Frame, submission: Submission) -> CodeLine:
    """Return the student's line that a frame stands for, with its text."""
    for cell in (*submission.cells, *submission.helpers):
        if (cell.file, cell.number) == (frame.file, frame.cell):
            return CodeLine(
                frame.file, frame.cell, frame.line, frame.function, _line(cell.source, frame.line)
            )
    content = submission.modules.get(frame.file, b"").decode("utf-8", "replace")
    return CodeLine(frame.file, frame.cell, frame.line, frame.function, _line(content, frame.line))


def _line(source: str, number: int) -> str:
    lines = lines_of(source)
    return lines[number - 1].strip()[:200] if 0 < number <= len(lines) else ""
