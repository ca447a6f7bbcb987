"""Look at all verdicts on a submission together, and say what only its source can tell.

A check sees one value, and a call one exception. What a function reads besides its arguments,
which of its places are still blank, in which order it takes its arguments and whether the
functions are there at all is known from the source, and explains many failures at once.
"""

from __future__ import annotations

import dataclasses
import inspect
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from gradewright.beside.records import FunctionFacts, LoadReport
from gradewright.course.records import Assignment
from gradewright.phrases import say
from gradewright.results import AttentionKind, CodeLine, Failure
from gradewright.submissions.records import Submission
from gradewright.verdicts.missing import what_is_there, why_missing
from gradewright.verdicts.verdict import Verdict
from gradewright.words.decoding import lines_of
from gradewright.words.printable import without_escapes

Verdicts = dict[str, Verdict]

_MOST_NAMES = 4
# What follows a name where its elements are set, or a method is called that changes it.
_CHANGED = (
    r"(?:\[[^\]\n]*\]\s*(?:[-+*/%@&|^]|//|\*\*)?=(?!=)"
    r"|\.(?:append|extend|insert|update|setdefault|add|pop|clear|fill|sort)\()"
)


@dataclass(frozen=True, slots=True)
class Advice:
    """Verdicts with better failures, and why a human should look ("" if none needs to)."""

    verdicts: Verdicts
    attention: str = ""
    kinds: tuple[AttentionKind, ...] = ()


def advise(
    assignment: Assignment,
    submission: Submission,
    report: LoadReport,
    verdicts: Verdicts,
    target: Callable[[str], Callable[..., object]],
) -> Advice:
    """Return the verdicts with what the source tells added to their failures.

    Args:
        assignment: what was asked for.
        submission: the files.
        report: what loading them found.
        verdicts: what each test came to, in order.
        target: gives the reference's function of a name.
    """
    absent = [name for name in assignment.functions if _is_absent(name, report, verdicts)]
    if absent and len(absent) == len(assignment.functions):
        return _none_there(assignment, submission, report, verdicts)
    source = Source(assignment, submission, report, target)
    better = {
        id_: dataclasses.replace(verdict, failure=source.explained(verdict.failure))
        if verdict.failure is not None and not verdict.passed
        else verdict
        for id_, verdict in verdicts.items()
    }
    doubts = _doubts(absent, report, submission)
    return Advice(better, doubts, ("misnamed",) if doubts else ())


def _is_absent(name: str, report: LoadReport, verdicts: Verdicts) -> bool:
    """Tell whether a function is not there: neither its source nor any call says otherwise."""
    if name in report.names or name in report.functions:
        return False
    problems = {say(key, function=name) for key in ("grading.missing", "grading.lost")}
    called = [v for v in verdicts.values() if v.failure and v.failure.function == name]
    # Where loading itself ended the process, there is none to ask for the function.
    gone = not report.definitions and bool(report.problems)
    return bool(called) and all(
        (v.failure and v.failure.problem in problems) or (gone and v.status == "crashed")
        for v in called
    )


def _none_there(
    assignment: Assignment, submission: Submission, report: LoadReport, verdicts: Verdicts
) -> Advice:
    """Say once that no function is there: in the first failure."""
    problem, cause, kind = what_is_there(assignment, report, submission)
    first = next(id_ for id_, v in verdicts.items() if v.failure is not None and not v.passed)
    said: Verdicts = {}
    for id_, verdict in verdicts.items():
        if id_ == first:
            failure = Failure(problem, cause=cause)
            said[id_] = dataclasses.replace(verdict, status="failed", failure=failure)
        elif verdict.failure is not None and not verdict.passed and not verdict.broken:
            said[id_] = dataclasses.replace(verdict, status="skipped", failure=None)
        else:
            said[id_] = verdict
    return Advice(said, say("grading.human_none", cause=cause or problem), (kind,))


def _doubts(absent: Iterable[str], report: LoadReport, submission: Submission) -> str:
    """Say which functions seem to be there under another name or in another place."""
    found = ((name, why_missing(name, report, submission)) for name in absent)
    return " ".join(
        say("grading.human_missing", function=name, cause=absence.cause)
        for name, absence in found
        if absence.doubtful
    )


class Source:
    """What the source of one submission explains."""

    def __init__(
        self,
        assignment: Assignment,
        submission: Submission,
        report: LoadReport,
        target: Callable[[str], Callable[..., object]],
    ) -> None:
        self.submission, self.report, self.target = submission, report, target
        self.functions = assignment.functions
        self._asked: dict[str, tuple[str, ...]] = {}

    def explained(self, failure: Failure) -> Failure:
        """Return the failure with the cause that the source tells, if it tells one."""
        failure = dataclasses.replace(
            failure,
            problem=without_escapes(failure.problem),
            cause=without_escapes(failure.cause),
        )
        facts = self.report.functions.get(failure.function)
        if facts is None:
            return failure
        cause = self._blank(failure, facts) or self._order(failure, facts)
        if cause:
            line = self._line_with(failure.function, facts.blank)
            trace = failure.trace or ((line,) if line else ())
            return dataclasses.replace(failure, cause=cause, trace=trace)
        return self._reads(failure)

    def _blank(self, failure: Failure, facts: FunctionFacts) -> str:
        """Say which places of the function are not filled in, where None came of it."""
        returned_none = failure.cause == say("checks.cause_none")
        if not returned_none and "None" not in f"{failure.problem} {failure.got} {failure.rows}":
            return ""
        if facts.blank:
            key = "grading.cause_blanks" if len(facts.blank) > 1 else "grading.cause_blank"
            return say(key, names=_named(facts.blank))
        if facts.empty:
            return say("grading.cause_empty", function=failure.function)
        other = self._blank_helper(failure)
        if other:
            return say("grading.cause_other_blank", function=other)
        if not (returned_none and facts.returns):
            return ""
        return say("grading.cause_none_path" if facts.falls_off else "grading.cause_none_value")

    def _blank_helper(self, failure: Failure) -> str:
        """Return a graded function that is not filled in and is used where it failed."""
        around = [failure.function, *(line.function for line in failure.trace)]
        text = "\n".join(self._definition(name) for name in dict.fromkeys(around))
        for name, facts in self.report.functions.items():
            unfilled = facts.blank or facts.empty
            if unfilled and name != failure.function and re.search(rf"\b{name}\b", text):
                return name
        return ""

    def _order(self, failure: Failure, facts: FunctionFacts) -> str:
        """Say which argument of the function stands at another place than asked for."""
        function = failure.function
        asked, takes = self._parameters(function), facts.parameters
        if not asked or "*" in takes or "*" in asked:
            return ""
        keyword = re.search(r"unexpected keyword argument '(\w+)'", failure.problem)
        if keyword and not failure.trace and len(takes) == len(asked):
            names = {"names": ", ".join(takes), "asked": ", ".join(asked)}
            return say("grading.cause_keyword", function=function, name=keyword[1], **names)
        for at, (wanted, name) in enumerate(zip(asked, takes, strict=False)):
            if wanted == name:
                continue
            places = say("grading.places").split(", ")
            if (wanted in takes or name in asked) and at < len(places):
                return say(
                    "grading.cause_moved",
                    function=function,
                    name=name,
                    place=places[at],
                    wanted=wanted,
                )
        if len(takes) < len(asked) and self._required(function) > len(takes):
            return say(
                "grading.cause_fewer",
                function=function,
                count=len(takes),
                names=", ".join(takes),
                wanted=len(asked),
                asked=", ".join(asked),
            )
        return ""

    def _parameters(self, function: str) -> tuple[str, ...]:
        """Return the positional parameters that the task asks for, as the reference has them."""
        if function not in self._asked:
            names = [
                "*" if p.kind is p.VAR_POSITIONAL else p.name
                for p in _signature(self.target, function)
                if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD, p.VAR_POSITIONAL)
            ]
            self._asked[function] = tuple(names)
        return self._asked[function]

    def _required(self, function: str) -> int:
        return sum(p.default is p.empty for p in _signature(self.target, function))

    def _reads(self, failure: Failure) -> Failure:
        """Add which variables of the notebook the function reads, where it failed or it itself."""
        passed = [line.function for line in reversed(failure.trace)]
        for function in dict.fromkeys([*passed, failure.function]):
            names = self._variables(function)
            if names:
                return self._with_reads(failure, function, names)
        return failure

    def _with_reads(self, failure: Failure, function: str, names: tuple[str, ...]) -> Failure:
        kept = tuple(name for name in names if self._changes(function, name))
        names = kept or names
        told = {"function": function, "names": _named(names)}
        key = "grading.cause_reads_several" if len(names) > 1 else "grading.cause_reads"
        key = "grading.cause_kept" if kept else key
        line = self._line_with(function, names)
        trace = failure.trace or ((line,) if line else ())
        return dataclasses.replace(failure, cause=say(key, **told), trace=trace)

    def _variables(self, function: str) -> tuple[str, ...]:
        """Return the variables that a function reads and that its arguments should give.

        Numbers and texts are settings, as good as constants, unless a parameter is called so.
        """
        facts = self.report.functions.get(function)
        if facts is None or function not in self.functions:
            return ()
        parameters = {name for asked in self.functions for name in self._parameters(asked)}
        return tuple(
            name
            for name, kind in facts.reads
            if name in parameters or (kind in ("data", "absent") and not _is_constant(name))
        )

    def _changes(self, function: str, name: str) -> bool:
        """Tell whether a function changes what a variable outside of it holds."""
        word = rf"(?<![\w.]){re.escape(name)}"
        changes = re.compile(rf"^\s*global\b.*\b{word}\b|{word}{_CHANGED}", re.MULTILINE)
        return changes.search(self._definition(function)) is not None

    def _definition(self, function: str) -> str:
        place = self.report.definitions.get(function)
        if place is None or place.line < 1:
            return ""
        lines = lines_of(self.submission.source_of(place.file, place.cell))
        return "\n".join(lines[place.line - 1 : place.end_line])

    def _line_with(self, function: str, names: tuple[str, ...]) -> CodeLine | None:
        """Return the first line of a function, after its head, that holds one of the names."""
        place = self.report.definitions.get(function)
        if place is None or not names:
            return None
        word = re.compile(rf"(?<![\w.])(?:{'|'.join(map(re.escape, names))})\b")
        for at, text in enumerate(lines_of(self._definition(function))):
            if at and word.search(text.partition("#")[0]):
                line = text.strip()[:200]
                return CodeLine(place.file, place.cell, place.line + at, function, line)
        return None


def _signature(
    target: Callable[[str], Callable[..., object]], function: str
) -> list[inspect.Parameter]:
    try:
        return list(inspect.signature(target(function)).parameters.values())
    except (AttributeError, TypeError, ValueError):
        return []  # not every question is about a function of the reference's


def _is_constant(name: str) -> bool:
    """Tell whether a name is written like a constant: `X` is an array, `KERNEL` is not."""
    return len(name) > 2 and name.isupper()


def _named(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in list(names)[:_MOST_NAMES])
