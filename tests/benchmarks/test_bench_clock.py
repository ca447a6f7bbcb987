"""The profile's clock counts every second once, for the innermost stage."""

from types import SimpleNamespace

import pytest
import stages
from harness.clock import Clock, Lap


class Time:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def passes(self, seconds):
        self.now += seconds


@pytest.fixture
def time():
    return Time()


@pytest.fixture
def clock(time):
    return Clock(now=time)


def test_inner_stages_are_taken_off_the_outer_ones(clock, time):
    with clock.stage("outer"):
        time.passes(1.0)
        with clock.stage("inner"):
            time.passes(2.0)
            with clock.stage("innermost"):
                time.passes(4.0)
        time.passes(8.0)
    clock.lap()
    assert dict(clock.laps[0].seconds) == {"innermost": 4.0, "inner": 2.0, "outer": 9.0}
    assert clock.laps[0].total == 15.0


def test_calls_are_counted_lap_by_lap(clock, time):
    for count in (2, 3):
        for _ in range(count):
            with clock.stage("call"):
                time.passes(1.0)
        clock.lap()
    assert [lap.calls["call"] for lap in clock.laps] == [2, 3]
    assert [lap.seconds["call"] for lap in clock.laps] == [2.0, 3.0]


def test_a_watched_function_still_does_its_work(clock, time):
    def work(word):
        time.passes(3.0)
        return word.upper()

    owner = SimpleNamespace(work=work)
    clock.watch(owner, "work", lambda word: f"work: {word}")
    assert owner.work("a") == "A"
    clock.lap()
    assert dict(clock.laps[0].seconds) == {"work: a": 3.0}


def test_a_stage_that_raises_is_counted_too(clock, time):
    with pytest.raises(KeyError), clock.stage("raising"):
        time.passes(1.0)
        raise KeyError
    with clock.stage("next"):
        time.passes(2.0)
    clock.lap()
    assert dict(clock.laps[0].seconds) == {"raising": 1.0, "next": 2.0}


def test_every_stage_of_the_profile_is_where_it_says():
    missing = [name for owner, name, _ in stages.points() if not callable(getattr(owner, name, 0))]
    assert missing == []


def test_the_profile_shows_medians_and_shares_the_class_s_files():
    laps = [Lap({"read": seconds}, {"read": 1}) for seconds in (0.9,) * 6 + (0.001, 0.002, 0.006)]
    rows = stages.table([*laps, Lap({"finish": 0.018}, {"finish": 1})])
    assert [(row.name, round(row.median_ms, 6)) for row in rows] == [
        ("read", 2.0),
        ("report: results.json and the class's files", 2.0),
    ]
    assert rows[0].least_ms == pytest.approx(1.0)
    assert stages.total([*laps, Lap()]).median_ms == pytest.approx(2.0)
