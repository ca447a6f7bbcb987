"""What is known of a student's work for an assignment: plain records that rules are applied to."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from gradewright.results import SubmissionStatus

Kind = Literal[
    "override", "comment", "extension", "exclude", "mark", "moment", "note", "same", "undo"
]
Level = Literal["assignment", "question", "test"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the ledger.

    `student` and `attempt` are the gradebook's own numbers, None where the entry is about all.
    `details` are those of its kind:

        override   level, id ("" for the assignment), score
        mark       question, points
        comment    text; level and id where it is about a part
        extension  until (a moment) or hours
        exclude    nothing: the attempt, or the student from the assignment
        moment     at: when the attempt was really handed in
        note       text, students (their numbers); fault where it is about one
        same       student: the number of another that is the same person
        undo       entry: the number of the entry that no longer counts
    """

    id: int
    kind: Kind
    student: int | None
    assignment: str
    attempt: int | None
    details: dict[str, Any]
    author: str
    reason: str
    at: str


@dataclass(frozen=True, slots=True)
class MarkOfTest:
    """Points of one test."""

    id: str
    score: float
    max_score: float


@dataclass(frozen=True, slots=True)
class QuestionMark:
    """Points of one question, and of its tests."""

    id: str
    score: float
    max_score: float
    tests: tuple[MarkOfTest, ...] = ()


@dataclass(frozen=True, slots=True)
class Graded:
    """The grading of an attempt that counts."""

    id: int
    status: SubmissionStatus
    created: str
    seed: int | None
    questions: tuple[QuestionMark, ...]


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt: when it was handed in, who says so, and the grading that counts.

    `source` is `file`, `name`, `git` or `csv`, "" where no moment is known.
    """

    id: int
    submitted: datetime | None
    source: str
    graded: Graded
    label: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """A student's attempts for an assignment, in the order of submission, and entries in force."""

    attempts: tuple[Attempt, ...] = ()
    entries: tuple[Entry, ...] = field(default=())


def in_force(entries: list[Entry]) -> list[Entry]:
    """Return the entries that count, in order: an undo that is itself undone takes nothing back."""
    undone: set[int] = set()
    left = []
    for entry in sorted(entries, key=lambda e: e.id, reverse=True):
        if entry.id in undone:
            continue
        if entry.kind == "undo":
            undone.add(int(entry.details["entry"]))
        else:
            left.append(entry)
    return left[::-1]
