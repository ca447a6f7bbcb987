"""What to say of graded functions that a submission does not bring."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from gradewright.beside.records import LoadReport, Problem
from gradewright.course.records import Assignment
from gradewright.phrases import say
from gradewright.results import AttentionKind
from gradewright.submissions.records import Submission
from gradewright.verdicts.near_names import near_name
from gradewright.verdicts.notes import note_of
from gradewright.words.decoding import lines_of

# What leaves a definition out while a submission is loaded.
_BROKEN = ("syntax", "python2", "unreadable", "definition_failed", "statement_")
_DEFINES = re.compile(r"(\s*)(?:async\s+def|def|class)\s+(\w+)")
_MOST_NAMED = 6


@dataclass(frozen=True, slots=True)
class Absence:
    """Why one function is not there, and whether its author should be asked before it counts.

    `lost` is what left its definition out, where there is one.
    """

    problem: str
    cause: str
    doubtful: bool = False
    lost: Problem | None = None


def why_missing(function: str, report: LoadReport, submission: Submission) -> Absence:
    """Return what is known of a function that the submission does not bring."""
    lost = _lost_by(function, report, submission)
    if lost is not None:
        return Absence(say("grading.lost", function=function), note_of(lost), lost=lost)
    problem = say("grading.missing", function=function)
    if function in report.nested:
        kind, outer = report.nested[function]
        key = "grading.missing_method" if kind == "class" else "grading.missing_inner"
        return Absence(problem, say(key, function=function, outer=outer), doubtful=True)
    meant = near_name(function, report.defined) or near_name(function, report.names)
    if meant:
        said = say("grading.missing_near", function=function, meant=meant)
        return Absence(problem, said, doubtful=True)
    return Absence(problem, "")


def what_is_there(
    assignment: Assignment, report: LoadReport, submission: Submission
) -> tuple[str, str, AttentionKind]:
    """Return a sentence, a cause and their kind where a submission brings none of the functions."""
    functions = assignment.functions
    problem = say("grading.none_there", count=len(functions), names=_named(functions))
    cause = _why_none(assignment, report, submission)
    other = _work_for(assignment, report.defined)
    is_other = bool(other) and cause == say("grading.none_other_work", title=other)
    return problem, cause, "other_work" if is_other else "nothing_found"


def _why_none(assignment: Assignment, report: LoadReport, submission: Submission) -> str:
    stopped = [p for p in report.problems if p.kind.startswith("load_") and not report.defined]
    lost = [_lost_by(function, report, submission) for function in assignment.functions]
    broken = next((problem for problem in (*stopped, *lost) if problem is not None), None)
    if broken is not None:
        return note_of(broken)
    outer = {report.nested[f] for f in assignment.functions if f in report.nested}
    if len(outer) == 1:
        kind, name = outer.pop()
        key = "grading.none_methods" if kind == "class" else "grading.none_inner"
        return say(key, outer=name)
    other = _work_for(assignment, report.defined)
    if other:
        return say("grading.none_other_work", title=other)
    meant = {f: near_name(f, report.defined) for f in assignment.functions}
    pairs = [f"`{near}` for `{f}`" for f, near in meant.items() if near]
    if pairs:
        return say("grading.none_near", pairs=", ".join(pairs[:_MOST_NAMED]))
    if report.defined:
        return say("grading.none_defines", names=_named(report.defined))
    return say("grading.none_defined") if not report.problems else ""


def _lost_by(function: str, report: LoadReport, submission: Submission) -> Problem | None:
    """Return the problem that left a definition of this function out, if one did."""
    broken = [p for p in report.problems if p.kind.startswith(_BROKEN)]
    for problem in broken:
        values = problem.values
        told = f"{values.get('names', '')}, {values.get('name', '')}".split(", ")
        if function in told or function == _around(problem, submission):
            return problem
    return None


def _around(problem: Problem, submission: Submission) -> str:
    """Return the function whose definition the line of a problem stands in, as it reads."""
    if problem.line is None or problem.kind.startswith("statement_"):
        return ""
    lines = lines_of(submission.source_of(problem.file, problem.cell))[: problem.line]
    indent = _indent(lines[-1]) if len(lines) == problem.line else 0
    for line in reversed(lines):
        found = _DEFINES.match(line)
        if found and (_indent(line) < indent or line is lines[-1]):
            return found[2]
        if line.strip() and not _indent(line) and line is not lines[-1]:
            return ""
    return ""


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _work_for(assignment: Assignment, defined: Collection[str]) -> str:
    """Return the title of the course's assignment that the names fit, or ""."""
    fitting = [
        (len(names & set(defined)), title) for title, names in _other_assignments(assignment)
    ]
    most, title = max(fitting, default=(0, ""))
    return title if most >= 2 else ""


def _other_assignments(assignment: Assignment) -> Iterator[tuple[str, set[str]]]:
    """Yield title and functions of the assignments beside this one."""
    for file in sorted(assignment.folder.parent.glob("*/assignment.toml")):
        if file.parent == assignment.folder:
            continue
        try:
            table = tomllib.loads(file.read_text(encoding="utf-8"))
            names = {name for q in table["question"] for name in q.get("functions", ())}
            title = str(table["title"])
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            continue  # only who grades that assignment needs to know
        yield title, names


def _named(names: Collection[str]) -> str:
    shown = [f"`{name}`" for name in list(names)[:_MOST_NAMED]]
    more = len(names) - len(shown)
    text = ", ".join(shown)
    return say("submissions.and_more", names=text, count=more) if more else text
