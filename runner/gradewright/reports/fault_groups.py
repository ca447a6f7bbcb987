"""The faults that a class made: who shares one, what it cost, and where it stands in their code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gradewright.reports.class_rows import ClassRow, FailedTest
from gradewright.results import CodeLine

_MOST_GROUPS = 40
_ENOUGH_GROUPS = 5


@dataclass(frozen=True, slots=True)
class Example:
    """A line of one student's own, where a fault happened."""

    student: str
    href: str
    line: CodeLine


@dataclass(frozen=True, slots=True)
class FaultGroup:
    """The submissions with one fault: test and cause are the same.

    `who` holds each student's name and the link to the failure; `lost` are the points that it cost
    all of them together.
    """

    fault: str
    question: str
    test: str
    problem: str
    cause: str
    lost: float
    who: tuple[tuple[str, str], ...]
    example: Example | None


def fault_groups(rows: Sequence[ClassRow]) -> tuple[FaultGroup, ...]:
    """Return the faults of graded submissions, those first that cost the class most points.

    Faults of a single submission only fill a short list up.
    """
    met: dict[str, list[tuple[ClassRow, FailedTest]]] = {}
    for row in rows:
        for fault in {test.fault: test for test in reversed(row.failed)}.values():
            met.setdefault(fault.fault, []).append((row, fault))
    groups = sorted(map(_group, met.values()), key=lambda g: (-g.lost, -len(g.who), g.fault))
    return tuple(
        group
        for place, group in enumerate(groups[:_MOST_GROUPS])
        if len(group.who) > 1 or place < _ENOUGH_GROUPS
    )


def _group(met: Sequence[tuple[ClassRow, FailedTest]]) -> FaultGroup:
    first = met[0][1]
    examples = (
        Example(row.student, f"{row.href}#{test.anchor}", test.line)
        for row, test in met
        if test.line is not None
    )
    return FaultGroup(
        fault=first.fault,
        question=first.question,
        test=first.title,
        problem=first.problem,
        cause=first.cause,
        lost=sum(test.lost for _, test in met),
        who=tuple((row.student, f"{row.href}#{test.anchor}") for row, test in met),
        example=next(examples, None),
    )
