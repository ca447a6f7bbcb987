"""From what a call came to, to what the student reads."""

from __future__ import annotations

import re

from gradewright.beside.records import Frame, LoadReport, Outcome
from gradewright.phrases import say
from gradewright.results import CodeLine, Failure
from gradewright.submissions.records import Submission
from gradewright.verdicts.error_causes import Raised, cause_of_error
from gradewright.verdicts.missing import why_missing
from gradewright.words.printable import without_escapes

_SIGNALS = {
    "4": "SIGILL",
    "6": "SIGABRT",
    "8": "SIGFPE",
    "9": "SIGKILL",
    "11": "SIGSEGV",
    "24": "SIGXCPU",
    "25": "SIGXFSZ",
    "31": "SIGSYS",
}
_MISSING_MODULE = re.compile(r"this needs the module (\S+)")
_MOST_SOURCE = 300_000


def failure_of(
    outcome: Outcome,
    function: str,
    call: str,
    seconds: float,
    submission: Submission,
    report: LoadReport,
) -> Failure:
    """Return why a call that did not return failed, for the student."""
    trace = tuple(code_line(frame, submission) for frame in outcome.trace)
    if outcome.ending == "missing" and not outcome.message:
        absence = why_missing(function, report, submission)
        place = absence.lost
        lines = (
            (code_line(Frame(place.file, place.cell, place.line, function), submission),)
            if place is not None and place.line is not None
            else ()
        )
        return Failure(
            absence.problem, function=function, call=call, cause=absence.cause, trace=lines
        )
    return Failure(
        problem=_problem(outcome, function, seconds, trace),
        function=function,
        call=call,
        cause=_cause(outcome, function, trace, submission, report),
        trace=trace,
    )


def _problem(outcome: Outcome, function: str, seconds: float, trace: tuple[CodeLine, ...]) -> str:
    if outcome.ending == "missing":
        return say("grading.not_a_function", function=function, kind=outcome.message)
    if outcome.ending == "raised":
        return _raised(outcome, function, trace)
    if outcome.ending == "timeout":
        return say("grading.timeout", function=function, seconds=f"{seconds:.3g}")
    if outcome.ending == "crashed":
        how = how_it_ended(outcome.message)
        return say("grading.crashed", function=function, how=how)
    key = "grading.unpassable" if outcome.error == "arguments" else "grading.refused"
    return say(key, function=function, reason=outcome.message)


def _raised(outcome: Outcome, function: str, trace: tuple[CodeLine, ...]) -> str:
    text = without_escapes(outcome.message).strip()
    if outcome.error == "NotImplementedError":
        return say("grading.not_implemented", function=function)
    if outcome.error == "AssertionError" and trace and trace[-1].text.startswith("assert"):
        said = say("grading.own_assertion", function=function, text=trace[-1].text)
        return f"{said} {say('grading.own_assertion_text', text=text)}" if text else said
    module = _MISSING_MODULE.match(text)
    if outcome.error == "MissingModuleError" and module:
        return say("grading.needs_module", function=function, module=module[1])
    if not text:
        return say("grading.raised_only", function=function, error=outcome.error)
    return say("grading.raised", function=function, error=outcome.error, text=text)


def how_it_ended(ending: str) -> str:
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


def _cause(
    outcome: Outcome,
    function: str,
    trace: tuple[CodeLine, ...],
    submission: Submission,
    report: LoadReport,
) -> str:
    if outcome.ending == "raised":
        known = _lost_name(outcome, submission, report) or _needed_module(outcome)
        if known:
            return known
        raised = Raised(
            outcome.error,
            without_escapes(outcome.message),
            function,
            trace[-1].text if trace else "",
            "\n".join(cell.source for cell in submission.cells)[:_MOST_SOURCE],
            report.defined + report.names,
            passed_own_lines=bool(trace),
        )
        return cause_of_error(raised)
    if outcome.ending == "timeout":
        return say("grading.cause_timeout")
    # A signal alone does not tell who sent it, or why.
    return say("grading.cause_memory") if outcome.message == "memory" else ""


def _needed_module(outcome: Outcome) -> str:
    """Return what to do about a module that is not there, or ""."""
    module = _MISSING_MODULE.match(outcome.message)
    if outcome.error != "MissingModuleError" or module is None:
        return ""
    return say("grading.cause_module", module=module[1])


def _lost_name(outcome: Outcome, submission: Submission, report: LoadReport) -> str:
    """Return why a name is not there that the submission does define, or ""."""
    name = re.match(r"name '(\w+)' is not defined", outcome.message)
    if outcome.error != "NameError" or name is None:
        return ""
    absence = why_missing(name[1], report, submission)
    return say("grading.cause_lost", function=name[1]) if absence.lost is not None else ""


def code_line(frame: Frame, submission: Submission) -> CodeLine:
    """Return the student's line that a frame stands for, with its text."""
    text = submission.line_of(frame.file, frame.cell, frame.line)
    return CodeLine(frame.file, frame.cell, frame.line, frame.function, text)
