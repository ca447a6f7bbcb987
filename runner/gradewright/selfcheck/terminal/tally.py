"""Points that a check saw, and points that only the graders' hidden tests decide."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from gradewright.phrases import say
from gradewright.selfcheck.found import Found
from gradewright.selfcheck.kit import Asked
from gradewright.words.numbers import points


@dataclass(frozen=True, slots=True)
class Tally:
    """Points of some questions.

    Attributes:
        earned: those of tests that passed here.
        here: those of all tests that are here.
        hidden: those that tests decide which are not here.
        hidden_tests: how many these are.
    """

    earned: float
    here: float
    hidden: float
    hidden_tests: int

    @property
    def words(self) -> str:
        """Return it as a sentence or two."""
        said = say("terminal.total", earned=points(self.earned), here=points(self.here))
        if not self.hidden_tests:
            return said
        key = "terminal.total_hidden_one" if self.hidden_tests == 1 else "terminal.total_hidden"
        return f"{said} {say(key, points=points(self.hidden), count=self.hidden_tests)}"


def tally(questions: Iterable[Asked], found: Iterable[Found]) -> Tally:
    """Return the points of these questions."""
    asked, found = tuple(questions), tuple(found)
    return Tally(
        round(sum((e.check.points for e in found if e.status == "passed"), 0.0), 6),
        round(sum((e.check.points for e in found), 0.0), 6),
        round(sum((question.hidden_points for question in asked), 0.0), 6),
        sum(question.hidden_tests for question in asked),
    )


def hidden_words(question: Asked) -> str:
    """Return what tests that are not here decide about a question, "" for nothing."""
    if not question.hidden_tests:
        return ""
    one = question.hidden_tests == 1
    return say(
        "terminal.hidden_one" if one else "terminal.hidden",
        points=points(question.hidden_points),
        whole=points(question.points),
        count=question.hidden_tests,
    )
