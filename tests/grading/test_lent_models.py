"""The evaluator that a judge lends: begun early, one call at a time, new for each submission."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest

from gradewright.errors import MachineryError
from gradewright.grading import models as lending
from gradewright.grading.models import Models


class FakeSandbox:
    def __init__(self) -> None:
        self.closed = False

    def close(self) -> None:
        self.closed = True


class FakeEvaluator:
    """Takes note of what it is asked, and by which thread."""

    def __init__(self, _sandbox: Any) -> None:
        self.done: list[str] = []
        self.go = threading.Event()
        self.go.set()
        self.fails = False

    def warm_up(self) -> None:
        self.go.wait(5)
        own = threading.current_thread() is not threading.main_thread()
        self.done.append("warm" if own else "warm, in the way")
        if self.fails:
            raise MachineryError("no evaluator")

    def rest(self) -> None:
        self.done.append("rest")

    def close(self) -> None:
        self.done.append("close")


@pytest.fixture
def models(monkeypatch: pytest.MonkeyPatch) -> Models:
    monkeypatch.setattr(lending, "Evaluator", FakeEvaluator)
    return Models(FakeSandbox)  # type: ignore[arg-type, return-value]


def test_none_is_started_before_its_first_use(models: Models) -> None:
    models.prepare()
    models.rest()
    models.close()
    assert models.evaluator().done == []  # type: ignore[attr-defined]


def test_one_that_runs_is_warmed_beside_other_work(models: Models) -> None:
    evaluator: Any = models.evaluator()
    evaluator.go.clear()
    models.prepare()
    assert evaluator.done == []
    evaluator.go.set()
    assert models.evaluator() is evaluator
    assert evaluator.done == ["warm"]


@pytest.mark.parametrize("name", ["rest", "close"])
def test_nothing_else_is_asked_meanwhile(models: Models, name: str) -> None:
    evaluator: Any = models.evaluator()
    evaluator.go.clear()
    models.prepare()
    threading.Timer(0.1, evaluator.go.set).start()
    call: Callable[[], None] = getattr(models, name)
    call()
    assert evaluator.done == ["warm", name]


def test_a_warming_that_fails_is_told_by_the_first_call_that_matters(models: Models) -> None:
    evaluator: Any = models.evaluator()
    evaluator.fails = True
    models.prepare()
    assert models.evaluator() is evaluator
    assert evaluator.done == ["warm"]
