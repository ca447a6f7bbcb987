"""`gradewright validate`: prove that graders are right."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from gradewright.authoring.attacks import attack
from gradewright.authoring.findings import Finding
from gradewright.authoring.validate import (
    Case,
    Checked,
    Taken,
    cases_of,
    looked_at,
    named,
    sample_of,
    validate,
)
from gradewright.authoring.variants import whole_of
from gradewright.authoring.watching import Watch
from gradewright.batch.hiring import Hiring
from gradewright.cli.attempts import show_attempts
from gradewright.cli.feedback import show_feedback
from gradewright.cli.foretelling import show_foretelling
from gradewright.cli.options import PERFORMANCE, allow_downloads, kept_folder, only_of
from gradewright.cli.ratings import show_ratings
from gradewright.cli.terminal import bar_on
from gradewright.course.reader import find_assignment, read_course
from gradewright.course.records import Assignment
from gradewright.errors import UsageError
from gradewright.grading.terms import Terms
from gradewright.phrases import say
from gradewright.seeds import fresh_seed
from gradewright.words.numbers import points
from gradewright.words.printable import printable

_Work = list[tuple[Assignment, tuple[Case, ...]]]


def main(arguments: argparse.Namespace) -> int:
    """Validate and return 0 when all is green, 1 when not."""
    course = read_course(arguments.course).under(arguments.budget or "")
    allow_downloads(arguments)
    slugs = arguments.slugs or [assignment.slug for assignment in course.assignments]
    chosen = [find_assignment(course, slug) for slug in slugs]
    if arguments.show:
        return _show(chosen, arguments.show)
    seed = arguments.seed if arguments.seed is not None else fresh_seed()
    terms = Terms(
        seed,
        only_of(arguments),
        arguments.budget or "",
        kept_folder(arguments),
        arguments.tests or "",
        # What is compared are verdicts; words are for those who ask to read them.
        lines=arguments.feedback or arguments.ratings,
    )
    hiring = Hiring(terms, arguments.jobs or os.cpu_count() or 1, course.language)
    if arguments.attacks:
        attempts = [a for each in chosen for a in attack(each, hiring, arguments.sample)]
        return show_attempts(attempts, seed)
    work = _work(chosen, arguments, seed)
    console = Console(highlight=False, width=None if sys.stdout.isatty() else 140)
    if arguments.tests is not None or arguments.pdb:
        return _look(work, hiring, console, stops=arguments.pdb)
    taken = _taken(arguments)
    entries = list(_validated(work, hiring, console, taken, apart=arguments.apart))
    if arguments.feedback:
        show_feedback([entry for entry in entries if isinstance(entry, Checked)], console)
    if arguments.foretell:
        cases = [entry for entry in entries if isinstance(entry, Checked)]
        questions = {a.slug: tuple(q.id for q in a.questions) for a in chosen}
        show_foretelling(cases, questions, console)
    if arguments.ratings:
        show_ratings([entry for entry in entries if isinstance(entry, Checked)], chosen, console)
    return _report(entries, console, seed)


def _taken(arguments: argparse.Namespace) -> Taken:
    if any(name != PERFORMANCE for name in arguments.only or ()):
        return "named"
    return "all" if arguments.sample is None else "sample"


def _look(work: _Work, hiring: Hiring, console: Console, *, stops: bool) -> int:
    """Show what the graders do, test by test; return 1 where a grader itself failed."""
    watch = Watch(lambda line: _write(line, console), stops=stops)
    is_broken = False
    for assignment, cases in work:
        for result in looked_at(assignment, cases, hiring, watch):
            tests = [test for question in result.questions for test in question.tests]
            passed = sum(test.status == "passed" for test in tests)
            said = say(
                "validate.tests_passed", name=result.student, passed=passed, count=len(tests)
            )
            _write(said, console)
            if result.status != "graded":
                _write(f"✗ {result.message}", console)
            is_broken |= result.status != "graded"
    return int(is_broken)


def _write(text: str, console: Console) -> None:
    """Write lines, of which a submission's values are a part."""
    for line in text.split("\n"):
        console.print(Text(printable(line)), soft_wrap=True)


def _show(chosen: Sequence[Assignment], names: Sequence[str]) -> int:
    """Print the whole files that variants stand for, where there are several each with its name."""
    assignment, cases = _with(chosen, names)[0]
    for case in cases:
        head = f"# {case.name}\n" if len(cases) > 1 else ""
        content = whole_of(assignment, case.file)[1]
        apart = b"\n" if head and not content.endswith(b"\n") else b""
        sys.stdout.buffer.write(head.encode() + content + apart)
    sys.stdout.flush()
    return 0


def _work(chosen: Sequence[Assignment], arguments: argparse.Namespace, seed: int) -> _Work:
    """Return the cases to grade of each assignment."""
    names = [name for name in arguments.only or () if name != PERFORMANCE]
    if PERFORMANCE in (arguments.only or ()) and arguments.no_performance:
        raise UsageError("--only performance and --no-performance leave nothing to run: take one")
    if names:
        return _with(chosen, names)
    work: _Work = [(assignment, cases_of(assignment)) for assignment in chosen]
    if arguments.sample is None:
        return work
    return [(a, sample_of(cases, arguments.sample, seed)) for a, cases in work]


def _with(chosen: Sequence[Assignment], names: Sequence[str]) -> _Work:
    """Return the cases of these names, which may stand in one assignment only."""
    if len(chosen) > 1:
        slugs = ", ".join(assignment.slug for assignment in chosen)
        raise UsageError(f"--only and --show need one assignment: name one of {slugs} first")
    return [(assignment, named(cases_of(assignment), names)) for assignment in chosen]


def _validated(
    work: _Work, hiring: Hiring, console: Console, taken: Taken, *, apart: bool
) -> Iterator[Checked | Finding]:
    """Yield what comes of each case, and show how far it is."""
    total, done = sum(len(cases) for _, cases in work), 0
    bar = bar_on(console)
    task = bar.add_task(say("console.validating"), total=total)
    with bar:
        for assignment, cases in work:
            bar.update(task, description=say("console.validating_one", slug=assignment.slug))
            for entry in validate(assignment, cases, hiring, taken=taken, apart=apart):
                if isinstance(entry, Checked):
                    done += 1
                    bar.advance(task)
                    if not console.is_terminal:
                        console.print(Text(f"[{done}/{total}] {_line(entry)}"), soft_wrap=True)
                yield entry


def _line(entry: Checked) -> str:
    name = f"{entry.assignment} {entry.case.name}"
    score = f"{points(entry.score)}/{points(entry.max_score)}"
    return f"✗ {name} {score}: {entry.fault}" if entry.fault else f"✓ {name} {score}"


def _report(entries: Sequence[Checked | Finding], console: Console, seed: int) -> int:
    checked = [entry for entry in entries if isinstance(entry, Checked)]
    findings = [entry for entry in entries if isinstance(entry, Finding)]
    faults = [entry for entry in checked if entry.fault]
    console.print(_table(checked))
    for finding in findings:
        line = f"✗ {finding.assignment}: {finding.place}: {finding.text}"
        console.print(Text(line, "red"), soft_wrap=True)
    key = "console.not_green" if faults else "console.green"
    console.print(Text(say(key, count=len(checked), faults=len(faults), seed=seed)))
    if findings:
        console.print(Text(say("console.findings", count=len(findings))))
    return 1 if faults or findings else 0


def _table(checked: Sequence[Checked]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for key in ("assignment", "case", "score", "loses", "verdict"):
        table.add_column(say(f"console.{key}"), overflow="fold")
    order = {"reference": 0, "stub.py": 1, "stub.ipynb": 2}
    for entry in sorted(
        checked, key=lambda c: (c.assignment, order.get(c.case.name, 9), c.case.name)
    ):
        verdict = Text("✗ " + entry.fault, "red") if entry.fault else Text("✓", "green")
        lost = ", ".join(entry.lost) if len(entry.lost) < 8 else say("console.everything")
        score = f"{points(entry.score)}/{points(entry.max_score)}"
        table.add_row(entry.assignment, Text(entry.case.name), score, lost, verdict)
    return table
