"""Read `[policy]` of `course.toml`: the rules, and for each assignment what is different."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise
from typing import get_args

from gradewright.course.policies import (
    Attempts,
    ByHand,
    CoursePolicy,
    Late,
    LateOf,
    Policy,
    zone_of,
)
from gradewright.course.table import Table

_STEPS = "pairs [hours, fraction] that both rise, such as [[1, 0.1], [24, 0.5]]"


def read_policy(table: Table) -> CoursePolicy:
    """Return the rules of a course from its table `[policy]`.

    Raises:
        CourseError: a rule is wrong.
    """
    timezone = _timezone(table)
    late_days = int(table.number("late_days", 0, whole=True, zero=True))
    drop_lowest = int(table.number("drop_lowest", 0, whole=True, zero=True))
    usual = _rules(table, Policy())
    entries = table.table("assignment")
    assignments = {
        slug: _assignment(entries.table(slug), usual, timezone) for slug in entries.values
    }
    entries.finish()
    table.finish()
    return CoursePolicy(timezone, late_days, drop_lowest, usual, assignments)


def check_policy(table: Table, policy: CoursePolicy, questions: dict[str, tuple[str, ...]]) -> None:
    """Refuse rules for what the course does not have.

    Args:
        table: `[policy]`, as it was read.
        policy: the rules in it.
        questions: the questions that graders mark, by slug.

    Raises:
        CourseError: there are such.
    """
    entries = table.table("assignment")
    for slug, rules in policy.assignments.items():
        if slug not in questions:
            raise entries.wrong(slug, slug, f"an assignment of this course: {_listed(questions)}")
        marked, by_hand = questions[slug], [question.id for question in rules.by_hand]
        for name in by_hand:
            if name in marked or by_hand.count(name) > 1:
                raise entries.table(slug).wrong("by_hand", name, "ids that no other question has")
        for name in rules.bonus:
            if name not in {*marked, *by_hand}:
                words = f"questions of {slug}: {_listed((*marked, *by_hand))}"
                raise entries.table(slug).wrong("bonus", name, words)


def _assignment(table: Table, usual: Policy, timezone: str) -> Policy:
    due = table.moment("due")
    if due is not None and due.tzinfo is None:
        due = due.replace(tzinfo=zone_of(timezone))
    bonus = table.texts("bonus", ())
    by_hand = _by_hand(table) if "by_hand" in table.values else ()
    policy = replace(_rules(table, usual), due=due, bonus=bonus, by_hand=by_hand)
    table.finish()
    return policy


def _rules(table: Table, usual: Policy) -> Policy:
    """Return the rules that a table gives, the usual ones where it is silent."""
    late: Late = table.choice("late", get_args(Late), usual.late)
    steps = _steps(table, usual.late_steps)
    if late == "steps" and not steps:
        raise table.wrong("late_steps", table.values.get("late_steps"), _STEPS)
    attempt: Attempts = table.choice("attempt", get_args(Attempts), usual.attempt)
    late_of: LateOf = table.choice("late_of", get_args(LateOf), usual.late_of)
    return Policy(
        attempt=attempt,
        grace_minutes=float(table.number("grace_minutes", usual.grace_minutes, zero=True)),
        late=late,
        late_per_day=_fraction(table, "late_per_day", usual.late_per_day),
        late_at_most=_fraction(table, "late_at_most", usual.late_at_most),
        late_steps=steps,
        late_of=late_of,
        hard_stop_days=_or_none(table, "hard_stop_days", usual.hard_stop_days),
        cap=_or_none(table, "cap", usual.cap),
    )


def _timezone(table: Table) -> str:
    name = table.text("timezone", "UTC")
    try:
        zone_of(name)
    except (ValueError, OSError, KeyError) as error:
        words = 'a time zone that this machine knows, such as "Europe/Berlin" or "UTC"'
        raise table.wrong("timezone", name, words) from error
    return name


def _fraction(table: Table, key: str, usual: float) -> float:
    value = float(table.number(key, usual))
    if value > 1:
        raise table.wrong(key, value, "a positive fraction, 1 at most")
    return value


def _or_none(table: Table, key: str, usual: float | None) -> float | None:
    value = table.number(key, usual)
    return None if value is None else float(value)


def _steps(table: Table, usual: tuple[tuple[float, float], ...]) -> tuple[tuple[float, float], ...]:
    rows = table.pairs("late_steps", usual)
    hours, fractions = [row[0] for row in rows], [row[1] for row in rows]
    rising = all(a < b for a, b in pairwise(hours))
    rising = rising and all(a < b for a, b in pairwise(fractions))
    if not rising or any(h < 0 for h in hours) or any(not 0 < f <= 1 for f in fractions):
        raise table.wrong("late_steps", [list(row) for row in rows], _STEPS)
    return rows


def _by_hand(table: Table) -> tuple[ByHand, ...]:
    found = []
    for entry in table.tables("by_hand"):
        found.append(ByHand(entry.text("id"), entry.text("title"), float(entry.number("points"))))
        entry.finish()
    return tuple(found)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)
