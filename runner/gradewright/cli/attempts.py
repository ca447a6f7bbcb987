"""Show which tricks an assignment's graders pay for."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from gradewright.authoring.attacks import Attempt
from gradewright.phrases import say
from gradewright.words.numbers import points

_STYLES = {"fooled": "bold red", "resisted": "green", "allowed": "yellow", "unknown": "red"}


def show_attempts(attempts: Sequence[Attempt], seed: int) -> int:
    """Print a row a trick; return 0 where all are resisted, 1 where not."""
    console = Console(highlight=False, width=None if sys.stdout.isatty() else 140)
    console.print(_table(attempts))
    fooled = sum(attempt.verdict == "fooled" for attempt in attempts)
    unknown = sum(attempt.verdict == "unknown" for attempt in attempts)
    key = "console.some_fooled" if fooled or unknown else "console.all_resisted"
    words = {"count": len(attempts), "fooled": fooled, "unknown": unknown, "seed": seed}
    console.print(Text(say(key, **words)))
    return 1 if fooled or unknown else 0


def _table(attempts: Sequence[Attempt]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for key in ("assignment", "row", "trick", "earned", "honest", "verdict"):
        table.add_column(say(f"console.{key}"), overflow="fold")
    for attempt in attempts:
        verdict = Text(say(f"console.{attempt.verdict}"), _STYLES[attempt.verdict])
        if attempt.remark:
            verdict.append(f" ({attempt.remark})", "default")
        name = f"{attempt.trick}: {attempt.title}" if attempt.title else attempt.trick
        row = str(attempt.row or "")
        honest = points(attempt.honest)
        table.add_row(attempt.assignment, row, Text(name), points(attempt.earned), honest, verdict)
    return table
