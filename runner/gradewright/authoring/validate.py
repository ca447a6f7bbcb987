"""Prove that graders are right: reference full, stub zero, variants as they say."""

from __future__ import annotations

import difflib
import random
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from gradewright.authoring.apart import Told, differences, told_by
from gradewright.authoring.feedback import Feedback, fault_of, feedback_of
from gradewright.authoring.findings import Finding, findings_in, never_failed, unparsable
from gradewright.authoring.foretelling import Foretold, foretold_by
from gradewright.authoring.self_checks import self_checks
from gradewright.authoring.variants import SUFFIXES, variant_files, whole_of
from gradewright.authoring.watching import Watch
from gradewright.batch.here import grade_here
from gradewright.batch.hiring import Hiring, shared_folder
from gradewright.batch.plan import Task
from gradewright.batch.pool import Pool
from gradewright.course.records import Assignment
from gradewright.errors import CourseError, UsageError
from gradewright.grading.collected import check_syntax, grader_files
from gradewright.results import SubmissionResult
from gradewright.submissions.read import read
from gradewright.submissions.records import Found

Expectation = Literal["full", "zero", "exactly"]
# Which cases were chosen: every one, some drawn from the seed, or those that were named.
Taken = Literal["all", "sample", "named"]

_LOSES = re.compile(r"^\s*#\s*loses:\s*(.*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Case:
    """One submission whose score is known beforehand.

    A wrong variant says which questions it loses, and in its docstring what is wrong (`told`).
    """

    name: str
    file: Path
    expects: Expectation
    loses: frozenset[str] = frozenset()
    told: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """A case and what grading it gave; `fault` is empty when it is as expected.

    `passed` tells of each test, by its id, whether the case passed it, `feedback` what the student
    of a wrong variant reads, `foretold` how the self-check and the grade agree.
    """

    assignment: str
    case: Case
    score: float
    max_score: float
    lost: tuple[str, ...]
    fault: str
    passed: Mapping[str, bool] = field(default_factory=dict)
    feedback: Feedback | None = None
    foretold: Foretold | None = None


def cases_of(assignment: Assignment) -> tuple[Case, ...]:
    """Return every case of an assignment: reference, stubs, correct and wrong variants.

    Raises:
        CourseError: a part is missing, or a wrong variant does not say what it loses.
    """
    slug = assignment.slug
    cases = [Case("reference", assignment.reference / f"{slug}.py", "full")]
    cases += [
        Case(f"stub{suffix}", assignment.template / f"{slug}{suffix}", "zero")
        for suffix in SUFFIXES
    ]
    cases += [Case(f"correct/{f.name}", f, "full") for f in variant_files(assignment, "correct")]
    cases += [
        Case(f"wrong/{f.name}", f, "exactly", *_declared(assignment, f))
        for f in variant_files(assignment, "wrong")
    ]
    for case in cases:
        if not case.file.is_file():
            raise CourseError(case.file, "the file", "nothing", f"the {case.name} of {slug}")
    return tuple(cases)


def _declared(assignment: Assignment, file: Path) -> tuple[frozenset[str], str]:
    """Return the questions that a wrong variant says it loses, and the fault that it names."""
    submission = read(Found(file.stem, assignment.slug, file), assignment)
    text = "\n".join(cell.source for cell in submission.cells)
    match = _LOSES.search(text)
    known = {question.id for question in assignment.questions}
    names = frozenset(re.split(r"[,\s]+", match[1].strip())) if match else frozenset()
    if not names or not names <= known:
        found = ", ".join(sorted(names)) or "nothing"
        raise CourseError(file, "# loses", found, ", ".join(sorted(known)))
    return names, fault_of(text)


def sample_of(cases: tuple[Case, ...], count: int, seed: int) -> tuple[Case, ...]:
    """Return the reference, the stubs, and `count` variants, a third of them correct ones.

    Which ones is drawn from the seed; where there are fewer of a kind, all of it are taken.
    """
    rng = random.Random(seed)  # noqa: S311 - a choice, no secret
    correct = [case for case in cases if case.name.startswith("correct/")]
    wrong = [case for case in cases if case.name.startswith("wrong/")]
    right = rng.sample(correct, min(len(correct), -(-count // 3)))
    kept = {*right, *rng.sample(wrong, min(len(wrong), count - len(right)))}
    return tuple(case for case in cases if "/" not in case.name or case in kept)


def named(cases: Sequence[Case], names: Sequence[str]) -> tuple[Case, ...]:
    """Return the cases of these names: `wrong/rounded.py`, or as much of it as says which.

    Raises:
        UsageError: there is none, or several.
    """
    chosen = []
    for name in names:
        found = [case for case in cases if name in _names_of(case)]
        if len(found) != 1:
            near = difflib.get_close_matches(name, [n for c in cases for n in _names_of(c)], 3, 0.4)
            several = ", ".join(case.name for case in found) or "none"
            hint = f" Near: {', '.join(near)}." if near and not found else ""
            raise UsageError(f"{name}: {several} of the cases is called so; name one.{hint}")
        chosen += found
    return tuple(dict.fromkeys(chosen))


def _names_of(case: Case) -> tuple[str, ...]:
    return case.name, case.name.rpartition("/")[2], case.file.stem


def validate(
    assignment: Assignment,
    chosen: Sequence[Case],
    hiring: Hiring,
    *,
    taken: Taken = "all",
    apart: bool = False,
) -> Iterator[Checked | Finding]:
    """Yield what is silently wrong, and how each of the chosen cases compares with what it says.

    `apart`: where tests share a process, each case is graded again with one for each test, and
    verdicts that differ are told. Whether every test can fail is told where all were taken. Of
    cases that were named one by one nothing else is looked at, so that an author has them in
    seconds.

    Raises:
        CourseError: a part of the assignment is missing or cannot be used.
    """
    check_syntax([*grader_files(assignment), assignment.reference / f"{assignment.slug}.py"])
    cases = {case.name: case for case in chosen}
    graded: list[tuple[str, Mapping[str, bool]]] = []
    told: dict[str, Told] = {}
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="gradewright-")))
        looked = chosen if taken == "named" else cases_of(assignment)
        roots = {case.name: written(assignment, case, folder) for case in looked}
        variants = [(name, file) for name, file in roots.items() if "/" in name]
        yield from unparsable(assignment, variants)
        checks: Callable[[], Iterator[Finding]] | None = None
        if taken != "named":
            yield from findings_in(assignment)
            # Importing Keras for them takes as long as grading a case: it goes on beside.
            checks = stack.enter_context(self_checks(assignment))
        found = tuple(Found(name, assignment.slug, roots[name]) for name in cases)
        hired = stack.enter_context(shared_folder(hiring))
        for delivery in Pool([Task(assignment, found)], hired).run():
            checked = compare(cases[delivery.result.student], delivery.result)
            graded.append((checked.case.name, checked.passed))
            told[checked.case.name] = told_by(delivery.result)
            yield checked
        if apart and assignment.load.fresh == "changed":
            yield from differences(assignment, told, found, hired)
        if checks is not None:
            yield from checks()
    if taken == "all" and hiring.terms.only == "everything":
        yield from never_failed(assignment.slug, graded)


def looked_at(
    assignment: Assignment, chosen: Sequence[Case], hiring: Hiring, watch: Watch
) -> Iterator[SubmissionResult]:
    """Yield the results of cases that are graded in this process, while `watch` tells of them.

    Raises:
        GradewrightError: the assignment cannot be used, or no test is left to run.
    """
    with tempfile.TemporaryDirectory(prefix="gradewright-") as folder:
        found = [
            Found(case.name, assignment.slug, written(assignment, case, Path(folder)))
            for case in chosen
        ]
        yield from grade_here(assignment, hiring, found, [watch])


def written(assignment: Assignment, case: Case, folder: Path) -> Path:
    """Return the submission that a case stands for; the whole of a difference is written below.

    Raises:
        CourseError: the difference does not fit its base.
    """
    name, content = whole_of(assignment, case.file)
    if name == case.file.name and content == case.file.read_bytes():
        return case.file
    file = folder / case.name.replace("/", "-") / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    return file


def compare(case: Case, result: SubmissionResult) -> Checked:
    """Return how a result compares with what its case expects."""
    lost = tuple(q.id for q in result.questions if q.score < q.max_score)
    return Checked(
        assignment=result.assignment,
        case=case,
        score=result.score,
        max_score=result.max_score,
        lost=lost,
        fault=_fault(case, result, lost),
        passed={
            t.id: t.status == "passed" and not t.given for q in result.questions for t in q.tests
        },
        feedback=feedback_of(case.loses, result) if case.loses else None,
        foretold=foretold_by(result) if result.status == "graded" else None,
    )


def _fault(case: Case, result: SubmissionResult, lost: tuple[str, ...]) -> str:
    """Return what is not as expected, or nothing."""
    if result.status != "graded":
        return f"{result.status}: {result.message}"
    if case.expects == "zero":
        return "" if result.score == 0 else f"scores {result.score:g}, not 0"
    # What a run leaves out cannot be lost.
    loses = case.loses & {q.id for q in result.questions if q.max_score}
    if set(lost) == loses:
        return ""
    first = _first_failure(result, unexpected=set(lost) - loses)
    spared = ", ".join(sorted(loses - set(lost)))
    extra = ", ".join(name for name in lost if name not in loses)
    parts = [f"does not lose {spared}" if spared else "", f"loses {extra}" if extra else ""]
    return "; ".join(part for part in [*parts, first if extra else ""] if part)


def _first_failure(result: SubmissionResult, unexpected: set[str]) -> str:
    """Return which test of these questions went wrong first, and what it says."""
    for question in result.questions:
        for test in question.tests if question.id in unexpected else ():
            if test.status not in ("passed", "skipped"):
                return f"{test.id}: {test.message.partition(chr(10))[0]}"
    return ""
