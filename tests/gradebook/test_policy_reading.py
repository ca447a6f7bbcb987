"""`[policy]` of course.toml: read strictly, each mistake told with file, key, what is allowed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from gradewright.course.policies import ByHand, CoursePolicy, Policy
from gradewright.course.reader import read_course
from gradewright.errors import CourseError

NAMES = 'name = "tiny"\ntitle = "Tiny"\n'


def read(tiny_course: Any, text: str) -> CoursePolicy:
    tiny_course.write("course.toml", f"{NAMES}[policy]\n{text}")
    return read_course(tiny_course.root).policy


def test_without_a_policy_the_last_attempt_counts_and_nothing_is_late(tiny_course: Any) -> None:
    assert read_course(tiny_course.root).policy == CoursePolicy() == read(tiny_course, "")
    assert CoursePolicy().of("sums") == Policy(attempt="last", late="none")


def test_an_assignment_takes_the_course_s_rules_where_it_has_no_others(tiny_course: Any) -> None:
    policy = read(
        tiny_course,
        """\
timezone = "Europe/Berlin"
attempt = "best"
late = "per_day"
late_per_day = 0.2
grace_minutes = 30
late_days = 3
drop_lowest = 1
[policy.assignment.sums]
due = 2026-11-15T23:59:00
late = "steps"
late_steps = [[1, 0.1], [24, 1]]
grace_minutes = 0
cap = 1.5
bonus = ["mean", "essay"]
[[policy.assignment.sums.by_hand]]
id = "essay"
title = "Essay"
points = 4
""",
    )
    assert (policy.late_days, policy.drop_lowest, policy.of("other").late) == (3, 1, "per_day")
    mine = policy.of("sums")
    assert (mine.attempt, mine.late, mine.late_per_day, mine.grace_minutes) == (
        "best",
        "steps",
        0.2,
        0.0,
    )
    assert mine.late_steps == ((1.0, 0.1), (24.0, 1.0))
    assert mine.by_hand == (ByHand("essay", "Essay", 4.0),)
    assert mine.due is not None
    assert mine.due.utcoffset() == timedelta(hours=1)


def test_a_due_date_with_an_offset_keeps_it(tiny_course: Any) -> None:
    text = 'timezone = "Asia/Tokyo"\n[policy.assignment.sums]\ndue = 2026-11-15T23:59:00+01:00'
    due = read(tiny_course, text).of("sums").due
    assert due == datetime.fromisoformat("2026-11-15T22:59:00+00:00")


HAND = '\n[[policy.assignment.sums.by_hand]]\nid = "{}"\ntitle = "T"\npoints = 1\n'


@pytest.mark.parametrize(
    ("text", "key", "allowed"),
    [
        ('attempt = "newest"', "policy.attempt", "'best' or 'last' or 'first' or 'mean'"),
        ('timezone = "Middle/Earth"', "policy.timezone", "time zone"),
        ('timezone = "../etc/passwd"', "policy.timezone", "time zone"),
        ("late_per_day = 1.5", "policy.late_per_day", "1 at most"),
        ("late_per_day = 0", "policy.late_per_day", "positive"),
        ("late_days = -1", "policy.late_days", "or 0"),
        ("late_days = 1.5", "policy.late_days", "whole"),
        ("drop_lowest = true", "policy.drop_lowest", "whole"),
        ('late = "steps"', "policy.late_steps", "pairs"),
        ("late_steps = [[24, 0.1], [1, 0.5]]", "policy.late_steps", "both rise"),
        ("late_steps = [[1, 0.5], [24, 0.5]]", "policy.late_steps", "both rise"),
        ("late_steps = [[1, 2]]", "policy.late_steps", "pairs"),
        ("late_steps = [1, 2]", "policy.late_steps", "pairs"),
        ("late_steps = [[1, inf]]", "policy.late_steps", "pairs"),
        ("hard_stop_days = 0", "policy.hard_stop_days", "positive"),
        ("cap = -1", "policy.cap", "positive"),
        ("lateness = 1", "policy.lateness", "did you mean"),
        ("due = 2026-11-15T23:59:00", "policy.due", "the keys"),
        ("[policy.assignment.sum]\n", "policy.assignment.sum", "sums"),
        ('[policy.assignment.sums]\ndue = "soon"', "policy.assignment.sums.due", "date and time"),
        ("[policy.assignment.sums]\ndue = 2026-11-15", "policy.assignment.sums.due", "date and"),
        ("[policy.assignment.sums]\nlate_days = 2", "policy.assignment.sums.late_days", "the keys"),
        ('[policy.assignment.sums]\nbonus = ["x"]', "policy.assignment.sums.bonus", "total, mean"),
        (HAND.format("total"), "policy.assignment.sums.by_hand", "no other question"),
        (HAND.format("a") + HAND.format("a"), "policy.assignment.sums.by_hand", "no other"),
        ("[policy.assignment.sums]\nby_hand = []", "policy.assignment.sums.by_hand", "at least"),
    ],
)
def test_a_mistake_is_told(tiny_course: Any, text: str, key: str, allowed: str) -> None:
    with pytest.raises(CourseError) as caught:
        read(tiny_course, text)
    assert caught.value.file.endswith("course.toml")
    assert caught.value.key == key
    assert allowed in caught.value.allowed


def test_a_machine_without_time_zones_reads_a_course(
    tiny_course: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nothing(name: str) -> None:
        raise KeyError(name)

    monkeypatch.setattr("gradewright.course.policies.ZoneInfo", nothing)
    due = read(tiny_course, "[policy.assignment.sums]\ndue = 2026-11-15T23:59:00").of("sums").due
    assert due == datetime.fromisoformat("2026-11-15T23:59:00+00:00")
    with pytest.raises(CourseError, match="time zone"):
        read(tiny_course, 'timezone = "Europe/Berlin"')
