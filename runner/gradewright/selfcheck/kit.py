"""What a self-check holds of an assignment: its questions, and its visible tests as they are."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gradewright.course.records import Assignment, Limits, Load, LoadMode, Question
from gradewright.errors import UsageError
from gradewright.phrases import say
from gradewright.results import to_plain
from gradewright.results_reader import NotARecordError, from_plain

FORMAT = "gradewright/kit/v1"
# What a release, or a check, puts beside the work and is nobody's.
NOT_WORK = (
    "check.pyz",
    "check-report.html",
    "checks",
    "data",
    "statement.html",
    "statement.txt",
    "questions.txt",
    "README.txt",
)


@dataclass(frozen=True, slots=True)
class Check:
    """A visible test: `function` of the file `file`, and of its parameter sets the `case`th.

    Attributes:
        id: what the graders call it.
        title: in words.
        question: the question that it belongs to.
        points: what it is worth.
        file: the grader's file, as `Kit.graders` names it.
        function: the test function.
        case: which of its parameter sets.
    """

    id: str
    title: str
    question: str
    points: float
    file: str
    function: str
    case: int = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: what it asks for, and the points that hidden tests decide.

    Attributes:
        id: its name.
        title: in words.
        points: what full marks give.
        functions: what it asks for.
        hidden_points: how many of its points are decided by tests that are not here.
        hidden_tests: how many tests these are.
        seconds: how long one of its tests may take.
    """

    id: str
    title: str
    points: float
    functions: tuple[str, ...]
    hidden_points: float = 0.0
    hidden_tests: int = 0
    seconds: float = 10.0


@dataclass(frozen=True, slots=True)
class Kit:
    """All that a self-check knows of one assignment.

    Attributes:
        slug: the assignment.
        title: in words.
        language: that of what students read.
        stamp: what release this is.
        files: patterns of the files that hold the work.
        mode: how a notebook is loaded.
        imports: the packages that the assignment is about.
        most_parameters: the most numbers that a model's weights may hold.
        questions: in order.
        checks: the visible tests, in order.
        graders: the source of each grader's file and of what lies beside it, by file name.
        support: the source of each module that the course gives students, by file name.
        stub: the stub's source.
    """

    slug: str
    title: str
    language: str
    stamp: str
    files: tuple[str, ...]
    mode: LoadMode
    imports: tuple[str, ...]
    most_parameters: int
    questions: tuple[Asked, ...]
    checks: tuple[Check, ...]
    graders: dict[str, str] = field(default_factory=dict)
    support: dict[str, str] = field(default_factory=dict)
    stub: str = ""

    @property
    def assignment(self) -> Assignment:
        """Return the assignment as what reads submissions, and explains failures, knows it."""
        nowhere = Path()
        questions = tuple(Question(q.id, q.title, q.points, q.functions) for q in self.questions)
        return Assignment(
            slug=self.slug,
            title=self.title,
            source="",
            files=self.files,
            questions=questions,
            load=Load(mode=self.mode, preload=self.imports),
            limits=Limits(),
            folder=nowhere,
            graders=nowhere,
            reference=nowhere,
            template=nowhere,
        )

    def question(self, name: str) -> Asked:
        """Return a question by its name.

        Raises:
            KeyError: there is none.
        """
        return next(q for q in self.questions if q.id == name)

    def chosen(self, names: tuple[str, ...]) -> tuple[Check, ...]:
        """Return the tests of these questions, or functions, in order; all of them for none.

        Raises:
            UsageError: a name is neither.
        """
        asked = {question.id for question in self.asked(names)}
        return tuple(check for check in self.checks if check.question in asked)

    def asked(self, names: tuple[str, ...]) -> tuple[Asked, ...]:
        """Return the questions that go by these names, or have these functions; all for none.

        Raises:
            UsageError: a name is neither.
        """
        asked: set[str] = set()
        for name in names:
            fitting = {q.id for q in self.questions if name == q.id or name in q.functions}
            if not fitting:
                known = ", ".join(q.id for q in self.questions)
                raise UsageError(say("selfcheck.no_question", name=name, known=known))
            asked |= fitting
        return tuple(q for q in self.questions if not names or q.id in asked)

    def to_json(self) -> str:
        """Return the kit as it is written into a release."""
        plain = {"format": FORMAT, **to_plain(self)}
        return json.dumps(plain, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def read_kit(text: str) -> Kit:
    """Return the kit that `Kit.to_json` wrote.

    Raises:
        UsageError: it is none, or of another version.
    """
    try:
        plain: Any = json.loads(text)
        if not isinstance(plain, dict) or plain.pop("format", None) != FORMAT:
            raise UsageError(say("selfcheck.other_format"))
    except ValueError as error:
        raise UsageError(say("selfcheck.damaged", error=error)) from error
    return kit_in(plain)


def kit_in(plain: Any) -> Kit:
    """Return the kit that `to_plain` made plain.

    Raises:
        UsageError: it is none.
    """
    try:
        return from_plain(Kit, plain)
    except NotARecordError as error:
        raise UsageError(say("selfcheck.damaged", error=error)) from error
