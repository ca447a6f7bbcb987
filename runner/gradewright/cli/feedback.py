"""Show what the students of wrong variants would read, all together."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from gradewright.authoring.feedback import Message
from gradewright.authoring.validate import Checked
from gradewright.phrases import say
from gradewright.words.printable import printable


def show_feedback(checked: Sequence[Checked], console: Console) -> None:
    """Print a row a wrong variant, and which of them no visible test tells from right work."""
    rows = sorted(
        (entry for entry in checked if entry.feedback is not None),
        key=lambda entry: (entry.assignment, entry.case.name),
    )
    if not rows:
        console.print(Text(say("validate.no_feedback")))
        return
    console.print(_table(rows))
    for slug in dict.fromkeys(entry.assignment for entry in rows):
        mine = [entry for entry in rows if entry.assignment == slug]
        unseen = [e.case.name for e in mine if e.feedback is not None and not e.feedback.is_seen]
        key = "validate.seen_but" if unseen else "validate.all_seen"
        words = {"slug": slug, "seen": len(mine) - len(unseen), "count": len(mine)}
        console.print(Text(say(key, **words, names=", ".join(unseen))), soft_wrap=True)


def _table(rows: Sequence[Checked]) -> Table:
    table = Table(pad_edge=False, header_style="bold", show_lines=True, expand=True)
    for key, ratio in (("case", 2), ("seen", 1), ("fix_first", 4), ("best", 4)):
        header = say(f"console.{key}") if key == "case" else say(f"validate.{key}")
        table.add_column(header, overflow="fold", ratio=ratio)
    for entry in rows:
        found = entry.feedback
        if found is None:
            continue
        case = Text(entry.case.name.removeprefix("wrong/"))
        case.append(f"\n{entry.case.told}", "italic")
        seen = say("validate.visible" if found.is_seen else "validate.hidden")
        best = Text(say("validate.same")) if found.best == found.first else _told(found.best)
        table.add_row(case, seen, _told(found.first), best)
    return table


def _told(message: Message | None) -> Text:
    if message is None:
        return Text(say("validate.nothing"))
    text = Text(f"{message.question} · ", "dim")
    text.append(printable(message.problem).strip(), "default")
    if message.cause:
        text.append(f"\n→ {printable(message.cause).strip()}", "default")
    return text
