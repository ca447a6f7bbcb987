"""`student.lend_model`: functions that take a model are judged with one of the judge's."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from gradewright.course.records import Limits
from gradewright.graders.student import Student
from gradewright.grading.answering import Answering, Tally
from gradewright.performance.lending import Lent, trusted_artefact
from gradewright.performance.refusal import ModelRefused
from gradewright.sandbox.base import Bundle, Handle, Outcome, Session
from gradewright.sandbox.launch import Settings
from gradewright.sandbox.zygote import ZygoteSandbox

needs_keras = pytest.mark.skipif(find_spec("keras") is None, reason="Keras is not installed")

WORK = """
import keras

def settings(model):
    return [float(model.optimizer.learning_rate), model.loss, model.name]

def forward(model, x):
    return model(x)

def train(model, x, y):
    return model.fit(x, y, epochs=2, verbose=0).history["loss"]

def learn(model, x, y):
    return train(model, x, y)

def learn_built(x, y):
    model = build()
    train(model, x, y)
    return model.get_weights()

def learn_own(x, y):
    model = keras.Sequential([keras.Input((3, 2)), keras.layers.Flatten()])
    return train(model, x, y)

def slope(x):
    import tensorflow as tf
    x = tf.constant(x)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = keras.ops.sum(squared(x) * 3.0)
    return tape.gradient(y, x)

def trained_through(x):
    layer = keras.layers.Dense(2, use_bias=False)

    class Through(keras.Model):
        def __init__(self):
            super().__init__()
            self.layer = layer

        def call(self, inputs):
            value = squared(self.layer(inputs))
            self.add_loss(keras.ops.mean(value))
            return value

    model = Through()
    model.compile("sgd")
    losses = model.fit(x, epochs=4, verbose=0).history["loss"]
    return losses

def two_heads(model, x):
    return model.predict(x, verbose=0)
"""
LIMITS = Limits(load_seconds=60, test_seconds=60, memory_mb=4000, processes=512, open_files=512)


@pytest.fixture(scope="module")
def session() -> Iterator[Session]:
    sandbox = ZygoteSandbox(Settings(("numpy", "keras"), LIMITS))
    names = (
        "settings",
        "forward",
        "train",
        "two_heads",
        "learn",
        "learn_built",
        "learn_own",
        "slope",
        "trained_through",
    )
    opened = sandbox.open(Bundle((("work.py", None, WORK),), {}, {}, names, "slice"))
    yield opened
    opened.close()
    sandbox.close()


@pytest.fixture
def student(session: Session) -> Iterator[Student]:
    def value(outcome: Outcome) -> Any:
        assert outcome.ending == "returned", outcome
        return outcome.value

    def call(function: str, args: Any, kwargs: Any, seed: int | None) -> Any:
        return value(session.call(function, args, kwargs, seed or 0))

    def operate(verb: Any, args: Any, seed: int | None) -> Any:
        args = Lent().add(*args) if verb == "lend" else args
        return value(session.operate(verb, args, seed or 0))

    session.begin_test(60)
    yield Student(SimpleNamespace(call=call, operate=operate))  # type: ignore[arg-type]
    session.end_test()


def _operated(operate: Any) -> Student:
    return Student(SimpleNamespace(operate=operate))  # type: ignore[arg-type]


def perceptron() -> Any:
    keras = import_module("keras")
    layers = keras.layers
    model = keras.Sequential(
        [keras.Input((3, 2)), layers.Flatten(), layers.Dropout(0.5), layers.Dense(4, "softmax")]
    )
    model.compile(
        keras.optimizers.Adam(0.03125), "sparse_categorical_crossentropy", metrics=["accuracy"]
    )
    return model


def encoder() -> Any:
    keras = import_module("keras")
    inputs = keras.Input((5,))
    x = keras.layers.Dense(4, "relu")(inputs)
    return keras.Model(inputs, [keras.layers.Dense(2)(x), keras.layers.Dense(3)(x)])


@needs_keras
@pytest.mark.slow
def test_it_has_the_weights_and_settings_of_the_judges_model(student: Student) -> None:
    model, x = perceptron(), np.random.default_rng(3).random((6, 3, 2), dtype=np.float32)
    handle = student.lend_model(model)
    assert student.settings(handle)[:2] == [0.03125, "sparse_categorical_crossentropy"]
    np.testing.assert_allclose(student.forward(handle, x), model(x), rtol=1e-5)
    assert student.artefact(handle).form == trusted_artefact(model).form


@needs_keras
@pytest.mark.slow
def test_what_the_student_changes_is_another_model_each_time(student: Student) -> None:
    model, rng = perceptron(), np.random.default_rng(4)
    before = [array.copy() for array in model.get_weights()]
    x, y = rng.random((64, 3, 2), dtype=np.float32), rng.integers(0, 4, 64)
    first, second = student.lend_model(model), student.lend_model(model)
    assert len(student.train(first, x, y)) == 2
    changed, kept = student.artefact(first).weights, student.artefact(second).weights
    assert not np.allclose(changed[0], before[0])
    np.testing.assert_array_equal(kept[0], before[0])
    np.testing.assert_array_equal(model.get_weights()[0], before[0])


@needs_keras
@pytest.mark.slow
def test_an_artefact_without_compile_settings_can_be_lent(student: Student) -> None:
    model, x = encoder(), np.ones((2, 5), np.float32)
    outputs = student.two_heads(student.lend_model(trusted_artefact(model)), x)
    assert [output.shape for output in outputs] == [(2, 2), (2, 3)]
    for output, due in zip(outputs, model(x), strict=True):
        np.testing.assert_allclose(output, due, rtol=1e-5)


@needs_keras
@pytest.mark.slow
def test_a_process_answers_only_for_its_own_models(session: Session, student: Student) -> None:
    handle = student.lend_model(encoder())
    session.begin_test(60)
    with pytest.raises(Exception, match="a process that has ended"):
        student.forward(handle, np.ones((1, 5)))


@needs_keras
def test_only_plain_values_cross() -> None:
    calls: list[Any] = []

    def operate(*asked: Any) -> Any:
        calls.append(asked)
        return Handle(7, "Sequential", "")

    assert _operated(operate).lend_model(perceptron()) == Handle(7, "Sequential", "")
    ((verb, (artefact,), _seed),) = calls
    assert verb == "lend"
    number, architecture, compiled, weights = Lent().add(artefact)
    assert (number, type(architecture), type(compiled)) == (0, str, str)
    assert [type(array) for array in weights] == [np.ndarray, np.ndarray]


@needs_keras
def test_a_worker_that_answers_otherwise_has_refused() -> None:
    with pytest.raises(ModelRefused):
        _operated(lambda *_asked: 3).lend_model(perceptron())


def answered(session: Session, function: str, *args: Any, lent: Lent, **stubs: Any) -> Outcome:
    return session.call(function, args, {}, 0, answerer=Answering(stubs, lent, Tally(), 4000))


def fit(model: Any, x: Any, y: Any) -> Any:
    return model.fit(x, y, epochs=3, verbose=0).history["loss"]


@needs_keras
@pytest.mark.slow
def test_what_the_judge_trains_of_a_lent_model_is_trained_in_the_worker(session: Session) -> None:
    rng, lent = np.random.default_rng(8), Lent()
    x, y = rng.random((32, 3, 2), dtype=np.float32), rng.integers(0, 4, 32)
    session.begin_test(60)
    model = perceptron()
    handle = session.operate("lend", lent.add(trusted_artefact(model)), 0).value
    outcome = answered(session, "learn", handle, x, y, lent=lent, train=fit)
    assert len(outcome.value) == 3
    weights = session.operate("parts", (handle,), 0).value["weights"]
    assert not np.allclose(weights[0], model.get_weights()[0])
    assert weights[0].shape == model.get_weights()[0].shape


@needs_keras
@pytest.mark.slow
def test_a_model_that_the_judge_builds_can_be_asked_about(session: Session) -> None:
    rng, model = np.random.default_rng(9), perceptron()
    x, y = rng.random((32, 3, 2), dtype=np.float32), rng.integers(0, 4, 32)
    session.begin_test(60)
    outcome = answered(session, "learn_built", x, y, lent=Lent(), train=fit, build=lambda: model)
    assert outcome.ending == "returned", outcome
    assert not np.allclose(outcome.value[0], model.get_weights()[0])


@needs_keras
@pytest.mark.slow
def test_a_model_of_the_submissions_own_stays_there(session: Session) -> None:
    session.begin_test(60)
    outcome = answered(session, "learn_own", 1, 2, lent=Lent(), train=fit)
    assert (outcome.ending, outcome.error) == ("raised", "TypeError")


@needs_keras
@pytest.mark.slow
def test_gradients_pass_through_what_the_judge_answers(session: Session) -> None:
    keras = import_module("keras")
    if keras.config.backend() != "tensorflow":
        pytest.skip("only TensorFlow trains through such functions")
    x = np.array([[1.0, -2.0], [0.5, 3.0]], np.float32)
    session.begin_test(60)
    outcome = answered(session, "slope", x, lent=Lent(), squared=keras.ops.square)
    np.testing.assert_allclose(outcome.value, 6 * x)
    session.begin_test(60)
    outcome = answered(session, "trained_through", x, lent=Lent(), squared=keras.ops.square)
    assert outcome.value[-1] < outcome.value[0]


@needs_keras
def test_only_weights_of_a_lent_model_come_back() -> None:
    lent, model = Lent(), perceptron()
    number, *_rest, weights = lent.add(trusted_artefact(model))
    np.testing.assert_array_equal(lent.recall(number, weights).get_weights()[0], weights[0])
    wrong: list[Any] = [
        weights[:-1],
        [weights[0].T, *weights[1:]],
        [weights[0].astype(np.float64), *weights[1:]],
        [weights[0].tolist(), *weights[1:]],
        [],
    ]
    for arrays in wrong:
        with pytest.raises(ValueError, match="not the weights"):
            lent.recall(number, arrays)
    for unknown in (1, -1):
        with pytest.raises(ValueError, match="No model"):
            lent.recall(unknown, weights)
