"""`gradewright doctor`: tell what isolation this machine gives, and how to get more."""

from __future__ import annotations

import argparse

from rich.console import Console
from rich.table import Table
from rich.text import Text

from gradewright.datasets import available
from gradewright.phrases import say
from gradewright.sandbox.diagnosis import PROTECTIONS, Finding, diagnose


def main(arguments: argparse.Namespace) -> int:
    """Print the level, every protection with yes or no, and what would give more."""
    del arguments
    findings = diagnose()
    console = Console(highlight=False)
    best = next((finding for finding in findings if not finding.fault), None)
    if best is None:
        console.print(say("isolation.none"))
        _print_faults(console, findings)
        return 3
    console.print(Text(say("isolation.best", level=best.isolation.level), "bold"))
    console.print(say(f"isolation.level_{best.isolation.level}"), soft_wrap=True)
    console.print(_table(best))
    _print_faults(console, findings)
    console.print()
    console.print(Text(say("data.heading"), "bold"))
    console.print(_data())
    return 0


def _data() -> Table:
    """Return where each data set would come from now."""
    table = Table(box=None, pad_edge=False, show_header=False)
    for found in available():
        if found.problem:
            table.add_row(Text("✗", "red"), found.name, Text(found.problem))
            continue
        key = "data.is_stand_in" if found.stand_in else "data.is_real"
        where = found.where or say("data.embedded")
        table.add_row(
            Text("○" if found.stand_in else "✓"), found.name, Text(say(key, what=found.what)), where
        )
    return table


def _table(finding: Finding) -> Table:
    table = Table(box=None, pad_edge=False, show_header=False)
    for protection in PROTECTIONS:
        on = protection in finding.isolation.protections
        mark = Text("✓ yes", "green") if on else Text("✗ no", "red")
        table.add_row(mark, say(f"isolation.{protection}"))
    return table


def _print_faults(console: Console, findings: tuple[Finding, ...]) -> None:
    for finding in findings:
        if finding.fault:
            text = say("isolation.not_here", level=finding.isolation.level, reason=finding.fault)
            console.print(Text(text), soft_wrap=True)
            console.print(Text(say(f"isolation.get_{finding.isolation.level}")), soft_wrap=True)
