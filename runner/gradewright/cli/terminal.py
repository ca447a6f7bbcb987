"""What the terminal shows: a bar where there is one, plain lines where there is none."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from statistics import median
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar
from rich.table import Table
from rich.text import Text

from gradewright.batch.run import Summary
from gradewright.phrases import say
from gradewright.reports.measurements.plain_lines import measurement_lines
from gradewright.results import GraderFault, SubmissionResult
from gradewright.submissions.names import listed

_SIGNS = {"graded": "✓", "unreadable": "?", "failed": "!"}
_SPACES = "\u00a0\u2009\u202f"


@dataclass(frozen=True, slots=True)
class Line:
    """What the summary keeps of a result."""

    student: str
    assignment: str
    status: str
    score: float
    max_score: float
    measured: tuple[str, ...] = ()
    faults: tuple[GraderFault, ...] = ()


class Progress:
    """Shows how far a run is."""

    def __init__(self, console: Console | None = None) -> None:
        self.console = console or Console(highlight=False)
        self.results: list[Line] = []
        self._bar = Bar(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=self.console,
            transient=True,
            disable=not self.console.is_terminal,
        )
        self._total = 0

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._bar.stop()

    def start(self, total: int) -> None:
        """Say how many submissions there are."""
        self._total = total
        self._bar.add_task(say("console.grading"), total=total)

    def advance(self, result: SubmissionResult) -> None:
        """Show one finished submission."""
        line = Line(
            result.student,
            result.assignment,
            result.status,
            result.score,
            result.max_score,
            measurement_lines(result) if self._total == 1 else (),
            result.grader_faults,
        )
        self.results.append(line)
        if self.console.is_terminal:
            self._bar.advance(self._bar.task_ids[0])
        else:
            self.console.print(_plain(line, len(self.results), self._total), soft_wrap=True)


def _plain(line: Line, number: int, total: int) -> Text:
    score = f"{points(line.score)}/{points(line.max_score)}"
    name = f"{printable(line.student)} {line.assignment}"
    return Text(f"[{number}/{total}] {_SIGNS[line.status]} {name}: {line.status} {score}")


def printable(text: str) -> str:
    """Return a text without characters that a terminal would obey, and with plain spaces."""
    return "".join(c if c.isprintable() else " " if c in _SPACES else "�" for c in text)


def points(score: float) -> str:
    """Return a score without needless digits."""
    return f"{score:.2f}".rstrip("0").rstrip(".")


def print_summary(summary: Summary, lines: list[Line], console: Console | None = None) -> None:
    """Print a row an assignment, who needs a human, and where the report is."""
    console = console or Console(highlight=False)
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
    console.print(table)
    for measured in lines[0].measured if len(lines) == 1 else ():
        console.print(Text(printable(measured)), soft_wrap=True)
    for line in lines:
        if line.status != "graded":
            text = say("console.needs_you", student=printable(line.student), status=line.status)
            console.print(Text(f"{_SIGNS[line.status]} {text} ({line.assignment})"))
    for text in _fault_lines(lines):
        console.print(Text(printable(text)), soft_wrap=True)
    if summary.overlooked:
        names = listed(path.name for path in summary.overlooked)
        text = say("console.overlooked", count=len(summary.overlooked), names=names)
        console.print(Text(printable(text)), soft_wrap=True)
    console.print(Text(say("console.report", path=summary.index)), soft_wrap=True)


def _fault_lines(lines: list[Line]) -> list[str]:
    """Return each fault of a grader's once, with how many it met and the command that shows it."""
    met: dict[tuple[str, int, str], list[GraderFault]] = defaultdict(list)
    for line in lines:
        for fault in line.faults:
            met[fault.file, fault.line, fault.test].append(fault)
    return [
        say(
            "console.grader_fault",
            place=say("grading.grader_place", file=file, line=number),
            error=faults[0].error.partition("\n")[0],
            count=len(faults),
            command=faults[0].command,
        )
        for (file, number, _), faults in met.items()
    ]


def _figures(group: list[Line]) -> list[str]:
    scores = [line.score for line in group if line.status == "graded"]
    best = points(group[0].max_score)
    shown = [points(f(scores)) if scores else "-" for f in (median, min, max)]
    counts = [sum(line.status == word for line in group) for word in ("unreadable", "failed")]
    return [str(len(group)), f"{shown[0]}/{best}", *shown[1:], *map(str, counts)]
