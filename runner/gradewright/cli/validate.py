"""`gradewright validate`: prove that graders are right."""

from __future__ import annotations

import argparse
import os
import sys

from rich.console import Console
from rich.table import Table
from rich.text import Text

from gradewright.authoring.attacks import attack
from gradewright.authoring.findings import Finding
from gradewright.authoring.validate import Checked, validate
from gradewright.batch.hiring import Hiring
from gradewright.cli.attempts import show_attempts
from gradewright.cli.options import allow_downloads, only_of
from gradewright.cli.terminal import points
from gradewright.course.reader import find_assignment, read_course
from gradewright.grading.seeds import fresh_seed
from gradewright.grading.terms import Terms
from gradewright.phrases import say


def main(arguments: argparse.Namespace) -> int:
    """Validate and return 0 when all is green, 1 when not."""
    course = read_course(arguments.course).under(arguments.budget or "")
    allow_downloads(arguments)
    slugs = arguments.slugs or [assignment.slug for assignment in course.assignments]
    chosen = [find_assignment(course, slug) for slug in slugs]
    seed = arguments.seed if arguments.seed is not None else fresh_seed()
    terms = Terms(seed, only_of(arguments), arguments.budget or "")
    hiring = Hiring(terms, arguments.jobs or os.cpu_count() or 1, course.language)
    if arguments.attacks:
        attempts = [a for each in chosen for a in attack(each, hiring, arguments.sample)]
        return show_attempts(attempts, seed)
    entries = [e for each in chosen for e in validate(each, hiring, arguments.sample)]
    checked = [entry for entry in entries if isinstance(entry, Checked)]
    findings = [entry for entry in entries if isinstance(entry, Finding)]
    faults = [entry for entry in checked if entry.fault]
    console = Console(highlight=False, width=None if sys.stdout.isatty() else 140)
    console.print(_table(checked))
    for finding in findings:
        line = f"✗ {finding.assignment}: {finding.place}: {finding.text}"
        console.print(Text(line, "red"), soft_wrap=True)
    key = "console.not_green" if faults else "console.green"
    console.print(Text(say(key, count=len(checked), faults=len(faults), seed=seed)))
    if findings:
        console.print(Text(say("console.findings", count=len(findings))))
    return 1 if faults or findings else 0


def _table(checked: list[Checked]) -> Table:
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
