"""What no rule may ever do, whatever the numbers are."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from gradewright.course.policies import Policy
from gradewright.gradebook.facts import Attempt, Entry, Facts, Graded, QuestionMark
from gradewright.gradebook.policy.attempts import counting
from gradewright.gradebook.policy.dropping import dropped
from gradewright.gradebook.policy.limits import capped
from gradewright.gradebook.policy.penalty import after_lateness, by_steps, fraction_taken, per_day
from gradewright.gradebook.policy.pool import days_to_spend, forgiven
from gradewright.gradebook.standing import standing, total

DUE = datetime(2026, 11, 1, tzinfo=UTC)
FULL = 10.0
seconds = st.floats(0, 40 * 86_400)
fractions = st.floats(0.01, 1)
points = st.floats(0, FULL).map(lambda value: round(value, 2))


@st.composite
def steps(draw: st.DrawFn) -> tuple[tuple[float, float], ...]:
    """Return hours and fractions that both rise."""
    hours = sorted(draw(st.sets(st.integers(0, 500), min_size=1, max_size=4)))
    parts = sorted(draw(st.sets(st.integers(1, 100), min_size=len(hours), max_size=len(hours))))
    return tuple((float(h), p / 100) for h, p in zip(hours, parts, strict=True))


policies = st.builds(
    Policy,
    attempt=st.sampled_from(["best", "last", "first", "mean"]),
    grace_minutes=st.sampled_from([0.0, 15.0, 600.0]),
    late=st.sampled_from(["none", "per_day", "steps"]),
    late_per_day=fractions,
    late_at_most=fractions,
    late_steps=steps(),
    late_of=st.sampled_from(["earned", "full"]),
    hard_stop_days=st.none() | st.floats(0.5, 20),
    cap=st.none() | st.floats(0.3, 1.2),
    due=st.just(DUE),
)


def attempt(number: int, score: float, late: float | None) -> Attempt:
    graded = Graded(number, "graded", "", 1, (QuestionMark("one", score, FULL),))
    moment = None if late is None else DUE + timedelta(seconds=late)
    return Attempt(number, moment, "file", graded)


work = st.lists(
    st.tuples(points, st.floats(-10 * 86_400, 30 * 86_400)), min_size=1, max_size=4
).map(lambda rows: tuple(attempt(n, score, late) for n, (score, late) in enumerate(rows, 1)))


def entry(kind: Any, attempt: int | None = None, **details: Any) -> Entry:
    return Entry(1, kind, 1, "plane", attempt, details, "Ada", "why", "2026-11-06T00:00:00Z")


def score(attempts: tuple[Attempt, ...], policy: Policy, pool: int = 0, *entries: Entry) -> float:
    found = standing(Facts(attempts, entries), policy, pool).score
    assert found is not None
    return found


@settings(deadline=None)
@given(seconds, seconds, policies)
def test_later_never_costs_less(one: float, other: float, policy: Policy) -> None:
    earlier, later = sorted((one, other))
    assert fraction_taken(earlier, policy) <= fraction_taken(later, policy)
    assert per_day(earlier, 0.1, 0.5) <= per_day(later, 0.1, 0.5) <= 0.5
    assert by_steps(earlier, policy.late_steps) <= by_steps(later, policy.late_steps)


@settings(deadline=None)
@given(points, st.floats(0, 1), st.sampled_from(["earned", "full"]))
def test_lateness_leaves_something_between_nothing_and_all(
    score: float, fraction: float, of: Any
) -> None:
    assert 0 <= after_lateness(score, FULL, fraction, of) <= score


@settings(deadline=None)
@given(points, points, st.floats(0, 1), st.sampled_from(["earned", "full"]))
def test_more_points_are_never_worth_less(
    one: float, other: float, fraction: float, of: Any
) -> None:
    low, high = sorted((one, other))
    assert after_lateness(low, FULL, fraction, of) <= after_lateness(high, FULL, fraction, of)
    assert capped(low, FULL, fraction) <= capped(high, FULL, fraction) <= FULL * fraction or (
        high <= FULL * fraction
    )


@settings(deadline=None)
@given(work, policies, st.integers(0, 5))
def test_no_score_is_above_the_cap_or_what_was_earned(
    attempts: tuple[Attempt, ...], policy: Policy, pool: int
) -> None:
    found = score(attempts, policy, pool)
    best = max(a.graded.questions[0].score for a in attempts)
    assert 0 <= found <= best + 1e-6
    if policy.cap is not None:
        assert found <= policy.cap * FULL + 1e-6


@settings(deadline=None)
@given(work, policies, st.integers(0, 5), st.floats(0, 500))
def test_an_extension_never_lowers_a_score(
    attempts: tuple[Attempt, ...], policy: Policy, pool: int, hours: float
) -> None:
    longer = entry("extension", hours=hours)
    assert score(attempts, policy, pool, longer) >= score(attempts, policy, pool)


@settings(deadline=None)
@given(work, policies, st.integers(0, 5))
def test_a_late_day_more_never_lowers_a_score(
    attempts: tuple[Attempt, ...], policy: Policy, pool: int
) -> None:
    more, now = standing(Facts(attempts), policy, pool + 1), standing(Facts(attempts), policy, pool)
    assert more.score is not None
    assert now.score is not None
    assert more.score >= now.score
    assert now.spent <= pool


@settings(deadline=None)
@given(work, policies, st.floats(0, 2000))
def test_longer_grace_never_lowers_a_score(
    attempts: tuple[Attempt, ...], policy: Policy, minutes: float
) -> None:
    kinder = replace(policy, grace_minutes=policy.grace_minutes + minutes)
    assert score(attempts, kinder) >= score(attempts, policy)


@settings(deadline=None)
@given(work, policies, points, st.floats(-10 * 86_400, 30 * 86_400))
def test_under_best_another_attempt_never_lowers_a_score(
    attempts: tuple[Attempt, ...], policy: Policy, more: float, late: float
) -> None:
    best = replace(policy, attempt="best")
    another = (*attempts, attempt(len(attempts) + 1, more, late))
    assert score(another, best) >= score(attempts, best)


@settings(deadline=None)
@given(work, policies)
def test_handing_in_earlier_never_lowers_a_score_of_one_attempt(
    attempts: tuple[Attempt, ...], policy: Policy
) -> None:
    first = attempts[0]
    assert first.submitted is not None
    earlier = replace(first, submitted=first.submitted - timedelta(hours=5))
    assert score((earlier,), policy) >= score((first,), policy)


@settings(deadline=None)
@given(work, policies)
def test_who_cannot_be_told_to_be_late_is_not(
    attempts: tuple[Attempt, ...], policy: Policy
) -> None:
    unknown = tuple(replace(a, submitted=None) for a in attempts)
    assert score(unknown, policy) >= max(0.0, score(unknown, replace(policy, due=None)) - 1e-9)


@settings(deadline=None)
@given(st.lists(points, min_size=1), st.sampled_from(["best", "last", "first", "mean"]))
def test_what_counts_is_there(scores: list[float], rule: Any) -> None:
    places = counting(rule, scores)
    assert places
    assert set(places) <= set(range(len(scores)))
    if rule == "best":
        assert scores[places[0]] == max(scores)


@settings(deadline=None)
@given(st.lists(st.floats(0, 1)), st.integers(0, 5))
def test_only_the_lowest_are_dropped(values: list[float], count: int) -> None:
    out = dropped(values, count)
    kept = [value for place, value in enumerate(values) if place not in out]
    assert len(out) == max(0, min(count, len(values) - 1))
    assert all(values[place] <= value for place in out for value in kept)


@settings(deadline=None)
@given(st.lists(st.tuples(points, st.floats(1, 30)), min_size=1, max_size=6), st.integers(0, 4))
def test_dropping_never_lowers_what_share_was_reached(
    rows: list[tuple[float, float]], count: int
) -> None:
    scores = {f"s{n}": (min(s, full), full) for n, (s, full) in enumerate(rows)}
    before, after = total(scores, 0), total(scores, count)
    assert after.score / after.full >= before.score / before.full - 1e-6


@settings(deadline=None)
@given(seconds, st.integers(0, 10))
def test_days_of_the_pool_only_forgive(late: float, days: int) -> None:
    assert 0 <= forgiven(late, days) <= late


@settings(deadline=None)
@given(st.lists(points, min_size=1, max_size=8))
def test_no_day_is_spent_for_nothing(values: list[float]) -> None:
    days = days_to_spend(values)
    assert values[days] == max(values)
    assert all(value < values[days] for value in values[:days])
