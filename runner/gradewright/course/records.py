"""A course and its assignments, as checked, frozen records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from gradewright.course.policies import CoursePolicy

LoadMode = Literal["slice", "whole"]
Fresh = Literal["changed", "test", "question", "submission"]
_REPLIES = 16


@dataclass(frozen=True, slots=True)
class Limits:
    """What one submission may use. Seconds of wall time, megabytes of 10**6 bytes.

    Attributes:
        load_seconds: loading the submission.
        test_seconds: all calls of one test together, and as much for the evaluator's work with the
            submission's models. A function that once did not return gets a tenth from then on.
        submission_seconds: loading, all calls of all tests, and the evaluator's work with the
            submission's models.
        cpu_seconds: processor time of one process.
        memory_mb: private memory of one process, and half as much again for all together.
        processes: processes and threads.
        open_files: open files.
        file_mb: the largest file; disk space is twice that.
        message_mb: the largest argument or result.
        replies_mb: all results of a submission together; without it 16 times `message_mb`.
        submission_mb: the submission's files, unpacked.
        grader_seconds: what a test's own code and the reference may take, calls of the submission
            apart; never less than twice `test_seconds`.
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

    Attributes:
        mode: "slice" executes imports, definitions and what the graded functions need of the rest;
            "whole" executes every cell.
        preload: modules that are imported once, for all submissions. With "keras" or "tensorflow"
            among them the assignment is one about models.
        optional: modules that are imported, too, where they are installed.
        support: Python files in the assignment's folder that a submission may import; students get
            them beside their stubs.
        fresh: when a submission gets a new process: once a test has "changed" something in the one
            there is or did not pass; for each "test" or "question"; or once ("submission").
    """

    mode: LoadMode = "slice"
    preload: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    support: tuple[Path, ...] = ()
    fresh: Fresh = "changed"

    @property
    def imports(self) -> tuple[str, ...]:
        """Return every module to import ahead, once."""
        return tuple(dict.fromkeys(self.preload + self.optional))


@dataclass(frozen=True, slots=True)
class Question:
    """One question: its points, the functions it asks for, and the seconds a test may take.

    Attributes:
        id: its name in marks and reports: small letters, digits and `_`.
        title: in words, for reports.
        points: what full marks give.
        functions: every function that a grader calls and that the question is about; with
            `mode = "slice"` only what these need is loaded.
        test_seconds: as in `[limits]`, for the tests of this question; without it that limit holds.
    """

    id: str
    title: str
    points: float
    functions: tuple[str, ...] = ()
    test_seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Largest:
    """The largest Keras model that an assignment asks for; twenty times as much is refused.

    Attributes:
        parameters: numbers in its weights.
        multiplications: those of one example's way through the costliest model, about.
    """

    parameters: int = 2_500_000
    multiplications: int = 100_000_000


# Device kind (or "full") -> data set -> what training there may use and must reach.
Budgets = Mapping[str, Mapping[str, Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class Assignment:
    """One assignment of a course, with the folders that hold its parts.

    `full_limits` hold in place of `limits` when the full budget is asked for.

    Attributes:
        title: in words, for reports and stubs.
        source: where in the course it comes from.
        files: patterns of the files that are graded, those that are preferred first.
        data: every data set that graders ask for by the fixture `data`.
        follow_through: whether tests that failed are tried again with functions of other
            questions, which failed tests of their own, answered by the reference.
        load: how a submission is loaded.
        limits: what it may use.
        budgets: what training may use and must reach.
        largest: the largest Keras model that is asked for.
        questions: the questions, in order.
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
    """A course: its folder and its assignments, in order of slug.

    Attributes:
        name: its name in paths and results.
        title: in words, for reports.
        language: that of messages and reports.
    """

    name: str
    title: str
    language: str
    root: Path
    assignments: tuple[Assignment, ...] = field(default=())
    policy: CoursePolicy = field(default_factory=CoursePolicy)

    def under(self, budget: str) -> Course:
        """Return the course as it is graded under a budget."""
        return replace(self, assignments=tuple(a.under(budget) for a in self.assignments))
