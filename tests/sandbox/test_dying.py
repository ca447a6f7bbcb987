"""The zygote or a session's process is killed from outside, at moments of its own work."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gradewright.course.records import Limits
from gradewright.errors import SandboxError
from gradewright.sandbox.base import Bundle
from gradewright.sandbox.launch import Levels, Settings
from gradewright.sandbox.zygote import ZygoteSandbox

SOURCE = """\
import os, time
time.sleep(0.5)

def one():
    return 1

def gone(code):
    os._exit(code)
"""


@pytest.fixture
def sandbox() -> Iterator[ZygoteSandbox]:
    limits = Limits(load_seconds=6, test_seconds=5, memory_mb=700, message_mb=8, cpu_seconds=20)
    sandbox = ZygoteSandbox(Settings(("numpy",), limits, Levels("namespaces", "namespaces")))
    try:
        sandbox.start()
    except SandboxError as error:
        pytest.skip(f"this machine gives no namespaces: {error}")
    yield sandbox
    sandbox.close()


def below(pid: int) -> Iterator[int]:
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            yield int(child)
            yield from below(int(child))


def chain(sandbox: Any) -> list[int]:
    """Return bubblewrap's process, and those below it, outermost first."""
    first = sandbox._launched.process.pid
    return [first, *below(first)]


def left_of(processes: list[int]) -> list[int]:
    """Return which of the processes are still there after some seconds."""
    until = time.monotonic() + 5
    while any(Path(f"/proc/{pid}").exists() for pid in processes) and time.monotonic() < until:
        time.sleep(0.02)
    return [pid for pid in processes if Path(f"/proc/{pid}").exists()]


def opened(sandbox: Any, source: str = SOURCE) -> Any:
    cells = (("work.py", None, source),)
    session = sandbox.open(Bundle(cells, {}, {}, ("one", "gone"), "whole"))
    session.begin_test(10.0)
    return session


def kill_sessions(sandbox: Any, known: set[int], times: int) -> None:
    """Kill the next sessions that come up, a moment after they did."""
    while times:
        for pid in sorted(set(chain(sandbox)) - known):
            known.add(pid)
            time.sleep(0.2)
            os.kill(pid, signal.SIGKILL)
            times -= 1
        time.sleep(0.01)


@pytest.mark.parametrize("times", [1, 2])
def test_a_load_that_is_killed_comes_again(sandbox: ZygoteSandbox, times: int) -> None:
    known = set(chain(sandbox))
    killer = os.fork()
    if killer == 0:
        try:
            kill_sessions(sandbox, known, times)
        finally:
            os._exit(0)
    if times == 1:
        session = opened(sandbox)
        assert session.report.problems == ()
        assert session.call("one", (), {}, 0).value == 1
        session.close()
    else:
        with pytest.raises(SandboxError, match="from outside, twice"):
            opened(sandbox)
    os.waitpid(killer, 0)


def test_a_load_that_ends_itself_has_less_of_it_loaded(sandbox: ZygoteSandbox) -> None:
    session = opened(sandbox, f"{SOURCE}os._exit(5)\n")
    assert "load_crashed" in [problem.kind for problem in session.report.problems]
    assert session.call("one", (), {}, 0).value == 1
    session.close()


def test_a_killed_session_is_told_from_one_that_ends_itself(sandbox: ZygoteSandbox) -> None:
    session = opened(sandbox)
    assert session.call("one", (), {}, 0).value == 1
    test = chain(sandbox)[-1]
    os.kill(test, signal.SIGKILL)
    outcome = session.call("one", (), {}, 0)
    assert (outcome.ending, outcome.message) == ("crashed", "signal 9")
    assert not outcome.from_outside
    session.begin_test(5.0)
    os.kill(chain(sandbox)[-1], signal.SIGKILL)
    outcome = session.call("one", (), {}, 0)
    assert (outcome.ending, outcome.message) == ("crashed", "signal 9")
    assert outcome.from_outside
    session.begin_test(5.0)
    outcome = session.call("gone", (3,), {}, 0)
    assert (outcome.message, outcome.from_outside) == ("exit 3", False)
    session.begin_test(5.0)
    assert session.call("one", (), {}, 0).value == 1
    session.close()


@pytest.mark.parametrize("place", [0, 1])
def test_a_zygote_that_dies_while_it_holds_leaves_nothing(
    sandbox: ZygoteSandbox, place: int
) -> None:
    session = opened(sandbox)
    assert session.call("one", (), {}, 0).value == 1
    processes = chain(sandbox)
    with pytest.raises(SandboxError), session.held() as held:
        assert held
        os.kill(processes[place], signal.SIGKILL)
        # What dies with it may answer once more before it does.
        assert left_of(processes[2:]) == []
    assert left_of(processes) == []
    session.close()
    after = opened(sandbox)
    assert after.call("one", (), {}, 0).value == 1
    after.close()


def test_an_answer_that_was_interrupted_is_nobody_elses(
    sandbox: ZygoteSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = opened(sandbox)
    with monkeypatch.context() as patched:

        def interrupted(*_: Any) -> Any:
            raise KeyboardInterrupt

        patched.setattr("gradewright.sandbox.zygote.frames.receive", interrupted)
        with pytest.raises(KeyboardInterrupt):
            sandbox.ask("hold")
    session.close()
    after = opened(sandbox)
    assert after.call("one", (), {}, 0).value == 1
    after.close()


def test_a_start_that_is_killed_does_not_cost_the_level(
    sandbox: ZygoteSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    sandbox.close()
    sandbox._levels = ("namespaces", "process")
    tries: list[str] = []
    attempt = sandbox._try

    def killed_once(level: Any) -> None:
        tries.append(level)
        if len(tries) == 1:
            sandbox._was_killed = True
            raise SandboxError("it ended")
        attempt(level)

    monkeypatch.setattr(sandbox, "_try", killed_once)
    sandbox.start()
    assert tries == ["namespaces", "namespaces"]
    assert sandbox.isolation.level == "namespaces"
