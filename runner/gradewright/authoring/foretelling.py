"""How well the self-check foretells the grade: what its visible tests see of work that is wrong.

Students run the visible tests; the hidden ones decide with them. Over cases whose grade is known,
this says how often a question passes here and loses points all the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from gradewright.results import SubmissionResult


@dataclass(frozen=True, slots=True)
class Foretold:
    """What one case shows: the questions that lose points, and those that pass a self-check."""

    loses: frozenset[str]
    passes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Belief:
    """What a self-check is worth for one question, or for an assignment as a whole.

    Attributes:
        question: the question's id, "" for the assignment.
        wrong: how many cases lose points on it.
        caught: how many of these fail a visible test of it.
        passing: how many cases pass all of its visible tests.
        misled: how many of these lose points on it.
        missed: the names of the cases that lose points and are not caught.
    """

    question: str
    wrong: int
    caught: int
    passing: int
    misled: int
    missed: tuple[str, ...] = ()

    @property
    def share_caught(self) -> float:
        """Return the share of wrong cases that is caught, 1 where there are none."""
        return self.caught / self.wrong if self.wrong else 1.0

    @property
    def share_misled(self) -> float:
        """Return the share of cases that pass here of those that lose points, 0 for none."""
        return self.misled / self.passing if self.passing else 0.0


def foretold_by(result: SubmissionResult) -> Foretold:
    """Return what a graded case shows.

    A test that passed only because the reference answered for another question fails in a
    self-check, which has no reference. A question without visible tests always passes there.
    """
    loses = {q.id for q in result.questions if q.score < q.max_score}
    passes = {
        question.id
        for question in result.questions
        if all(t.status == "passed" and not t.given for t in question.tests if _is_given(t.id))
    }
    return Foretold(frozenset(loses), frozenset(passes))


def beliefs(questions: Iterable[str], cases: Iterable[tuple[str, Foretold]]) -> tuple[Belief, ...]:
    """Return what the self-check is worth: first for the whole assignment, then by question.

    Args:
        questions: the questions' ids, in order.
        cases: name and what it shows of each case, right ones among them.
    """
    known = tuple(cases)
    order = tuple(questions)
    wrong = [(name, case) for name, case in known if case.loses]
    missed = tuple(name for name, case in wrong if case.passes >= set(order))
    passing = sum(case.passes >= set(order) for _, case in known)
    whole = Belief("", len(wrong), len(wrong) - len(missed), passing, len(missed), missed)
    return (whole, *(_belief(question, known) for question in order))


def _belief(question: str, cases: tuple[tuple[str, Foretold], ...]) -> Belief:
    wrong = [(name, case) for name, case in cases if question in case.loses]
    missed = tuple(name for name, case in wrong if question in case.passes)
    passing = sum(question in case.passes for _, case in cases)
    caught = len(wrong) - len(missed)
    return Belief(question, len(wrong), caught, passing, len(missed), missed)


def _is_given(test: str) -> bool:
    """Tell whether students are given a test, by its id."""
    return test.startswith("visible/")
