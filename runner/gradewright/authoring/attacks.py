"""Try to bend an assignment's measurements, as students might: is any trick paid for?"""

from __future__ import annotations

import random
import re
import tempfile
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from gradewright.authoring.tricks import Against, Catalogue, Pace, Trick, catalogue
from gradewright.batch.hiring import Hiring
from gradewright.batch.plan import Task
from gradewright.batch.pool import Pool
from gradewright.course.records import Assignment
from gradewright.errors import CourseError
from gradewright.grading.collected import check_syntax, grader_files
from gradewright.performance.evaluator import stands_on_models
from gradewright.phrases import say
from gradewright.results import Measurement, SubmissionResult
from gradewright.submissions.records import Found

Verdict = Literal["fooled", "resisted", "allowed", "unknown"]

_BESIDE = re.compile(r"^\s*#\s*beside:\s*(.*)$", re.MULTILINE)
_SUFFIXES = (".py", ".ipynb")
_REFERENCE = "reference"
# Honest work that is slow waits so many times what would cost it the last of the points.
_FAR = 1.5
_SHARE_OF_TEST = 0.1
# So much of the points may be chance.
_CHANCE = 0.1


@dataclass(frozen=True, slots=True)
class Attempt:
    """A trick on an assignment: what it earned, and what honest work of the same quality did.

    `remark` says in words what the verdict does not.
    """

    assignment: str
    trick: str
    row: int
    title: str
    earned: float
    honest: float
    verdict: Verdict
    remark: str = ""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A submission to be graded: its file, what it must not earn more than, and which tests count.

    `beside` is another entry's name, "" for nothing; `tests` are ids, None for all.
    """

    name: str
    file: Path
    trick: Trick | None = None
    beside: str = ""
    tests: frozenset[str] | None = None


def attack(assignment: Assignment, hiring: Hiring, sample: int | None = None) -> Iterator[Attempt]:
    """Yield how each trick that can be tried on an assignment came out.

    First the reference is graded: what it is measured for says which tricks there are, and how
    slow is slow. The author's own attacks, `variants/attacks/`, are tried as well.

    Args:
        assignment: whose graders are tried.
        hiring: the judges.
        sample: how many tricks, drawn from the seed; None for all.

    Raises:
        CourseError: a part of the assignment is missing or cannot be used.
    """
    check_syntax([*grader_files(assignment), assignment.reference_file])
    pilot = _Entry(_REFERENCE, assignment.reference_file)
    reference = _graded(assignment, hiring, [pilot])[_REFERENCE]
    if reference.status != "graded":
        remark = f"{reference.status}: {reference.message}"
        yield Attempt(assignment.slug, _REFERENCE, 0, "", 0.0, 0.0, "unknown", remark)
        return
    with tempfile.TemporaryDirectory(prefix="gradewright-attacks-") as folder:
        allowed = _allowed(assignment)
        entries = _laid_out(assignment, reference, catalogue(), Path(folder))
        entries += _own(assignment)
        if sample is not None:
            entries = _sample(entries, sample, hiring.terms.seed)
        first = {_REFERENCE: reference, **_graded(assignment, hiring, entries)}
        attempts = [_compared(assignment, e, first, allowed) for e in entries if _is_trick(e)]
        # What one measurement says may be chance: who is fooled is fooled twice.
        doubtful = {a.trick for a in attempts if a.verdict == "fooled"}
        doubtful |= {e.beside for e in entries if e.name in doubtful}
        again = [entry for entry in entries if entry.name in doubtful]
        second = {**first, **_graded(assignment, hiring, again)}
        for attempt, entry in zip(attempts, filter(_is_trick, entries), strict=True):
            is_doubtful = attempt.verdict == "fooled" and bool(entry.beside)
            yield _compared(assignment, entry, second, allowed) if is_doubtful else attempt


def _is_trick(entry: _Entry) -> bool:
    """Tell whether an entry is a trick, and not what one is compared with."""
    return entry.trick is None or bool(entry.trick.row)


def _graded(
    assignment: Assignment, hiring: Hiring, entries: Sequence[_Entry]
) -> Mapping[str, SubmissionResult]:
    if not entries:
        return {}
    found = tuple(Found(entry.name, assignment.slug, entry.file) for entry in entries)
    deliveries = Pool([Task(assignment, found)], hiring).run()
    return {delivery.result.student: delivery.result for delivery in deliveries}


def _laid_out(
    assignment: Assignment, reference: SubmissionResult, tricks: Catalogue, folder: Path
) -> list[_Entry]:
    """Write a submission for each trick that can be tried, and for what it is compared with."""
    entries = []
    for trick in (*tricks.honest, *tricks.tricks):
        measured = _measured(assignment, reference, trick.against)
        if trick.against != "everything" and not measured:
            continue
        questions = {m.question for m in measured if m.kind == "time"}
        functions = assignment.functions
        if trick.against == "time":
            mine = [q.functions for q in assignment.questions if q.id in questions]
            functions = tuple(name for names in mine for name in names)
        pace = _pace(assignment, measured)
        text = tricks.submission(trick, assignment.reference_file, functions, pace)
        file = folder / f"{trick.name}.py"
        file.write_text(text, encoding="utf-8")
        tests = frozenset(m.test for m in measured) if measured else None
        entries.append(_Entry(trick.name, file, trick, trick.beside, tests))
    return entries


def _measured(
    assignment: Assignment, reference: SubmissionResult, against: Against
) -> list[Measurement]:
    """Return the measurements that a kind of trick is about."""
    kinds: tuple[str, ...] = ("time",) if against == "time" else ()
    if against == "training" and stands_on_models(assignment):
        kinds = ("accuracy", "loss", "value")
    return [m for m in reference.measurements if m.kind in kinds]


def _pace(assignment: Assignment, measured: Sequence[Measurement]) -> Pace:
    """Return a pace that loses all points for time, in tests that still come to an end."""
    ends = [max(x for x, _ in m.scale) for m in measured if m.scaled == "ratio"]
    seconds = min((assignment.test_seconds(m.question) for m in measured), default=10.0)
    return Pace(_FAR * max(ends, default=10.0), _SHARE_OF_TEST * seconds)


def _own(assignment: Assignment) -> list[_Entry]:
    """Return the author's attacks and what they say they are to be compared with."""
    folder = assignment.graders / "variants" / "attacks"
    files = sorted(f for f in folder.glob("*") if f.suffix in _SUFFIXES)
    names = {file.name for file in files}
    entries = []
    for file in files:
        match = _BESIDE.search(file.read_text(encoding="utf-8", errors="replace"))
        beside = match[1].strip() if match else ""
        if beside not in {"", "nothing", _REFERENCE} | names:
            allowed = ", ".join(["nothing", _REFERENCE, *sorted(names)])
            raise CourseError(file, "# beside:", beside, allowed)
        name = "" if beside == "nothing" else beside
        name = f"attacks/{name}" if name in names else name
        honest = not match and Trick(file.name, "", "everything", "")
        entries.append(_Entry(f"attacks/{file.name}", file, honest or None, name))
    return entries


def _allowed(assignment: Assignment) -> Mapping[str, str]:
    """Return the tricks that the author allows, each with the reason.

    Raises:
        CourseError: the file is not what it should be.
    """
    file = assignment.graders / "variants" / "allowed.toml"
    if not file.is_file():
        return {}
    try:
        tables = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CourseError(file, "the file", str(error), "TOML") from error
    known = [trick.name for trick in catalogue().tricks]
    for name, reason in tables.items():
        if name not in known:
            raise CourseError(file, name, "no trick of that name", ", ".join(known))
        if not isinstance(reason, str) or not reason:
            raise CourseError(file, name, repr(reason), "the reason, in a sentence")
    return tables


def _sample(entries: list[_Entry], count: int, seed: int) -> list[_Entry]:
    """Return some tricks, and what they are compared with."""
    rng = random.Random(seed)  # noqa: S311 - a choice, no secret
    tricks = [entry for entry in entries if _is_trick(entry)]
    chosen = rng.sample(tricks, min(count, len(tricks)))
    beside = {entry.beside for entry in chosen}
    return [entry for entry in entries if entry in chosen or entry.name in beside]


def _compared(
    assignment: Assignment,
    entry: _Entry,
    results: Mapping[str, SubmissionResult],
    allowed: Mapping[str, str],
) -> Attempt:
    """Return the verdict on one trick."""
    result = results[entry.name]
    honest = results.get(entry.beside)
    earned = _points(result, entry.tests)
    due = 0.0 if honest is None else _points(honest, entry.tests)
    most = _most(result, entry.tests)
    verdict: Verdict = "fooled" if earned > due + (_CHANCE * most if honest else 0) else "resisted"
    remark = ""
    for each in (result, honest):
        if each is not None and each.status != "graded":
            verdict, remark = "unknown", f"{each.student}: {each.status}: {each.message}"
    if honest is not None and verdict == "resisted" and due >= most:
        remark = say("validate.honest_has_all")
        if entry.trick is not None and entry.trick.against == "time":
            # Nothing was there to be gained: the row would show nothing.
            verdict, remark = "unknown", say("validate.not_slow")
    if verdict == "fooled" and entry.name in allowed:
        verdict, remark = "allowed", allowed[entry.name]
    trick = entry.trick
    return Attempt(
        assignment=assignment.slug,
        trick=entry.name,
        row=trick.row if trick else 0,
        title=trick.title if trick else "",
        earned=earned,
        honest=due,
        verdict=verdict,
        remark=remark,
    )


def _points(result: SubmissionResult, tests: frozenset[str] | None) -> float:
    """Return what the tests that count have earned."""
    every = (test for question in result.questions for test in question.tests)
    return round(sum(t.score for t in every if tests is None or t.id in tests), 6)


def _most(result: SubmissionResult, tests: frozenset[str] | None) -> float:
    every = (test for question in result.questions for test in question.tests)
    return round(sum(t.max_score for t in every if tests is None or t.id in tests), 6)
