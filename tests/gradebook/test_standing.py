"""Score = automatic + ledger + policy, put together."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from gradewright.course.policies import ByHand, CoursePolicy, Policy
from gradewright.gradebook.facts import Attempt, Entry, Facts, Graded, MarkOfTest, QuestionMark
from gradewright.gradebook.standing import standing, standings, total

DUE = datetime(2026, 11, 1, 23, 59, tzinfo=UTC)
DAY = timedelta(days=1)
PER_DAY = Policy(due=DUE, late="per_day", late_per_day=0.1)


def attempt(
    number: int = 1, score: float = 10.0, late: timedelta | None = -DAY, status: Any = "graded"
) -> Attempt:
    questions = (
        QuestionMark("one", score / 2, 5.0, (MarkOfTest("t1", score / 2, 5.0),)),
        QuestionMark("two", score / 2, 5.0, (MarkOfTest("t2", score / 2, 5.0),)),
    )
    graded = Graded(number, status, "2026-11-05T00:00:00Z", 11, questions)
    return Attempt(number, None if late is None else DUE + late, "file", graded)


def entry(number: int, kind: Any, attempt: int | None = None, **details: Any) -> Entry:
    return Entry(number, kind, 1, "plane", attempt, details, "Ada", "why", "2026-11-06T00:00:00Z")


def score(*parts: Attempt | Entry, policy: Policy = PER_DAY, pool: int = 0) -> float | None:
    attempts = tuple(part for part in parts if isinstance(part, Attempt))
    entries = tuple(part for part in parts if isinstance(part, Entry))
    return standing(Facts(attempts, entries), policy, pool).score


def test_graders_alone() -> None:
    assert score(attempt(score=7)) == 7
    assert score() is None
    assert score(attempt(status="failed"), attempt(2, status="unreadable")) is None


def test_a_later_attempt_without_a_score_hides_no_earlier_one() -> None:
    assert score(attempt(1, 7), attempt(2, 0, status="unreadable")) == 7


def test_the_ledger_changes_parts_and_the_whole() -> None:
    assert score(attempt(score=6), entry(1, "override", 1, level="test", id="t1", score=5)) == 8
    question = entry(1, "override", 1, level="question", id="two", score=0)
    assert score(attempt(score=6), question) == 3
    assert score(attempt(score=6), question, entry(2, "override", level="assignment", score=9)) == 9


def test_a_question_set_by_hand_is_not_changed_by_its_tests() -> None:
    test = entry(1, "override", 1, level="test", id="t1", score=5)
    question = entry(2, "override", 1, level="question", id="one", score=1)
    assert score(attempt(score=6), test, question) == score(attempt(score=6), question, test) == 4


def test_the_last_word_counts() -> None:
    words = [entry(n, "override", 1, level="test", id="t1", score=n) for n in (1, 4)]
    assert score(attempt(score=6), *words) == 7


def test_an_entry_about_one_attempt_says_nothing_of_another() -> None:
    word = entry(1, "override", 1, level="test", id="t1", score=5)
    assert score(attempt(1, 6), attempt(2, 6), word) == 6
    assert score(attempt(1, 6), word) == 8


def test_a_person_s_word_on_the_whole_stands_above_lateness_and_cap() -> None:
    policy = Policy(due=DUE, late="per_day", late_per_day=0.5, cap=0.5)
    word = entry(1, "override", level="assignment", id="", score=9)
    assert score(attempt(late=3 * DAY), word, policy=policy) == 9


@pytest.mark.parametrize(
    ("late", "expected"),
    [
        (-DAY, 10),
        (timedelta(0), 10),
        (timedelta(minutes=1), 9),
        (DAY, 9),
        (1.5 * DAY, 8),
        (None, 10),
    ],
)
def test_lateness(late: timedelta | None, expected: float) -> None:
    assert score(attempt(late=late)) == expected


def test_extensions_move_the_due_date_of_one_student_and_never_back() -> None:
    later, earlier = (DUE + 2 * DAY).isoformat(), (DUE - 2 * DAY).isoformat()
    assert score(attempt(late=2 * DAY), entry(1, "extension", until=later)) == 10
    assert score(attempt(late=2 * DAY), entry(1, "extension", hours=24)) == 9
    assert score(attempt(late=2 * DAY), entry(1, "extension", until=earlier)) == 8
    both = entry(1, "extension", until=later), entry(2, "extension", hours=24)
    assert score(attempt(late=2 * DAY), *both) == 10


def test_a_corrected_moment_counts() -> None:
    word = entry(1, "moment", 1, at=(DUE - DAY).isoformat())
    assert score(attempt(late=3 * DAY), word) == 10
    assert score(attempt(late=3 * DAY), entry(1, "moment", 7, at=DUE.isoformat())) == 7


def test_the_order_of_attempts_is_that_of_their_moments() -> None:
    parts = attempt(1, 8, late=-DAY), attempt(2, 6, late=-2 * DAY)
    found = standing(Facts(parts), PER_DAY)
    assert (found.order, found.score) == ((2, 1), 8)
    assert standing(Facts(parts), Policy(attempt="first")).score == 6


@pytest.mark.parametrize(
    ("rule", "expected"), [("best", 9.0), ("last", 8.0), ("first", 6.0), ("mean", 23 / 3)]
)
def test_which_attempt_counts(rule: Any, expected: float) -> None:
    policy = Policy(attempt=rule, due=DUE, late="per_day", late_per_day=0.1)
    parts = attempt(1, 6, -2 * DAY), attempt(2, 9, -DAY), attempt(3, 10, 1.5 * DAY)
    assert score(*parts, policy=policy) == pytest.approx(expected)


def test_an_excluded_attempt_and_an_excused_student() -> None:
    parts = attempt(1, 6, -2 * DAY), attempt(2, 9, -DAY)
    assert score(*parts, entry(1, "exclude", 2)) == 6
    found = standing(Facts(parts, (entry(1, "exclude"),)), PER_DAY)
    assert (found.score, found.is_excused) == (None, True)


def test_marks_by_hand_count_once_they_are_there() -> None:
    policy = Policy(by_hand=(ByHand("essay", "Essay", 4), ByHand("plot", "Plot", 2)))
    found = standing(Facts((attempt(score=6),)), policy)
    assert (found.score, found.full, found.waiting) == (6, 16, ("essay", "plot"))
    marks = (entry(1, "mark", 1, question="essay", points=3.5),)
    found = standing(Facts((attempt(score=6),), marks), policy)
    assert (found.score, found.full, found.waiting) == (9.5, 16, ("plot",))


def test_a_bonus_is_given_and_not_asked_for_and_a_cap_ends_it() -> None:
    found = standing(Facts((attempt(score=10),)), Policy(bonus=("two",)))
    assert (found.score, found.full) == (10, 5)
    assert score(attempt(score=10), policy=Policy(bonus=("two",), cap=1.2)) == 6


def test_a_hard_stop_leaves_nothing_and_late_days_do_not_move_it() -> None:
    policy = Policy(due=DUE, hard_stop_days=2)
    assert score(attempt(late=2 * DAY), policy=policy) == 10
    assert score(attempt(late=2.1 * DAY), policy=policy, pool=5) == 0
    longer = entry(1, "extension", hours=24)
    assert score(attempt(late=2.1 * DAY), longer, policy=policy) == 10


def test_late_days_are_spent_in_the_order_of_due_dates_and_only_where_they_help() -> None:
    rules = {
        "a": PER_DAY,
        "b": Policy(due=DUE + 7 * DAY, late="per_day", late_per_day=0.1),
        "c": Policy(due=DUE + 14 * DAY, late="none"),
    }
    course = CoursePolicy(late_days=3, assignments=rules)
    work = {
        "c": Facts((attempt(late=15 * DAY),)),
        "b": Facts((attempt(late=9 * DAY),)),
        "a": Facts((attempt(late=2 * DAY),)),
    }
    found = standings(work, course)
    assert {slug: (s.score, s.spent, s.pool_before) for slug, s in found.items()} == {
        "a": (10, 2, 3),
        "b": (9, 1, 1),
        "c": (10, 0, 0),
    }


def test_an_excused_student_spends_no_late_days() -> None:
    found = standing(Facts((attempt(late=2 * DAY),), (entry(1, "exclude"),)), PER_DAY, 3)
    assert found.spent == 0


def test_the_total_drops_the_lowest_fraction() -> None:
    scores = {"a": (5.0, 10.0), "b": (3.0, 4.0), "c": (20.0, 20.0), "d": (0.0, 0.0)}
    assert total(scores, 0).score == 28
    found = total(scores, 1)
    assert (found.score, found.full, found.dropped) == (23, 24, ("a",))
    assert total({"a": (5.0, 10.0)}, 3).dropped == ()
    assert total({}, 1).full == 0
