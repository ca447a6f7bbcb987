"""The judge's side of the evaluator, against a worker that lies, fails and dies."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from gradewright.checks import CheckFailed
from gradewright.errors import MachineryError
from gradewright.performance.artefact import Artefact
from gradewright.performance.evaluator import Evaluator
from gradewright.performance.refusal import ModelRefused
from gradewright.performance.workshop import Workshop
from gradewright.results import Isolation
from gradewright.sandbox.base import Bundle, Definition, LoadReport, Outcome
from gradewright.wire import Handle, WireFault

X = np.zeros((5, 2), "float32")
FACTS = {
    "layers": [
        {
            "class_name": "Dense",
            "name": "dense",
            "output_shape": [None, 3],
            "parameters": 9,
            "activation": "relu",
        }
    ],
    "parameters": 9,
    "trainable": 9,
    "input_shape": [None, 2],
    "output_shape": [None, 3],
    "learning_rate": 0.1,
}


class FakeSession:
    """A session that answers from a table; an entry may be an outcome, a value or an exception."""

    def __init__(self, answers: dict[str, Any]) -> None:
        self.answers = answers
        self.calls: list[str] = []
        self.most: list[float] = []
        self.processes = 0
        self.open = False
        self.closed = False

    @property
    def report(self) -> LoadReport:
        names = self.answers.get("defines", FUNCTIONS)
        return LoadReport({name: Definition("x.py", None, 1, 2) for name in names}, ())

    def begin_test(self, _seconds: float, *, fresh: str = "yes") -> None:
        self.processes += fresh == "yes" or not self.open
        self.open = True

    def call(self, function: str, args: Any, _kwargs: Any, _seed: int, most: float) -> Outcome:
        self.most.append(most)
        if function != "work":
            self.calls.append(function)
        usual: Any = {"reweigh": True, "work": 1000}.get(function)
        usual = Handle(len(self.calls), "Held", "") if usual is None else usual
        answer = self.answers.get(function, usual)
        if isinstance(answer, Exception):
            raise answer
        answer = answer(*args) if callable(answer) else answer
        return answer if isinstance(answer, Outcome) else Outcome("returned", answer, seconds=0.25)

    def end_test(self) -> None:
        self.open = False

    def close(self) -> None:
        self.closed = True


FUNCTIONS = [
    "warm_up",
    "rehearse",
    "device",
    "versions",
    "build",
    "work",
    "reweigh",
    "describe",
    "predict",
    "loss",
    "batch",
    "train",
    "start",
    "follow",
    "weights",
    "idle",
]


class FakeSandbox:
    isolation = Isolation()

    def __init__(self, **answers: Any) -> None:
        self.session = FakeSession(answers)
        self.bundles: list[Bundle] = []

    def open(self, bundle: Bundle) -> FakeSession:
        self.bundles.append(bundle)
        return self.session

    def close(self) -> None:
        raise AssertionError("the sandbox is its owner's to close")


def artefact(
    digest: str = "a", form: str = "", *, trusted: bool = False, compiled: str = "{}"
) -> Artefact:
    """Return an artefact of a form of its own, unless several are to share one."""
    tree = {"class_name": "Dense", "config": {"name": "dense", "units": 3, "kernel_size": [3, 3]}}
    architecture = json.dumps({"config": {"layers": [tree]}, "form": form or digest})
    return Artefact(architecture, compiled, "not compiled", digest, trusted, (X,), ("kernel",))


def made(**answers: Any) -> tuple[Evaluator, FakeSession]:
    sandbox = FakeSandbox(**answers)
    return Evaluator(sandbox, seconds=9), sandbox.session


def step_time(evaluator: Evaluator, model: Artefact, x: Any, y: Any, steps: int = 50) -> float:
    """Return the median time of a training step."""
    training = evaluator.training(model, x, y)
    training.prepare(5, most=max(steps // 5, 1))
    return float(np.median([training.seconds() for _ in range(training.calls(steps))]))


def test_only_the_evaluators_own_code_is_loaded() -> None:
    sandbox = FakeSandbox(predict=[np.zeros((5, 3))])
    Evaluator(sandbox).predict(artefact(), X)
    (bundle,) = sandbox.bundles
    ((name, _cell, source),) = bundle.cells
    assert name == "inside.py"
    assert "gradewright" not in source.split('"""', 2)[2]
    assert set(bundle.functions) == set(FUNCTIONS)


def test_a_new_process_prepares_what_the_last_submission_used() -> None:
    evaluator, session = made(predict=[np.zeros((5, 3))], train=0.5)
    evaluator.predict(artefact("ours", trusted=True), X)
    evaluator.predict(artefact("theirs"), X)
    step_time(evaluator, artefact("theirs"), X, X)
    evaluator.rest()
    session.calls.clear()
    assert len(list(evaluator.preparations())) == 3
    assert session.calls == ["warm_up", "build", "rehearse"]
    evaluator.predict(artefact("ours", trusted=True), X)
    assert session.calls[3:] == ["predict"]


def test_a_reference_that_shared_a_submissions_model_is_prepared_too() -> None:
    evaluator, session = made(train=0.5, idle=0.0)
    for model in (artefact("theirs", form="one"), artefact("ours", form="one", trusted=True)):
        step_time(evaluator, model, X, X)
    evaluator.rest()
    session.calls.clear()
    assert len(list(evaluator.preparations())) == 3
    assert session.calls == ["warm_up", "build", "rehearse"]


def test_what_this_submission_has_used_already_is_not_prepared_for_it() -> None:
    evaluator, session = made(predict=[np.zeros((5, 3))], train=0.5)
    ours = artefact("ours", trusted=True)
    step_time(evaluator, ours, X, X)
    evaluator.rest()
    steps = evaluator.preparations()
    next(steps)
    step_time(evaluator, ours, X, X)
    session.calls.clear()
    assert list(steps) == []
    assert session.calls == []


def test_a_model_is_rebuilt_once() -> None:
    evaluator, session = made(predict=[np.zeros((5, 3))], describe=FACTS)
    evaluator.predict(artefact(), X)
    evaluator.describe(artefact())
    evaluator.predict(artefact(), X)
    assert session.calls.count("build") == 1
    assert session.processes == 1


def test_models_of_one_form_are_rebuilt_once_and_take_their_weights_in_turn() -> None:
    evaluator, session = made(predict=[np.zeros((5, 3))])
    for digest in "aabba":
        evaluator.predict(artefact(digest, form="one"), X)
    used = [name for name in session.calls if name != "predict"]
    assert used == ["build", "reweigh", "reweigh"]
    for number in range(20):
        evaluator.predict(artefact(str(number), form="one"), X)
    assert (session.processes, session.calls.count("build")) == (1, 1)


def test_settings_tell_forms_apart_but_not_for_predictions() -> None:
    evaluator, session = made(predict=[np.zeros((5, 3))], describe=FACTS)
    settings = {"a": "{}", "b": '{"optimizer": "sgd"}', "c": ""}
    models = [artefact(digest, form="one", compiled=settings[digest]) for digest in settings]
    for model in models[:2]:
        evaluator.describe(model)
    assert session.calls == ["build", "describe", "build", "describe"]
    session.calls.clear()
    for model in (models[1], models[2], models[0]):
        evaluator.predict(model, X)
    assert session.calls == ["predict", "reweigh", "predict", "reweigh", "predict"]


def test_weights_that_do_not_fit_a_form_are_refused_and_leave_nobodys_behind() -> None:
    evaluator, session = made(predict=[np.zeros((5, 3))])
    evaluator.predict(artefact("a", form="one"), X)
    session.answers["reweigh"] = {"fault": "weights_do_not_fit", "detail": "0: (2,) / (3,)"}
    with pytest.raises(ModelRefused) as failed:
        evaluator.predict(artefact("b", form="one"), X)
    assert failed.value.reason == "weights_do_not_fit"
    session.answers["reweigh"] = True
    session.calls.clear()
    evaluator.predict(artefact("a", form="one"), X)
    assert session.calls == ["reweigh", "predict"]


def test_models_of_one_form_are_timed_by_one_compiled_step() -> None:
    trained: list[Any] = []

    def train(model: Any, _batch: Any, _steps: int) -> float:
        trained.append(model)
        return 0.5

    evaluator, session = made(train=train, predict=[np.zeros((5, 3))], idle=0.0)
    models = [artefact("a", form="one"), artefact("b", form="one", trusted=True), artefact("c")]
    for model in models:
        step_time(evaluator, model, X, X)
    assert len(set(trained)) == 2
    assert session.calls.count("build") == 2
    session.calls.clear()
    evaluator.predict(models[0], X)
    assert session.calls == ["reweigh", "predict"]


def test_after_many_of_a_submissions_models_the_process_is_replaced() -> None:
    evaluator, session = made(predict=[np.zeros((5, 3))])
    for digest in "aabbcdefgh":
        evaluator.predict(artefact(digest), X)
    for digest in "rstuv":
        evaluator.predict(artefact(digest, trusted=True), X)
    assert session.processes == 1
    evaluator.predict(artefact("i"), X)
    assert session.processes == 2


def test_a_rest_ends_the_process() -> None:
    evaluator, session = made(predict=[np.zeros((5, 3))])
    evaluator.predict(artefact(), X)
    evaluator.rest()
    evaluator.predict(artefact(), X)
    assert (session.processes, session.calls.count("build")) == (2, 2)
    evaluator.close()
    assert session.closed


def test_facts_join_the_answer_and_the_artefact() -> None:
    settings = {
        "optimizer": {"class_name": "SGD", "config": {}},
        "loss": {"class_name": "SparseCategoricalCrossentropy", "config": {"from_logits": True}},
        "metrics": ["acc", {"class_name": "AUC", "config": {}}],
    }
    evaluator, _ = made(describe=FACTS)
    facts = evaluator.describe(artefact(compiled=json.dumps(settings)))
    (layer,) = facts.layers
    assert (layer.class_name, layer.output_shape, layer.parameters) == ("Dense", (None, 3), 9)
    assert (layer.config["units"], layer.config["kernel_size"]) == (3, (3, 3))
    assert (facts.optimizer, facts.learning_rate, facts.from_logits) == ("SGD", 0.1, True)
    assert (facts.loss, facts.metrics) == ("sparse_categorical_crossentropy", ("accuracy", "auc"))
    assert (facts.input_shape, facts.output_shape) == ((None, 2), (None, 3))


def test_facts_of_a_model_that_is_not_compiled() -> None:
    evaluator, _ = made(describe=FACTS)
    facts = evaluator.describe(artefact(compiled=""))
    assert (facts.optimizer, facts.learning_rate, facts.loss) == ("", None, "")
    assert not facts.from_logits


@pytest.mark.parametrize(
    "answer", [None, {}, FACTS | {"layers": [3]}, FACTS | {"parameters": None}, [FACTS]]
)
def test_odd_facts_are_refused(answer: Any) -> None:
    evaluator, _ = made(describe=answer)
    with pytest.raises(ModelRefused):
        evaluator.describe(artefact())


@pytest.mark.parametrize(
    "answer",
    [
        None,
        [],
        np.zeros((5, 3)),
        [np.zeros((4, 3))],
        [np.zeros(())],
        [np.array(["a"] * 5)],
        [np.zeros((5, 3)), 3],
    ],
)
def test_odd_predictions_are_refused(answer: Any) -> None:
    evaluator, _ = made(predict=answer)
    with pytest.raises(ModelRefused) as failed:
        evaluator.predict(artefact(), X)
    assert failed.value.reason == "odd_answer"


def test_several_outputs_are_only_for_those_who_ask() -> None:
    evaluator, _ = made(predict=[np.zeros((5, 3)), np.ones((5, 1))])
    assert len(evaluator.predict_all(artefact(), X)) == 2
    with pytest.raises(ModelRefused, match="2 outputs"):
        evaluator.predict(artefact(), X)


def test_large_inputs_come_in_chunks_of_whole_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gradewright.performance.evaluator._CHUNK_BYTES", 100)
    rows: list[int] = []

    def predict(_model: Any, x: Any, _size: int) -> Any:
        rows.append(len(x))
        return [x + 1]

    evaluator, _ = made(predict=predict)
    x = np.arange(100.0, dtype="float32").reshape(50, 2)
    assert np.array_equal(evaluator.predict(artefact(), x, batch_size=4), x + 1)
    assert rows == [12, 12, 12, 12, 2]


def test_no_examples_are_the_graders_fault() -> None:
    evaluator, _ = made()
    with pytest.raises(ValueError, match="no examples"):
        evaluator.predict(artefact(), X[:0])


def test_losses_of_chunks_are_put_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gradewright.performance.evaluator._CHUNK_BYTES", 1)
    evaluator, _ = made(loss=lambda _model, x, y, _size: float(np.sum(y)) + 0 * len(x))
    assert evaluator.loss(artefact(), X, np.arange(5.0), batch_size=2) == 2.0


@pytest.mark.parametrize("method", ["loss", "training"])
def test_training_needs_compile_settings(method: str) -> None:
    evaluator, session = made()
    with pytest.raises(CheckFailed, match="not compiled"):
        getattr(evaluator, method)(artefact(compiled=""), X, X)
    assert session.calls == []


@pytest.mark.parametrize(
    ("outcome", "reason"),
    [
        (Outcome("timeout"), "evaluator_timeout"),
        (Outcome("crashed", message="signal 9"), "evaluator_crashed"),
        (Outcome("refused", message="too deep"), "evaluator_refused"),
        (Outcome("raised", error="ValueError", message="bad\nshape"), "evaluator_raised"),
        ({"fault": "weights_do_not_fit", "detail": "0: (2,) / (3,)"}, "weights_do_not_fit"),
        ({"fault": "not_built", "detail": ""}, "not_built"),
        ({"fault": "unheard of"}, "odd_answer"),
        ({"fault": X}, "odd_answer"),
        (3, "odd_answer"),
        (WireFault("too large"), "evaluator_refused"),
    ],
)
def test_whoever_gave_the_model_is_to_blame(outcome: Any, reason: str) -> None:
    evaluator, _ = made(build=outcome)
    with pytest.raises(ModelRefused) as failed:
        evaluator.predict(artefact(), X)
    assert failed.value.reason == reason
    assert "\n" not in failed.value.failure.problem
    with pytest.raises(MachineryError, match="reference"):
        evaluator.predict(artefact(trusted=True), X)


def test_after_damage_everything_is_rebuilt() -> None:
    evaluator, session = made(predict=Outcome("crashed"))
    with pytest.raises(ModelRefused):
        evaluator.predict(artefact(), X)
    session.answers["predict"] = [np.zeros((5, 3))]
    evaluator.predict(artefact(), X)
    assert (session.processes, session.calls.count("build")) == (2, 2)


def test_an_evaluator_that_does_not_load_is_our_fault() -> None:
    evaluator, session = made(defines=("device",))
    with pytest.raises(MachineryError, match="build"):
        evaluator.predict(artefact(), X)
    assert session.closed


@pytest.mark.parametrize(
    ("answer", "kind", "name"),
    [
        ({"kind": "gpu", "name": "H9000"}, "gpu", "H9000"),
        ({"kind": "tpu", "name": ""}, "tpu", "TPU"),
        ({"kind": "cpu", "name": ""}, "cpu", None),
        ({"kind": "abacus", "name": "x"}, "cpu", None),
        ({"kind": X, "name": X}, "cpu", None),
        (None, "cpu", None),
    ],
)
def test_the_device_is_asked_for_once(answer: Any, kind: str, name: str | None) -> None:
    evaluator, session = made(device=lambda: answer)
    assert evaluator.device.kind == kind
    assert name in (None, evaluator.device.name)
    assert session.calls == ["device"]


def test_a_device_that_cannot_be_found_is_our_fault() -> None:
    evaluator, _ = made(device=Outcome("raised", error="RuntimeError", message="no driver"))
    with pytest.raises(MachineryError, match="no driver"):
        _ = evaluator.device


class Clockwork:
    """A worker whose calls take a set time each, and steps besides."""

    def __init__(self, call: float, step: float) -> None:
        self.call, self.step = call, step
        self.trained: list[int] = []

    def idle(self, _model: Any) -> Outcome:
        return Outcome("returned", 0.0, seconds=self.call)

    def train(self, _model: Any, _batch: Any, steps: int) -> Outcome:
        self.trained.append(steps)
        return Outcome("returned", 0.5, seconds=self.call + steps * self.step)


@pytest.mark.parametrize(
    ("call", "step", "stride"),
    [(0.0001, 0.1, 1), (0.0001, 0.001, 10), (0.0001, 1e-6, 10), (0.01, 0.02, 10), (0.01, 0.1, 2)],
)
def test_a_step_is_timed_without_what_the_call_costs(call: float, step: float, stride: int) -> None:
    work = Clockwork(call, step)
    evaluator, _ = made(idle=work.idle, train=work.train)
    training = evaluator.training(artefact(), X, X)
    training.prepare(warm_up=4, most=10)
    assert work.trained[0] == 4
    assert training.stride == stride
    assert training.seconds() == pytest.approx(step)
    assert work.trained[-1] == stride
    assert step_time(evaluator, artefact(), X, X, steps=50) == pytest.approx(step)


def test_a_step_time_is_never_negative() -> None:
    evaluator, _ = made(
        idle=Outcome("returned", 0.0, seconds=1.0), train=Outcome("returned", 0.5, seconds=0.5)
    )
    assert step_time(evaluator, artefact(), X, X) == 0


def test_a_loss_that_is_no_number_is_refused() -> None:
    evaluator, _ = made(train="fast", idle=0.0)
    with pytest.raises(ModelRefused):
        step_time(evaluator, artefact(), X, X)


def test_a_workshop_gives_a_model_away_once() -> None:
    workshop = Workshop(FakeSandbox(), 9)
    first = workshop.take(artefact())
    assert workshop.take(artefact()) != first
