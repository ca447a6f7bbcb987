"""The evaluator that a judge lends: begun early, one call at a time, new for each submission."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from gradewright.course.reader import find_assignment, read_course
from gradewright.errors import MachineryError
from gradewright.grading import evaluators as lending
from gradewright.grading import given
from gradewright.grading.case import Case
from gradewright.grading.desk import Desk
from gradewright.grading.evaluators import Models
from gradewright.grading.terms import Terms
from gradewright.results import Isolation


class FakeSandbox:
    isolation = Isolation("namespaces", ("own_files",))

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
        self.fails = self.has_died = False

    def allow(self, allowance: Any) -> None:
        self.allowance = allowance

    def preparations(self) -> Iterator[None]:
        for step in ("warm", "warmer"):
            self.go.wait(5)
            own = threading.current_thread() is not threading.main_thread()
            self.done.append(step if own else f"{step}, in the way")
            if self.fails:
                raise MachineryError("no evaluator")
            yield

    def rest(self) -> None:
        self.done.append("rest")

    def close(self) -> None:
        self.done.append("close")


@pytest.fixture
def models(monkeypatch: pytest.MonkeyPatch) -> Models:
    monkeypatch.setattr(lending, "Evaluator", FakeEvaluator)
    return Models(FakeSandbox)  # type: ignore[arg-type, return-value]


@pytest.fixture
def evaluator(models: Models) -> Any:
    return models.evaluator()


def test_none_is_started_before_its_first_use(models: Models) -> None:
    models.expect()
    models.prepare()
    models.rest()
    models.close()
    assert models.evaluator().done == []  # type: ignore[attr-defined]


def test_one_that_runs_is_warmed_beside_other_work(models: Models, evaluator: Any) -> None:
    evaluator.go.clear()
    models.expect()
    assert evaluator.done == []
    evaluator.go.set()
    assert models.evaluator() is evaluator
    assert evaluator.done[:1] == ["warm"]


def test_who_asks_for_it_waits_for_one_step_and_it_goes_on_later(
    models: Models, evaluator: Any
) -> None:
    evaluator.go.clear()
    models.expect()
    threading.Timer(0.1, evaluator.go.set).start()
    models.evaluator()
    assert evaluator.done == ["warm"]
    models.prepare()
    models.evaluator()
    assert evaluator.done == ["warm", "warmer"]
    models.prepare()
    models.evaluator()
    models.prepare()
    models.evaluator()
    assert evaluator.done == ["warm", "warmer"]


def test_it_can_be_kept_from_getting_ready(models: Models, evaluator: Any) -> None:
    evaluator.go.clear()
    models.expect()
    threading.Timer(0.1, evaluator.go.set).start()
    models.pause()
    time.sleep(0.05)
    assert evaluator.done == ["warm"]


@pytest.mark.parametrize("name", ["rest", "close"])
def test_nothing_else_is_asked_meanwhile(models: Models, evaluator: Any, name: str) -> None:
    evaluator.go.clear()
    models.expect()
    threading.Timer(0.1, evaluator.go.set).start()
    call: Callable[[], None] = getattr(models, name)
    call()
    assert evaluator.done == ["warm", name]


def test_the_next_submissions_begins_anew(models: Models, evaluator: Any) -> None:
    for _ in range(2):
        models.expect()
        while len(evaluator.done) % 3 != 2:
            time.sleep(0.01)
        models.rest()
    assert evaluator.done == ["warm", "warmer", "rest"] * 2


def test_a_warming_that_fails_is_told_by_the_first_call_that_matters(
    models: Models, evaluator: Any
) -> None:
    evaluator.fails = True
    models.expect()
    assert models.evaluator() is evaluator
    models.prepare()
    assert models.evaluator() is evaluator
    assert evaluator.done == ["warm"]


class FakeSession:
    """A session without processes."""

    def held(self) -> Any:
        return contextlib.nullcontext(True)


def test_nothing_of_ours_runs_beside_what_a_test_times(models: Models, evaluator: Any) -> None:
    assignment = find_assignment(read_course(Path(__file__).parents[2]), "logistic_regression")
    desk = Desk(assignment, FakeSandbox(), Terms(), models)  # type: ignore[arg-type]
    desk.case = Case(assignment, None, FakeSession(), 60.0)  # type: ignore[arg-type]
    evaluator.go.clear()
    models.expect()
    threading.Timer(0.05, evaluator.go.set).start()
    steps_at: list[int] = []

    def work(_problem: object) -> None:
        steps_at.append(len(evaluator.done))
        time.sleep(0.01)

    given.bench(desk, "test", "question").compare_times(
        "Working", work, work, draw=object, check=lambda *_values: None, repeats=5
    )
    assert len(steps_at) > 10
    assert set(steps_at) == {len(evaluator.done)}
