"""What the students of wrong variants would read, told shortly enough to read all of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gradewright.results import SubmissionResult, TestResult
from gradewright.words.wrong import first_wrong, went_wrong

# The first line of the text at the top, or of a comment; that it is wrong goes without saying.
_DOCSTRING = re.compile(
    r"""(?:\s|\#[^\n]*\n)* [rR]? (\"{3}|'{3}) \s* (?:Wrong:\s*)? ([^\n]+?) \s* (?:\n|\1)""",
    re.VERBOSE,
)
_COMMENT = re.compile(r"\s*#\s*Wrong:\s*([^\n]+)")


@dataclass(frozen=True, slots=True)
class Message:
    """What one test tells: its question, the problem, and the likely cause ("" where unknown)."""

    question: str
    test: str
    problem: str
    cause: str


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a wrong variant's student reads.

    `first` is what the page says to fix first. `best` is the message that tells most of what the
    variant is there for: of the questions that it says it loses, the first whose cause is known.
    Both are None where no test went wrong. `is_seen` tells whether a visible test fails.
    """

    first: Message | None
    best: Message | None
    is_seen: bool


def fault_of(source: str) -> str:
    """Return the fault that a variant's docstring names, in its first line; "" without one.

    A notebook, which has none, may begin with a comment: `# Wrong: …`.
    """
    if comment := _COMMENT.match(source):
        return comment[1].strip()
    match = _DOCSTRING.match(source)
    return match[2] if match else ""


def feedback_of(loses: frozenset[str], result: SubmissionResult) -> Feedback:
    """Return what the student of a variant reads that says it loses these questions."""
    wrong = [
        (question.id, test)
        for question in result.questions
        for test in question.tests
        if went_wrong(test)
    ]
    place = first_wrong(result)
    first = None
    if place is not None:
        question = result.questions[place[0]]
        first = _message(question.id, question.tests[place[1]])
    return Feedback(
        first=first,
        best=next(_telling(wrong, loses), None),
        is_seen=any(test.visibility == "visible" for _, test in wrong),
    )


def _telling(wrong: list[tuple[str, TestResult]], loses: frozenset[str]) -> Iterator[Message]:
    """Yield the messages of what went wrong, the most telling first."""
    own = [pair for pair in wrong if pair[0] in loses]
    for pairs in (own, wrong):
        messages = [_message(*pair) for pair in pairs]
        yield from (message for message in messages if message.cause)
        yield from messages


def _message(question: str, test: TestResult) -> Message:
    if test.failure is None:
        return Message(question, test.title, test.message.partition("\n")[0], "")
    return Message(question, test.title, test.failure.problem, test.failure.cause)
