"""The tables, as Markdown that reads well in a terminal too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from harness.arithmetic import Figures
from harness.compare import Entry, Rate
from harness.environments import REPOSITORY
from harness.measure import Cost


@dataclass(frozen=True, slots=True)
class Goal:
    """One goal: what was measured, what was asked for, and whether less is better."""

    text: str
    measured: float
    asked: float
    unit: str
    less: bool = True

    @property
    def reached(self) -> bool:
        """Return whether the measured figure is as good as asked for."""
        return self.measured <= self.asked if self.less else self.measured >= self.asked


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table, columns padded, all but the first aligned to the right."""
    widths = [max(len(row[at]) for row in [head, *rows]) for at in range(len(head))]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    lines = [_line(head, widths), _line(rule, widths), *(_line(row, widths) for row in rows)]
    return "\n".join(lines) + "\n"


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = zip(cells, widths, strict=True)
    padded = [first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in others)]
    return f"| {' | '.join(padded)} |"


def comparison(entries: Sequence[Entry], ours: Figures | None) -> str:
    """Return the table of tools; one that could not run says why below."""
    head = ["", "version", "n", "whole command", "shared by n", "start", "each more", "its CPU"]
    head += ["times ours, wall", "times ours, CPU", "scores"]
    rows = [_row(entry, ours) for entry in entries]
    home = str(REPOSITORY)
    troubles = [
        f"{entry.tool.name}: not measured. {entry.trouble.replace(home, '.')}\n"
        for entry in entries
        if entry.trouble
    ]
    return "\n".join([table(head, rows), *troubles])


def _row(entry: Entry, ours: Figures | None) -> list[str]:
    found = entry.figures
    if found is None:
        return [entry.tool.name, entry.version or "-", *["-"] * 9]
    name = f"{entry.tool.name} ({entry.isolation})" if entry.isolation else entry.tool.name
    times = _times(found.each, ours.each) if ours else ["-", "-"]
    cells = [name, entry.version, str(found.count), seconds(found.whole)]
    cells += [milliseconds(found.average), seconds(found.start)]
    cells += [milliseconds(found.each.wall), milliseconds(found.each.cpu), *times]
    return [*cells, "right" if entry.agreed else "differ"]


def _times(other: Cost, ours: Cost) -> list[str]:
    return [f"{other.wall / ours.wall:.1f}", f"{other.cpu / ours.cpu:.1f}"]


def rates(found: Sequence[Rate], first: float) -> str:
    """Return the table of submissions a second; `first` is gradewright's rate with one process."""
    head = ["", "processes", "submissions/s", "times one gradewright process"]
    rows = [
        [r.name, str(r.processes), f"{r.per_second:.2f}", f"{r.per_second / first:.2f}"]
        for r in found
    ]
    return table(head, rows)


def stages(found: Sequence[dict[str, float | str]], unsealed: dict[str, float]) -> str:
    """Return the table of stages, with what each takes without namespaces beside it."""
    head = ["stage", "calls", "median", "least", "median without namespaces"]
    rows = []
    for row in found:
        name = str(row["name"])
        plain = f"{unsealed[name]:.2f} ms" if name in unsealed else "-"
        cells = [name, f"{row['calls']:.0f}", f"{row['median_ms']:.2f} ms"]
        rows.append([*cells, f"{row['least_ms']:.2f} ms", plain])
    return table(head, rows)


def goals(found: Sequence[Goal]) -> str:
    """Return the table of goals."""
    head = ["goal", "asked for", "measured", "reached"]
    rows = []
    for goal in found:
        word = "at most" if goal.less else "at least"
        asked = f"{word} {goal.asked:g} {goal.unit}".strip()
        measured = f"{goal.measured:.1f} {goal.unit}".strip()
        rows.append([goal.text, asked, measured, "yes" if goal.reached else "no"])
    return table(head, rows)


def seconds(value: float) -> str:
    """Return seconds as the tables show them."""
    return f"{value:.2f} s"


def milliseconds(value: float) -> str:
    """Return seconds as milliseconds; from a tenth of a second on, without decimals."""
    return f"{1e3 * value:.1f} ms" if value < 0.1 else f"{1e3 * value:.0f} ms"
