"""What is told of a result outside: one view of the public record, of which outputs are made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from gradewright.exports.public import public
from gradewright.phrases import say
from gradewright.results import CodeLine, QuestionResult, SubmissionResult, TestResult
from gradewright.words.printable import clean, one_line
from gradewright.words.wrong import first_wrong, went_wrong

Verdict = Literal["passed", "wrong", "waits"]

_LONG = 1_000  # characters of one text


@dataclass(frozen=True, slots=True)
class Place:
    """A line of the student's own: `path` is relative to the repository, `cell` a notebook's."""

    path: str
    cell: int | None
    line: int

    @property
    def words(self) -> str:
        """Return the place as people say it, with the file's name."""
        name = one_line(self.path)
        if self.cell is None:
            return say("exports.place", file=name, line=self.line)
        return say("exports.place_in_cell", file=name, cell=self.cell, line=self.line)


@dataclass(frozen=True, slots=True)
class ToldTest:
    """A test as it may be told.

    `verdict` is `waits` for one that was not run. `problem`, `cause` and `facts` (label and text)
    are "" and empty where there is nothing to tell. `theirs` are all texts that a student may have
    had a hand in: problem, cause and facts.
    """

    id: str
    title: str
    verdict: Verdict
    score: float
    max_score: float
    seconds: float
    is_hidden: bool
    problem: str = ""
    cause: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    place: Place | None = None

    @property
    def lines(self) -> tuple[str, ...]:
        """Return what is told of it, a paragraph each."""
        said = [self.problem]
        if self.cause:
            said.append(say("exports.cause", cause=self.cause))
        said += [f"{label}: {text}" for label, text in self.facts]
        if self.place is not None:
            said.append(say("exports.look_at", place=self.place.words))
        return tuple(line for line in said if line)


@dataclass(frozen=True, slots=True)
class ToldQuestion:
    """A question as it may be told."""

    id: str
    title: str
    score: float
    max_score: float
    tests: tuple[ToldTest, ...]

    @property
    def passed(self) -> int:
        """Return how many tests passed."""
        return sum(test.verdict == "passed" for test in self.tests)


@dataclass(frozen=True, slots=True)
class Told:
    """A submission's result as it may be told.

    `first` is question and test number of what to look at first. `message` says why there is no
    score; `isolation` is the level of the seal.
    """

    assignment: str
    title: str
    status: Literal["graded", "unreadable", "failed"]
    message: str
    score: float
    max_score: float
    seconds: float
    isolation: str
    questions: tuple[ToldQuestion, ...]
    first: tuple[int, int] | None
    files: tuple[str, ...]

    @property
    def tests(self) -> tuple[ToldTest, ...]:
        """Return the tests of all questions."""
        return tuple(test for question in self.questions for test in question.tests)

    @property
    def has_hidden(self) -> bool:
        """Tell whether hidden tests decide a part of the score."""
        return any(test.is_hidden for test in self.tests)

    @property
    def first_test(self) -> ToldTest | None:
        """Return the test to look at first, None where nothing went wrong."""
        return self.questions[self.first[0]].tests[self.first[1]] if self.first else None

    @property
    def share(self) -> float:
        """Return the part of the points that was earned, 0 to 1."""
        return min(1.0, max(0.0, self.score / self.max_score)) if self.max_score else 1.0


def told(result: SubmissionResult, folder: str = "") -> Told:
    """Return what may be told of a result.

    Args:
        result: the record of one submission.
        folder: where the work lies in its repository, "" for its root.
    """
    result = public(result)
    questions = tuple(_question(question, result, folder) for question in result.questions)
    return Told(
        assignment=result.assignment,
        title=one_line(result.title or result.assignment),
        status=result.status,
        message=_text(result.message or ""),
        score=result.score,
        max_score=result.max_score,
        seconds=result.seconds,
        isolation=result.isolation.level,
        questions=questions,
        first=first_wrong(result),
        files=tuple(_below(folder, name) for name in result.files),
    )


def _question(question: QuestionResult, result: SubmissionResult, folder: str) -> ToldQuestion:
    tests = tuple(_test(test, question, result, folder) for test in question.tests)
    title = one_line(question.title)
    return ToldQuestion(question.id, title, question.score, question.max_score, tests)


def _test(
    test: TestResult, question: QuestionResult, result: SubmissionResult, folder: str
) -> ToldTest:
    is_hidden = test.visibility != "visible"
    is_wrong = went_wrong(test)
    verdict: Verdict = "wrong" if is_wrong else "passed" if test.status == "passed" else "waits"
    told_test = ToldTest(
        test.id,
        one_line(test.title),
        verdict,
        test.score,
        test.max_score,
        test.seconds,
        is_hidden,
        place=_place(test, question, result, folder) if is_wrong else None,
        problem=_waiting(test) if verdict == "waits" else "",
    )
    if not is_wrong:
        return told_test
    problem, cause, facts = _said(test)
    return ToldTest(
        told_test.id,
        told_test.title,
        verdict,
        test.score,
        test.max_score,
        test.seconds,
        is_hidden,
        problem,
        cause,
        facts,
        told_test.place,
    )


def _waiting(test: TestResult) -> str:
    """Return why a test was not run."""
    return _text(test.message) or say("exports.waits")


def _said(test: TestResult) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    failure = test.failure
    if failure is None:
        return _text(test.message), "", ()
    facts = [
        (say("checks.label_call"), failure.call),
        (say("checks.label_expected"), failure.expected),
        (say("checks.label_got"), failure.got),
        (say("checks.label_differing"), failure.differing),
        (say("checks.label_largest"), failure.largest),
    ]
    return (
        _text(failure.problem),
        _text(failure.cause),
        tuple((label, one_line(text, _LONG)) for label, text in facts if text),
    )


def _place(
    test: TestResult, question: QuestionResult, result: SubmissionResult, folder: str
) -> Place | None:
    """Return the innermost line of a visible test's error, or where its function is defined."""
    failure = test.failure
    about = {*question.functions, *((failure.function,) if failure and failure.function else ())}
    if failure is not None and failure.trace:
        inside = [line for line in failure.trace if line.function in about]
        return _at(inside[-1] if inside else failure.trace[-1], folder)
    wanted = failure.function if failure is not None else ""
    known = sorted(
        (code for code in result.code if code.function in about),
        key=lambda code: code.function != wanted,
    )
    for code in known:
        return Place(_below(folder, code.file), code.cell, max(code.line, 1))
    return None


def _at(line: CodeLine, folder: str) -> Place:
    return Place(_below(folder, line.file), line.cell, max(line.line, 1))


def _below(folder: str, name: str) -> str:
    """Return the path of a file of the work in its repository."""
    parts = [part for part in (*folder.split("/"), *name.split("/")) if part not in {"", "."}]
    return one_line("/".join(parts), 400)


def _text(text: str) -> str:
    """Return a text without control characters, cut."""
    return clean(text[:_LONG]).strip() + ("…" if len(text) > _LONG else "")
