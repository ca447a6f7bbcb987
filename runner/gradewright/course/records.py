"""A course and its assignments, as checked, frozen records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

LoadMode = Literal["slice", "whole"]
Fresh = Literal["test", "question", "submission"]
_REPLIES = 16


@dataclass(frozen=True, slots=True)
class Limits:
    """What one submission may use. Seconds of wall time, megabytes of 10**6 bytes.

    `grader_seconds` is what a test's own code may take, calls of the submission apart; it may
    always take twice what a test's calls may. `replies_mb` bounds all results of a submission
    together; 0 stands for sixteen times `message_mb`.
    """

    load_seconds: float = 20.0
    test_seconds: float = 10.0
    submission_seconds: float = 120.0
    cpu_seconds: float = 120.0
    memory_mb: int = 2000
    processes: int = 64
    open_files: int = 512
    file_mb: int = 64
    message_mb: int = 64
    replies_mb: int = 0
    submission_mb: int = 64
    grader_seconds: float = 60.0

    @property
    def replies_bytes(self) -> int:
        """Return how many bytes all results of a submission may have together."""
        return (self.replies_mb or _REPLIES * self.message_mb) * 1_000_000


@dataclass(frozen=True, slots=True)
class Load:
    """How a submission is brought into the worker.

    `slice` executes imports, definitions and what the graded functions need of the rest; `whole`
    executes every cell. `preload` names modules imported once for all submissions, and `optional`
    those that are, where they are installed. `support`
    are modules of the course (files beside `assignment.toml`) that a submission may import.
    `fresh` says how often a new process is forked.
    """

    mode: LoadMode = "slice"
    preload: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    support: tuple[Path, ...] = ()
    fresh: Fresh = "test"

    @property
    def imports(self) -> tuple[str, ...]:
        """Return every module to import ahead, once."""
        return tuple(dict.fromkeys(self.preload + self.optional))


@dataclass(frozen=True, slots=True)
class Question:
    """One question: its points, the functions it asks for, and the seconds a test may take.

    With `test_seconds` None it is the assignment's limit.
    """

    id: str
    title: str
    points: float
    functions: tuple[str, ...] = ()
    test_seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Largest:
    """The largest Keras model that an assignment asks for.

    `multiplications` are those of one example's way through it, about.
    """

    parameters: int = 2_500_000
    multiplications: int = 100_000_000


# Device kind (or "full") -> data set -> what training there may use and must reach.
Budgets = Mapping[str, Mapping[str, Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class Assignment:
    """One assignment of a course, with the folders that hold its parts.

    `full_limits` hold in place of `limits` when the full budget is asked for. `follow_through`
    says whether tests are tried again with functions that failed answered by the reference.
    """

    slug: str
    title: str
    source: str
    files: tuple[str, ...]
    questions: tuple[Question, ...]
    load: Load
    limits: Limits
    folder: Path
    graders: Path
    reference: Path
    template: Path
    budgets: Budgets = field(default_factory=dict)
    data: tuple[str, ...] = ()
    full_limits: Limits | None = None
    follow_through: bool = True
    largest: Largest = field(default_factory=Largest)

    @property
    def reference_file(self) -> Path:
        """Return the file of the reference solution."""
        return self.reference / f"{self.slug}.py"

    def under(self, budget: str) -> Assignment:
        """Return the assignment as it is graded under a budget, "" for what suits the device."""
        if budget != "full" or self.full_limits is None:
            return self
        return replace(self, limits=self.full_limits)

    def test_seconds(self, question: str) -> float:
        """Return how long a test of a question may take."""
        own = next((q.test_seconds for q in self.questions if q.id == question), None)
        return self.limits.test_seconds if own is None else own

    @property
    def points(self) -> float:
        """Return the points that full marks give."""
        return sum(question.points for question in self.questions)

    @property
    def functions(self) -> tuple[str, ...]:
        """Return every graded function's name, in order, once."""
        return tuple(dict.fromkeys(name for q in self.questions for name in q.functions))


@dataclass(frozen=True, slots=True)
class Course:
    """A course: its folder and its assignments, in order of slug."""

    name: str
    title: str
    language: str
    root: Path
    assignments: tuple[Assignment, ...] = field(default=())

    def under(self, budget: str) -> Course:
        """Return the course as it is graded under a budget."""
        return replace(self, assignments=tuple(a.under(budget) for a in self.assignments))
