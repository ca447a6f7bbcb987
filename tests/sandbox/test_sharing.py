"""Tests of a submission share a process until something in it is not as it was loaded."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gradewright.course.records import Limits
from gradewright.sandbox.base import Bundle, Fresh, Outcome
from gradewright.sandbox.launch import Settings
from gradewright.sandbox.session import ZygoteSession
from gradewright.sandbox.zygote import ZygoteSandbox

LIMITS = Limits(load_seconds=10, test_seconds=10, memory_mb=700, message_mb=8)
REACHES = Path(__file__).parents[1] / "inside" / "reaches.toml"
CASES: dict[str, dict[str, str]] = tomllib.loads(REACHES.read_text("utf-8"))
COUNTING = "seen = []\ndef f():\n    seen.append(1)\n    return len(seen)\n"


@pytest.fixture(scope="module")
def sandbox() -> Iterator[ZygoteSandbox]:
    sandbox = ZygoteSandbox(Settings(("numpy",), LIMITS))
    sandbox.start()
    yield sandbox
    sandbox.close()


@pytest.fixture
def open_(sandbox: ZygoteSandbox) -> Iterator[Any]:
    sessions = []

    def opened(source: str, *functions: str, **parts: Any) -> ZygoteSession:
        rest: dict[str, Any] = {"files": {}, "support": {}, "mode": "slice", "shared": True} | parts
        bundle = Bundle((("work.py", None, source),), functions=functions or ("f",), **rest)
        sessions.append(sandbox.open(bundle))
        return sessions[-1]

    yield opened
    for session in sessions:
        session.close()


def asked(session: ZygoteSession, *args: Any, fresh: Fresh = "changed", name: str = "f") -> Outcome:
    """Call a function in a test of its own."""
    session.begin_test(10, fresh=fresh)
    return session.call(name, args, {}, 0)


@pytest.mark.parametrize("name", CASES["same"])
def test_the_same_process_serves_on(open_: Any, name: str) -> None:
    session = open_(CASES["same"][name])
    shared = []
    for _ in range(3):
        asked(session)
        shared.append(session.is_shared)
    assert shared == [False, True, True]


@pytest.mark.parametrize(
    ("kind", "name"), [(k, n) for k in ("changes", "doubts") for n in CASES[k]]
)
def test_another_process_serves_the_next_test(open_: Any, kind: str, name: str) -> None:
    session = open_(CASES[kind][name])
    first = asked(session)
    second = asked(session)
    assert not session.is_shared
    assert (first.ending, first.value) == (second.ending, second.value)


def test_where_each_test_loads_it_apart_nothing_is_taken_of_its_time(open_: Any) -> None:
    source = (
        "import threading, time\ntime.sleep(1)\n"
        "threading.Thread(target=time.sleep, args=(60,), daemon=True).start()\n"
        "def f():\n    return 1\n"
    )
    session = open_(source, mode="whole")
    for _ in range(2):
        session.begin_test(0.5, fresh="changed")
        assert session.call("f", (), {}, 0).value == 1
        assert not session.is_shared


def test_a_counter_counts_from_the_start(open_: Any) -> None:
    session = open_(COUNTING)
    assert [asked(session).value for _ in range(3)] == [1, 1, 1]
    assert session.call("f", (), {}, 0).value == 2
    assert asked(session, fresh="no").value == 3
    assert asked(session, fresh="yes").value == 1


def test_a_failed_call_leaves_the_process_as_it_was(open_: Any) -> None:
    session = open_("def f(x):\n    return 1 / x\n")
    assert asked(session, 0).error == "ZeroDivisionError"
    assert asked(session, 2).value == 0.5
    assert session.is_shared


def test_where_a_process_ended_the_next_test_has_its_own(open_: Any) -> None:
    session = open_("import os\ndef f(x):\n    return os._exit(3) if x else 7\n")
    assert asked(session, 0).value == 7
    assert asked(session, 1).ending == "crashed"
    assert asked(session, 0).value == 7
    assert not session.is_shared


def test_what_was_kept_ends_with_its_test(open_: Any) -> None:
    source = "class Odd:\n    n = 4\ndef f():\n    return Odd()\ndef g(odd):\n    return odd.n\n"
    session = open_(source, "f", "g")
    kept = asked(session).value
    assert session.call("g", (kept,), {}, 0).value == 4
    session.begin_test(10, fresh="changed")
    with pytest.raises(Exception, match="a process that has ended"):
        session.call("g", (kept,), {}, 0)
    assert asked(session).ending == "returned"
    assert not session.is_shared


def test_starting_anew_leaves_the_shared_process(open_: Any) -> None:
    session = open_("def f():\n    return 1\n")
    asked(session)
    session.begin_test(10, fresh="changed")
    assert session.is_shared
    session.start_anew()
    assert not session.is_shared
    assert session.call("f", (), {}, 0).value == 1


def test_without_sharing_no_process_says_that_it_is_unchanged(open_: Any) -> None:
    session = open_("def f():\n    return 1\n", shared=False)
    asked(session)
    asked(session)
    assert not session.is_shared


def test_helpers_of_the_submission_are_part_of_it(open_: Any) -> None:
    helper = b"""
seen = []
def count():
    seen.append(1)
    return len(seen)
def one():
    return 1
"""
    files = {"helper.py": helper}
    counting = open_("import helper\ndef f():\n    return helper.count()\n", files=files)
    assert [asked(counting).value for _ in range(2)] == [1, 1]
    reading = open_("from helper import one\ndef f():\n    return one()\n", files=files)
    assert [asked(reading).value for _ in range(2)] == [1, 1]
    assert reading.is_shared


def test_a_shared_process_that_dies_was_a_shared_one(open_: Any) -> None:
    session = open_("def f(n):\n    while n:\n        pass\n    return 0\n")
    assert asked(session, 0).value == 0
    session.begin_test(0.5, fresh="changed")
    assert session.call("f", (1,), {}, 0).ending == "timeout"
    assert session.is_shared
