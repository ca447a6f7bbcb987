"""What the terminal says at the end of a run: figures, who needs a human, and what is kept."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.table import Table
from rich.text import Text

from gradewright.batch.run import Summary
from gradewright.cli.terminal import SIGNS, Line
from gradewright.phrases import say
from gradewright.reports.suspects import Suspect
from gradewright.results import GraderFault
from gradewright.words.numbers import points
from gradewright.words.places import where
from gradewright.words.printable import one_line, printable

_MOST_LEFT_OUT = 40


def print_summary(summary: Summary, lines: list[Line], console: Console | None = None) -> None:
    """Print a row an assignment, who needs a human, what was not graded, and what is kept."""
    console = console or Console(highlight=False)
    if lines:
        console.print(_table(lines))
    for measured in lines[0].measured if len(lines) == 1 else ():
        _print(console, measured)
    for line in lines:
        for text in _needs(line):
            _print(console, f"{SIGNS[line.status]} {line.assignment}: {text}")
    suspected = [suspect_line(suspect, summary.index) for suspect in summary.suspects]
    decisions = [say("console.decision", decision=decision) for decision in summary.decisions]
    for text in (*_fault_lines(lines), *suspected, *decisions):
        _print(console, text)
    _print_left_out(summary, console)
    if summary.unchanged:
        _print(console, say("console.unchanged", count=summary.unchanged))
    if summary.held > summary.added:
        _print(
            console,
            say(
                "console.folder_holds",
                out=summary.index.parent,
                count=summary.held,
                added=summary.added,
                replaced=summary.replaced,
                kept=summary.held - summary.added - summary.replaced,
            ),
        )
    for remark in summary.remarks:
        _print(console, remark)
    if summary.unfinished:
        _print(console, say("console.stopped", count=summary.unfinished))
    _print(console, say("console.report", path=summary.index))


def suspect_line(suspect: Suspect, page: Path) -> str:
    """Return which test may be wrong, and what the class says against it."""
    return say(
        "console.suspect",
        assignment=suspect.assignment,
        test=suspect.test,
        title=suspect.title,
        why=suspect.why,
        path=page,
    )


def print_kept(count: int, out: Path, command: str, console: Console) -> None:
    """Say how many results are kept, and the command that goes on."""
    key = "console.kept" if count else "console.kept_none"
    _print(console, say(key, count=count, out=out, command=command))


def _print(console: Console, text: str) -> None:
    console.print(Text(printable(text)), soft_wrap=True)


def _table(lines: list[Line]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(say("console.assignment"))
    columns = ("submissions", "median", "lowest", "highest", "unreadable", "failed")
    for key in columns:
        table.add_column(say(f"console.{key}"), justify="right")
    groups: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        groups[line.assignment].append(line)
    for assignment, group in sorted(groups.items()):
        table.add_row(assignment, *_figures(group))
    return table


def _needs(line: Line) -> list[str]:
    """Return why somebody has to look at a submission, if so."""
    texts = []
    if line.status != "graded":
        word = line.status
        if line.is_kept:
            word = say("console.earlier_kept", status=line.status)
        # A grader's fault is said once for all whom it met.
        is_said = line.message and not line.faults
        reason = f"{word}. {one_line(line.message, 300)}" if is_said else word
        texts.append(say("console.needs_you", student=line.student, status=reason))
    if line.attention:
        texts.append(say("console.needs_you", student=line.student, status=line.attention))
    return texts


def _fault_lines(lines: list[Line]) -> list[str]:
    """Return each fault of a grader's once, with how many it met and the command that shows it."""
    met: dict[tuple[str, int, str], list[GraderFault]] = defaultdict(list)
    for line in lines:
        for fault in line.faults:
            met[fault.file, fault.line, fault.test].append(fault)
    return [
        say(
            "console.grader_fault",
            place=where(file, None, number),
            error=faults[0].error.partition("\n")[0],
            count=len(faults),
            command=faults[0].command,
        )
        for (file, number, _), faults in met.items()
    ]


def _print_left_out(summary: Summary, console: Console) -> None:
    if not summary.left_out:
        return
    _print(console, say("console.left_out", count=len(summary.left_out)))
    for entry in summary.left_out[:_MOST_LEFT_OUT]:
        text = say("console.left_out_entry", path=entry.path, reason=entry.reason)
        _print(console, f"  {text}")
    more = len(summary.left_out) - _MOST_LEFT_OUT
    if more > 0:
        path = summary.index.with_name("scores.csv")
        _print(console, "  " + say("console.left_out_more", count=more, path=path))


def _figures(group: list[Line]) -> list[str]:
    scores = [line.score for line in group if line.status == "graded"]
    best = points(group[0].max_score)
    shown = [points(f(scores)) if scores else "-" for f in (median, min, max)]
    counts = [sum(line.status == word for line in group) for word in ("unreadable", "failed")]
    return [str(len(group)), f"{shown[0]}/{best}", *shown[1:], *map(str, counts)]
