"""What the terminal shows: a bar where there is one, plain lines where there is none."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar
from rich.text import Text

from gradewright.phrases import say
from gradewright.reports.measurements.plain_lines import measurement_lines
from gradewright.reports.site import Outcome
from gradewright.results import GraderFault, SubmissionResult
from gradewright.words.numbers import points
from gradewright.words.printable import printable

SIGNS = {"graded": "✓", "unreadable": "?", "failed": "!"}


@dataclass(frozen=True, slots=True)
class Line:
    """What the summary keeps of a result; `is_kept` tells that an earlier one stays."""

    student: str
    assignment: str
    status: str
    score: float
    max_score: float
    measured: tuple[str, ...] = ()
    message: str = ""
    attention: str = ""
    is_kept: bool = False
    faults: tuple[GraderFault, ...] = ()


def bar_on(console: Console) -> Bar:
    """Return a bar that is gone when it stops, and is nothing where there is no terminal."""
    return Bar(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )


class Progress:
    """Shows how far a run is."""

    def __init__(self, console: Console | None = None, page: Path | None = None) -> None:
        """Show on a console, and name the `page` that fills as results come."""
        self.console = console or Console(highlight=False)
        self._page = page
        self.results: list[Line] = []
        self._bar = bar_on(self.console)
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
        if total > 1 and self.console.is_terminal:
            if self._page is not None:
                text = say("console.fills", path=printable(str(self._page)))
                self.console.print(Text(text), soft_wrap=True)
            self.console.print(Text(say("console.went_on")), soft_wrap=True)
        self._bar.add_task(say("console.grading"), total=total)

    def advance(self, result: SubmissionResult, outcome: Outcome = "added") -> None:
        """Show one finished submission, and what became of an earlier result."""
        line = Line(
            result.student,
            result.assignment,
            result.status,
            result.score,
            result.max_score,
            measurement_lines(result) if self._total == 1 else (),
            result.message or "",
            result.attention,
            outcome == "kept",
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
    text = f"[{number}/{total}] {SIGNS[line.status]} {name}: {line.status} {score}"
    return Text(
        f"{text}; {say('console.earlier_kept', status=line.status)}" if line.is_kept else text
    )
