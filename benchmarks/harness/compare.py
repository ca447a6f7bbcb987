"""Run several graders over the same notebooks, taking turns, and check that they agree."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from harness.arithmetic import Figures, Round, figures, per_second
from harness.environments import UnavailableError
from harness.measure import Command, CommandFailedError, Cost, in_turn, side_by_side
from harness.notebooks import Student, write_class
from harness.tools import Job, Tool, isolation_of

Say = Callable[[str], None]


@dataclass(slots=True)
class Entry:
    """One tool on its way through the rounds; `trouble` says why it is out of them."""

    tool: Tool
    version: str = ""
    trouble: str = ""
    isolation: str = ""
    agreed: bool = True
    rounds: list[Round] = field(default_factory=list)

    @property
    def figures(self) -> Figures | None:
        """Return what the rounds come to, or None where there were none."""
        return figures(self.rounds, self.tool.few, self.tool.many) if self.rounds else None


@dataclass(frozen=True, slots=True)
class Arena:
    """Where classes are written, with what imports, and who is told how far the run is."""

    folder: Path
    say: Say
    imports: tuple[str, ...] = ()

    @contextmanager
    def place(self, name: str) -> Iterator[Path]:
        """Give an empty folder that is gone afterwards."""
        place = self.folder / name
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
        try:
            yield place
        finally:
            shutil.rmtree(place, ignore_errors=True)

    def class_in(self, place: Path, count: int) -> tuple[Student, ...]:
        """Write a class into `place/submitted`."""
        return write_class(place / "submitted", count, self.imports)


def enter(tools: Sequence[Tool], say: Say) -> list[Entry]:
    """Set the tools up; one that cannot be had stays in the table with the reason."""
    entries = []
    for tool in tools:
        try:
            entries.append(Entry(tool, version=tool.set_up()))
        except UnavailableError as error:
            say(f"{tool.name}: {error}")
            entries.append(Entry(tool, trouble=str(error)))
    return entries


def compare(entries: Sequence[Entry], rounds: int, arena: Arena) -> None:
    """Time a small and a large class with every tool in turn, `rounds` times, on one core."""
    for number in range(rounds):
        costs: dict[int, list[Cost]] = {at: [] for at in range(len(entries))}
        for size in ("few", "many"):
            for at, entry in enumerate(entries):
                if not entry.trouble:
                    costs[at] += _once(entry, getattr(entry.tool, size), arena)
        for at, entry in enumerate(entries):
            if not entry.trouble:
                entry.rounds.append(Round(*costs[at]))
        arena.say(f"round {number + 1} of {rounds}: {_progress(entries)}")


def _progress(entries: Sequence[Entry]) -> str:
    parts = [f"{e.tool.name} {1e3 * e.figures.each.wall:.0f} ms" for e in entries if e.figures]
    return ", ".join(parts)


def _once(entry: Entry, count: int, arena: Arena) -> list[Cost]:
    """Time one class; nothing, and a note in the entry, where that fails."""
    with arena.place("class") as place:
        students = arena.class_in(place, count)
        job = entry.tool.job(place, students)
        try:
            cost = in_turn(job.commands)
        except CommandFailedError as error:
            entry.trouble = str(error)
            arena.say(f"{entry.tool.name}: {error}")
            return []
        entry.agreed &= agrees(job, students)
        if entry.tool.name.startswith("gradewright"):
            entry.isolation = isolation_of(place)
    return [cost]


def agrees(job: Job, students: Sequence[Student]) -> bool:
    """Tell whether the tool gave every student the points that the notebook deserves."""
    scores = job.scores()
    return all(abs(scores.get(s.name, -1.0) - s.points) < 1e-6 for s in students)


@dataclass(frozen=True, slots=True)
class Rate:
    """Submissions in a second with some processes at once."""

    name: str
    processes: int
    per_second: float


def rate(tool: Tool, copies: int, arena: Arena) -> Rate:
    """Return how many submissions a second `copies` of a tool's commands finish side by side.

    Raises:
        CommandFailedError: one of them failed.
    """
    costs = [_at_once(tool, size, copies, arena) for size in (tool.few, tool.many)]
    each = per_second(Round(*costs), tool.few, tool.many)
    return Rate(tool.name, copies, copies * each)


def _at_once(tool: Tool, size: int, copies: int, arena: Arena) -> Cost:
    with arena.place("rate") as place:
        commands: list[Command] = []
        for number in range(copies):
            part = place / str(number)
            part.mkdir()
            job = tool.job(part, arena.class_in(part, size))
            commands += job.commands[:1] if len(job.commands) == 1 else [_chain(job, part)]
        return side_by_side(commands)


def _chain(job: Job, place: Path) -> Command:
    """Return one command that runs a job's commands in turn."""
    import shlex

    lines = [shlex.join(command.argv) for command in job.commands]
    return Command(("sh", "-c", " && ".join(lines)), place, job.commands[0].environment)
