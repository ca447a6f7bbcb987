"""A call asks the judge on its way: plain questions, plain answers, and nothing else."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from gradewright.course.records import Limits
from gradewright.grading.answering import Answering, Tally
from gradewright.performance.lending import Lent
from gradewright.sandbox.base import Bundle, Outcome
from gradewright.sandbox.launch import Settings
from gradewright.sandbox.session import ZygoteSession
from gradewright.sandbox.zygote import ZygoteSandbox

LIMITS = Limits(load_seconds=10, test_seconds=10, memory_mb=700, message_mb=8)
WORK = """
import os, socket, gc
import numpy as np
from helper import half, doubled

class Odd:
    pass

def inner(x):
    return x + 1000

def outer(x):
    return 2 * inner(x)

def quarter(x):
    return doubled(x) / 8

def caught(x):
    try:
        return inner(x)
    except ValueError as error:
        return str(error)

def keyword(x):
    return inner(x=x)

def many(n):
    return sum(inner(1.0) for _ in range(n))

def odd():
    return inner(Odd())

def in_a_child():
    pid = os.fork()
    if pid == 0:
        try:
            inner(1)
        except RuntimeError:
            os._exit(5)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])

def applied(f, x):
    return f(x)

def name_of(f):
    return f.__name__

def changed(x):
    inner(x)
    return x

def forged(key):
    (line,) = [o for o in gc.get_objects() if type(o).__name__ == "Line"]
    return line.ask(key, "forged", (1,), {})

def shouting():
    (line,) = [o for o in gc.get_objects() if type(o).__name__ == "Line"]
    from gradewright.sandbox import frames
    from gradewright.wire import encode
    frames.send(line._sock, encode(("ask", "no number")))
    return 1
"""
HELPER = "def half(x):\n    return x / 2\n\ndef doubled(x):\n    return 4 * half(x)\n"
FUNCTIONS = (
    "inner",
    "outer",
    "quarter",
    "half",
    "caught",
    "keyword",
    "many",
    "odd",
    "in_a_child",
    "applied",
    "name_of",
    "changed",
    "forged",
    "shouting",
    "missing",
)


@pytest.fixture(scope="module")
def session() -> Iterator[ZygoteSession]:
    sandbox = ZygoteSandbox(Settings(("numpy",), LIMITS))
    bundle = Bundle(
        (("work.py", None, WORK),),
        {"helper.py": HELPER.encode()},
        {},
        FUNCTIONS,
        "slice",
    )
    session = sandbox.open(bundle)
    yield session
    session.close()
    sandbox.close()


def ask(
    session: ZygoteSession,
    function: str,
    *args: Any,
    tally: Tally | None = None,
    seconds: float = 10,
    memory_mb: int = 500,
    **stubs: Callable[..., Any],
) -> Outcome:
    """Call a function in a new process, some others answered here."""
    session.begin_test(seconds)
    answering = Answering(stubs, Lent(), tally or Tally(), memory_mb)
    outcome = session.call(function, args, {}, 0, answerer=answering)
    session.end_test()
    return outcome


def plus_one(x: Any) -> Any:
    return x + 1


def test_without_stubs_nothing_is_asked(session: ZygoteSession) -> None:
    assert ask(session, "outer", 3).value == 2006


def test_a_stub_is_answered_by_the_judge(session: ZygoteSession) -> None:
    tally = Tally()
    assert ask(session, "outer", 3, tally=tally, inner=plus_one).value == 8
    assert (tally.asked, tally.asks, tally.refused) == ({"inner"}, 1, set())
    array = np.arange(6.0).reshape(2, 3)
    np.testing.assert_array_equal(
        ask(session, "outer", array, inner=plus_one).value, 2 * (array + 1)
    )
    assert ask(session, "keyword", 3, inner=plus_one).value == 4


def test_the_next_process_has_the_submissions_own_again(session: ZygoteSession) -> None:
    assert ask(session, "outer", 3, inner=plus_one).value == 8
    assert ask(session, "outer", 3).value == 2006


def test_modules_of_the_submission_look_the_stub_up_too(session: ZygoteSession) -> None:
    assert ask(session, "quarter", 3.0).value == 0.75
    assert ask(session, "quarter", 3.0, half=lambda x: 100 * x).value == 150


def test_a_function_that_is_missing_is_answered(session: ZygoteSession) -> None:
    assert ask(session, "missing", 2).ending == "missing"
    assert ask(session, "missing", 2, missing=plus_one).value == 3


def test_an_exception_of_the_judges_function_is_the_answer(session: ZygoteSession) -> None:
    def refuse(_x: Any) -> Any:
        raise ValueError("no such size")

    assert ask(session, "caught", 3, inner=refuse).value == "no such size"
    outcome = ask(session, "outer", 3, inner=refuse)
    assert (outcome.ending, outcome.error, outcome.message) == (
        "raised",
        "ValueError",
        "no such size",
    )
    assert [frame.function for frame in outcome.trace] == ["outer"]


def test_what_is_no_plain_value_is_told_and_noted(session: ZygoteSession) -> None:
    tally = Tally()
    outcome = ask(session, "odd", tally=tally, inner=plus_one)
    assert (outcome.ending, outcome.error) == ("raised", "TypeError")
    assert tally.refused == {"inner"}
    outcome = ask(session, "outer", 1, tally=tally, inner=lambda _x: object())
    assert (outcome.ending, outcome.error) == ("raised", "TypeError")


def test_the_judges_function_gets_copies(session: ZygoteSession) -> None:
    def in_place(x: Any) -> Any:
        x += 5
        return x

    assert ask(session, "changed", np.zeros(2), inner=in_place).value.tolist() == [0, 0]


def test_a_child_of_the_process_cannot_ask(session: ZygoteSession) -> None:
    assert ask(session, "in_a_child", inner=plus_one).value == 5


def test_questions_are_counted(session: ZygoteSession, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gradewright.grading.answering.MOST_ASKS", 20)
    assert ask(session, "many", 20, inner=plus_one).value == 40
    outcome = ask(session, "many", 21, inner=plus_one)
    assert (outcome.ending, "more questions" in outcome.message) == ("refused", True)


def test_bytes_are_counted(session: ZygoteSession, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gradewright.grading.answering.MOST_BYTES", 10_000)
    assert ask(session, "outer", np.zeros(1000), inner=plus_one).ending == "returned"
    assert ask(session, "outer", np.zeros(2000), inner=plus_one).ending == "refused"


def test_an_answer_that_takes_too_long_is_stopped(session: ZygoteSession) -> None:
    def endless(_x: Any) -> Any:
        while True:
            pass

    started = time.monotonic()
    assert ask(session, "outer", 1, seconds=0.5, inner=endless).ending == "timeout"
    assert time.monotonic() - started < 8
    assert ask(session, "outer", 3).value == 2006


def test_an_answer_that_takes_too_much_memory_is_refused(session: ZygoteSession) -> None:
    def vast(_x: Any) -> Any:
        return np.ones(200_000_000).sum()

    outcome = ask(session, "outer", 1, memory_mb=300, inner=vast)
    assert (outcome.ending, outcome.error) == ("raised", "MemoryError")


@pytest.mark.parametrize("key", ["outer", "@0", "@7", "", "inner''"])
def test_only_what_was_allowed_can_be_asked(session: ZygoteSession, key: str) -> None:
    outcome = ask(session, "forged", key, inner=plus_one)
    assert (outcome.ending, "nobody allowed" in outcome.message) == ("refused", True)


def test_without_stubs_a_forged_question_costs_the_call(session: ZygoteSession) -> None:
    session.begin_test(5)
    assert session.call("forged", ("inner",), {}, 0).ending == "refused"
    session.begin_test(5)
    assert session.call("shouting", (), {}, 0).ending == "refused"
    assert ask(session, "outer", 3).value == 2006


def test_a_function_of_the_judges_is_an_argument(session: ZygoteSession) -> None:
    assert ask(session, "applied", plus_one, 4).value == 5
    assert ask(session, "name_of", plus_one).value == "plus_one"
    assert ask(session, "applied", np.exp, 0.0).value == 1


def test_the_submission_cannot_be_called_while_it_waits(session: ZygoteSession) -> None:
    def again(x: Any) -> Any:
        return session.call("outer", (x,), {}, 0).value

    outcome = ask(session, "applied", again, 4)
    assert (outcome.ending, outcome.error) == ("raised", "RuntimeError")


def test_what_the_judges_function_prints_is_shown_to_nobody(
    session: ZygoteSession, capsys: pytest.CaptureFixture[str]
) -> None:
    def talking(x: Any) -> Any:
        print(f"cost: {x}")  # noqa: T201 - as course code does
        return x

    assert ask(session, "outer", 4, inner=talking).value == 8
    assert capsys.readouterr().out == ""
