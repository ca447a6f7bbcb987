"""A submission's processes stand still while something else is timed."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest

from gradewright.course.records import Limits
from gradewright.errors import SandboxError
from gradewright.sandbox.base import Bundle
from gradewright.sandbox.launch import LEVELS, Levels, Settings
from gradewright.sandbox.zygote import ZygoteSandbox

BURNERS = """\
import os, time

def burn(count):
    for _ in range(count):
        if os.fork() == 0:
            while True:
                with open("ticks", "a") as file:
                    file.write("x")
                time.sleep(0.001)
    return count

def ticks():
    return os.path.getsize("ticks") if os.path.exists("ticks") else 0
"""


@pytest.fixture(scope="module", params=LEVELS)
def sandbox(request: pytest.FixtureRequest) -> Iterator[ZygoteSandbox]:
    limits = Limits(load_seconds=4, test_seconds=5, memory_mb=700, message_mb=8, cpu_seconds=20)
    sandbox = ZygoteSandbox(Settings(("numpy",), limits, Levels(request.param, request.param)))
    try:
        sandbox.start()
    except SandboxError as error:
        pytest.skip(f"this machine does not give the level {request.param}: {error}")
    yield sandbox
    sandbox.close()


def opened(sandbox: Any, source: str = BURNERS) -> Any:
    cells = (("work.py", None, source),)
    session = sandbox.open(Bundle(cells, {}, {}, ("burn", "ticks"), "slice"))
    session.begin_test(30.0)
    return session


def test_what_a_submission_left_running_stands_still(sandbox: ZygoteSandbox) -> None:
    session = opened(sandbox)
    assert session.call("burn", (5,), {}, 0).value == 5
    time.sleep(0.1)
    before = session.call("ticks", (), {}, 0).value
    with session.held() as held:
        assert held
        time.sleep(1.0)
    after = session.call("ticks", (), {}, 0).value
    time.sleep(1.0)
    later = session.call("ticks", (), {}, 0).value
    session.close()
    assert before > 0
    assert after - before < (later - after) / 4


def test_a_held_session_answers_again(sandbox: ZygoteSandbox) -> None:
    session = opened(sandbox)
    for _ in range(3):
        with session.held() as held:
            assert held
        assert session.call("ticks", (), {}, 0).value == 0
    session.close()


def test_a_held_session_can_be_closed(sandbox: ZygoteSandbox) -> None:
    session = opened(sandbox)
    session.call("burn", (2,), {}, 0)
    with session.held():
        session.close()
    another = opened(sandbox)
    assert another.call("ticks", (), {}, 0).ending == "returned"
    another.close()
