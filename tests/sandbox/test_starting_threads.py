"""A zygote lives on when the thread that asked for it has ended."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from gradewright.course.records import Limits
from gradewright.errors import SandboxError
from gradewright.grading.evaluators import Models
from gradewright.performance.evaluator import Evaluator
from gradewright.performance.workshop import LIMITS as LIMITS_OF_MODELS
from gradewright.sandbox.base import Bundle
from gradewright.sandbox.launch import LEVELS, LevelName, Levels, Settings
from gradewright.sandbox.zygote import ZygoteSandbox

LIMITS = Limits(load_seconds=4, test_seconds=5, memory_mb=700, cpu_seconds=20)
DOUBLE = Bundle((("work.py", None, "def f(x):\n    return 2 * x\n"),), {}, {}, ("f",), "slice")


def in_a_short_thread(work: Callable[[], object]) -> None:
    """Run in a thread that has really ended, for the kernel too, when this returns."""
    ids: list[int] = []

    def run() -> None:
        ids.append(threading.get_native_id())
        work()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    deadline = time.monotonic() + 5
    while Path(f"/proc/self/task/{ids[0]}").exists() and time.monotonic() < deadline:
        time.sleep(0.01)


@pytest.mark.parametrize("level", LEVELS)
def test_a_zygote_started_in_a_thread_outlives_it(level: LevelName) -> None:
    sandbox = ZygoteSandbox(Settings((), LIMITS, Levels(level, level)))
    try:
        in_a_short_thread(sandbox.start)
    except SandboxError as error:
        pytest.skip(f"this machine does not give the level {level}: {error}")
    assert sandbox._launched is not None
    process = sandbox._launched.process
    time.sleep(0.3)
    assert process.poll() is None
    session = sandbox.open(DOUBLE)
    session.begin_test(5)
    assert session.call("f", (21,), {}, 0).value == 42
    session.close()
    sandbox.close()
    assert process.poll() is not None


@pytest.mark.slow
def test_an_evaluator_that_was_only_lent_still_serves_the_next_submission() -> None:
    pytest.importorskip("keras", reason="Keras is not installed: make .venv/test")
    # The first submission hands over no model: nobody asks the evaluator for anything.
    sandboxes: list[ZygoteSandbox] = []

    def opened() -> ZygoteSandbox:
        sandboxes.append(ZygoteSandbox(Settings(("numpy", "keras"), LIMITS_OF_MODELS)))
        return sandboxes[-1]

    models = Models(opened)
    try:
        assert isinstance(models.evaluator(), Evaluator)
        models.rest()
        models.expect()
        assert models._warming is not None
        models._warming.join(120)
        (sandbox,) = sandboxes
        assert sandbox._launched is not None
        process = sandbox._launched.process
        time.sleep(0.5)
        assert models.evaluator().device.kind in ("cpu", "gpu", "tpu")
        assert process.poll() is None
    finally:
        models.close()
