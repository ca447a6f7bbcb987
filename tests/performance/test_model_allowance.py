"""What a student's model may ask of the judge: its size, its cost, and the seconds it takes."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from gradewright.course.records import Largest
from gradewright.errors import MachineryError
from gradewright.performance.allowance import GENEROUS, Allowance, most_of
from gradewright.performance.artefact import Artefact, artefact_of
from gradewright.performance.evaluator import Evaluator
from gradewright.performance.refusal import ModelRefused
from gradewright.results import Isolation
from gradewright.sandbox.base import Bundle, Definition, LoadReport, Outcome
from gradewright.wire import Handle

X = np.zeros((5, 2), "float32")
MILLION = 1_000_000


class Worker:
    """An evaluator's process: each call takes `seconds`, unless its limit ends it before."""

    isolation = Isolation()

    def __init__(self, work: Any = 1000, seconds: float = 0.25) -> None:
        self.work, self.seconds = work, seconds
        self.calls: list[tuple[str, float]] = []

    def open(self, bundle: Bundle) -> Worker:
        self.report = LoadReport(
            {name: Definition("x.py", None, 1, 2) for name in bundle.functions}, ()
        )
        return self

    def begin_test(self, _seconds: float, *, fresh: str = "yes") -> None:
        assert fresh == "no"

    def call(self, function: str, args: Any, _kwargs: Any, _seed: int, most: float) -> Outcome:
        self.calls.append((function, most))
        if self.seconds > most:
            return Outcome("timeout", seconds=most)
        work = self.work
        if function == "work" and callable(work):
            work = work(args[0])
        answers: dict[str, Any] = {"work": work, "reweigh": True, "predict": [np.zeros((5, 3))]}
        answers |= {"train": 0.5, "idle": 0.0}
        answer = answers.get(function, Handle(len(self.calls), "Held", ""))
        if isinstance(answer, Outcome):
            return answer
        return Outcome("returned", answer, seconds=self.seconds)

    def end_test(self) -> None:
        pass

    def close(self) -> None:
        pass

    @property
    def functions(self) -> list[str]:
        return [name for name, _ in self.calls]


def artefact(digest: str = "a", *, trusted: bool = False, parameters: int = 10) -> Artefact:
    weights = (np.broadcast_to(np.float32(0), (parameters,)),)
    return Artefact(json.dumps({"is": digest}), "{}", "", digest, trusted, weights, ("w",))


def made(worker: Worker, allowance: Allowance | None = None) -> Evaluator:
    evaluator = Evaluator(worker, seconds=300)  # type: ignore[arg-type]
    evaluator.allow(allowance or Allowance())
    return evaluator


def refused(do: Callable[[], object]) -> ModelRefused:
    with pytest.raises(ModelRefused) as failed:
        do()
    return failed.value


def test_a_model_that_is_far_too_wide_reaches_no_process() -> None:
    worker = Worker()
    evaluator = made(worker, Allowance(Largest(parameters=2 * MILLION)))
    evaluator.predict(artefact(parameters=40 * MILLION), X)
    worker.calls.clear()
    error = refused(lambda: evaluator.predict(artefact("b", parameters=40 * MILLION + 1), X))
    assert error.reason == "too_many_weights"
    assert "40,000,001" in error.failure.problem
    assert "40,000,000" in error.failure.problem
    assert worker.calls == []


@pytest.mark.parametrize("method", ["describe", "predict", "predict_all", "loss", "training"])
def test_a_model_that_is_far_too_costly_is_built_but_never_used(method: str) -> None:
    worker = Worker(work=100 * MILLION + 1)
    evaluator = made(worker, Allowance(Largest(multiplications=5 * MILLION)))
    arguments: dict[str, tuple[Any, ...]] = {"describe": (), "predict": (X,), "predict_all": (X,)}
    given = arguments.get(method, (X, X))
    error = refused(lambda: getattr(evaluator, method)(artefact(), *given))
    assert error.reason == "too_costly"
    assert "100,000,001" in error.failure.problem
    assert worker.functions == ["build", "work"]


def test_a_refused_model_is_refused_again_and_others_are_not() -> None:
    worker = Worker(work=100 * MILLION + 1)
    evaluator = made(worker, Allowance(Largest(multiplications=5 * MILLION)))
    for _ in range(2):
        assert refused(lambda: evaluator.predict(artefact(), X)).reason == "too_costly"
    worker.work = 100 * MILLION
    assert evaluator.predict(artefact("b"), X).shape == (5, 3)


def test_the_references_own_models_are_not_bounded() -> None:
    worker = Worker(work=10**15)
    evaluator = made(worker, Allowance(Largest(1, 1), seconds=0.0))
    evaluator.predict(artefact(trusted=True, parameters=50 * MILLION), X)
    assert worker.functions == ["build", "predict"]
    assert {most for _, most in worker.calls} == {300}


def test_little_work_is_never_too_much() -> None:
    assert most_of(3) == GENEROUS * MILLION
    assert most_of(7 * MILLION) == 7 * GENEROUS * MILLION


@pytest.mark.parametrize("answer", [-1, "few", None, 2.5, True])
def test_an_odd_count_is_refused(answer: Any) -> None:
    assert refused(lambda: made(Worker(work=answer)).predict(artefact(), X)).reason == "odd_answer"


def test_parts_that_cannot_be_counted_are_no_fault() -> None:
    worker = Worker(work=Outcome("raised", error="ValueError", message="odd"))
    assert made(worker).predict(artefact(), X).shape == (5, 3)


def test_a_timed_model_is_compared_with_the_references() -> None:
    worker = Worker(work=lambda handle: 50 * MILLION if handle.id == 1 else 2 * MILLION)
    error = refused(lambda: made(worker).check_cost(artefact(), artefact("r", trusted=True)))
    assert error.reason == "costlier"
    assert "25 times" in error.failure.problem
    assert {"train", "predict"}.isdisjoint(worker.functions)
    wide = artefact(parameters=GENEROUS * MILLION + 1)
    error = refused(lambda: made(Worker()).check_cost(wide, artefact("r", trusted=True)))
    assert error.reason == "larger"


def test_a_model_of_the_references_form_needs_no_count() -> None:
    worker = Worker()
    made(worker).check_cost(artefact(), artefact(trusted=True))
    assert worker.calls == []


def test_seconds_are_taken_from_the_test_and_the_submission() -> None:
    spent: list[float] = []
    allowance = Allowance(seconds=4.0, left=lambda: 3.0 - sum(spent), spend=spent.append)
    worker = Worker(seconds=0.5)
    evaluator = made(worker, allowance)
    evaluator.predict(artefact(), X)
    assert worker.functions == ["build", "work", "predict"]
    assert [most for _, most in worker.calls] == [3.0, 2.5, 2.0]
    assert spent == [0.5, 0.5, 0.5]
    assert allowance.seconds == 2.5
    evaluator.predict(artefact("r", trusted=True), X)
    assert len(spent) == 3


def test_a_slow_model_ends_with_the_tests_time() -> None:
    allowance = Allowance(seconds=2.0)
    worker = Worker(seconds=0.6)
    evaluator = made(worker, allowance)
    error = refused(lambda: evaluator.training(artefact(), X, X).prepare(5, 10))
    assert error.reason == "out_of_time"
    assert sum(min(worker.seconds, most) for _, most in worker.calls) <= 2.0 + 1e-9
    calls = len(worker.calls)
    assert refused(lambda: evaluator.predict(artefact(), X)).reason == "out_of_time"
    assert len(worker.calls) == calls


def test_a_reference_that_hangs_is_the_machines_fault() -> None:
    with pytest.raises(MachineryError):
        made(Worker(seconds=1000)).predict(artefact(trusted=True), X)


def test_what_is_handed_over_is_bounded_before_it_is_looked_at() -> None:
    # A NaN, which is looked for after the size is known.
    weights = [np.full((60, 50), np.nan, "float32")]
    architecture = json.dumps(
        {"module": "keras", "class_name": "Sequential", "config": {"name": "s", "layers": []}}
    )
    parts = {"architecture": architecture, "compile": "", "weights": weights, "names": ["w"]}
    error = refused(lambda: artefact_of(parts, most_parameters=2999))
    assert error.reason == "too_many_weights"
    assert "3,000 parameters" in error.failure.problem
    assert refused(lambda: artefact_of(parts, most_parameters=3000)).reason == "weights_not_finite"
