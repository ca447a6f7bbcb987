"""Costs of commands: the wall's and the processors', and how tools take their turns."""

import sys
from dataclasses import dataclass, field

import pytest
from harness.compare import Arena, compare, enter, rate
from harness.environments import UnavailableError
from harness.measure import Command, CommandFailedError, in_turn, side_by_side
from harness.tools import Job

_WORK = "import time\nend = time.process_time() + 0.1\nwhile time.process_time() < end: pass"


def python(code, folder):
    return Command((sys.executable, "-I", "-S", "-c", code), folder)


def test_processor_time_of_children_of_children_is_counted(tmp_path):
    inner = f"import os, subprocess, sys; subprocess.run([sys.executable, '-c', {_WORK!r}])"
    cost = in_turn([python(inner, tmp_path)])
    assert 0.1 <= cost.cpu < 2.0
    assert cost.wall >= 0.1


def test_waiting_costs_no_processor_time(tmp_path):
    cost = in_turn([python("import time; time.sleep(0.3)", tmp_path)])
    assert cost.wall >= 0.3
    assert cost.cpu < 0.25


def test_commands_side_by_side_share_the_wall(tmp_path):
    sleep = python("import time; time.sleep(0.4)", tmp_path)
    assert side_by_side([sleep] * 3).wall < 1.1


def test_a_command_that_fails_ends_the_measurement_with_its_last_words(tmp_path):
    with pytest.raises(CommandFailedError, match="ended with 3: so sorry"):
        in_turn([python("print('so sorry'); raise SystemExit(3)", tmp_path)])


@dataclass
class Pretender:
    """A tool that gives every student the points it likes."""

    name: str
    calls: list
    points: float | None = None
    few: int = 1
    many: int = 2
    fails: bool = False
    version: str = "1"
    seen: list = field(default_factory=list)

    def set_up(self):
        if not self.version:
            raise UnavailableError("no network")
        return self.version

    def job(self, place, students):
        self.calls.append((self.name, len(students)))
        self.seen.append(place)
        scores = {s.name: s.points if self.points is None else self.points for s in students}
        code = "raise SystemExit(1)" if self.fails else "pass"
        return Job((python(code, place),), lambda: scores)


@pytest.fixture
def arena(tmp_path):
    return Arena(tmp_path, lambda _: None)


def test_tools_take_turns_and_the_absent_one_is_passed_over(arena):
    calls = []
    tools = [Pretender("a", calls), Pretender("b", calls), Pretender("c", calls, version="")]
    entries = enter(tools, arena.say)
    compare(entries, rounds=2, arena=arena)
    assert calls == [("a", 1), ("b", 1), ("a", 2), ("b", 2)] * 2
    assert [len(entry.rounds) for entry in entries] == [2, 2, 0]
    assert entries[2].trouble == "no network"


def test_other_scores_than_deserved_are_noticed(arena):
    entries = enter([Pretender("a", []), Pretender("b", [], points=8.0)], arena.say)
    compare(entries, rounds=1, arena=arena)
    assert [entry.agreed for entry in entries] == [True, False]


def test_a_tool_that_fails_is_out_and_the_others_go_on(arena):
    entries = enter([Pretender("a", [], fails=True), Pretender("b", [])], arena.say)
    compare(entries, rounds=2, arena=arena)
    assert "ended with 1" in entries[0].trouble
    assert [entry.figures is None for entry in entries] == [True, False]


def test_classes_are_gone_afterwards(arena):
    tool = Pretender("a", [])
    compare(enter([tool], arena.say), rounds=1, arena=arena)
    assert not any(place.exists() for place in tool.seen)


def test_a_rate_counts_all_copies(arena):
    calls = []
    found = rate(Pretender("a", calls), copies=3, arena=arena)
    assert calls == [("a", 1)] * 3 + [("a", 2)] * 3
    assert found.processes == 3
