"""Show how well the self-check foretells the grade."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from gradewright.authoring.foretelling import Belief, beliefs
from gradewright.authoring.validate import Checked
from gradewright.phrases import say

_MOST_NAMED = 12


def show_foretelling(
    checked: Sequence[Checked], questions: dict[str, tuple[str, ...]], console: Console
) -> None:
    """Print a row an assignment and question: what visible tests catch, and what they let pass."""
    for slug, order in questions.items():
        mine = [e for e in checked if e.assignment == slug and e.case.expects != "zero"]
        rows = beliefs(order, [(e.case.name, e.foretold) for e in mine if e.foretold is not None])
        console.print(_table(slug, rows))
        whole = rows[0]
        if whole.missed:
            named = [name.removeprefix("wrong/") for name in whole.missed]
            more = len(named) - _MOST_NAMED
            names = ", ".join(named[:_MOST_NAMED]) + (f", … ({more})" if more > 0 else "")
            console.print(Text(say("validate.missed", names=names)), soft_wrap=True)


def _table(slug: str, rows: Sequence[Belief]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold", title=slug, title_justify="left")
    for key in ("question", "wrong", "caught", "passing", "misled"):
        head = say(f"validate.head_{key}")
        table.add_column(head, justify="left" if key == "question" else "right")
    for row in rows:
        table.add_row(
            row.question or say("validate.whole"),
            str(row.wrong),
            f"{row.caught} ({row.share_caught:.0%})",
            str(row.passing),
            f"{row.misled} ({row.share_misled:.0%})",
        )
    return table
