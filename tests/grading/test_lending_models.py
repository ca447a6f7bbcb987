"""`student.lend_model`: functions that take a model are judged with one of the judge's."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np
import pytest

from gradewright.course.records import Limits
from gradewright.grading.student import Student, trusted_artefact
from gradewright.performance.refusal import ModelRefused
from gradewright.sandbox.base import Bundle, Handle, Session
from gradewright.sandbox.client import ZygoteSandbox
from gradewright.sandbox.launch import Settings

needs_keras = pytest.mark.skipif(find_spec("keras") is None, reason="Keras is not installed")

WORK = """
import keras

def settings(model):
    return [float(model.optimizer.learning_rate), model.loss, model.name]

def forward(model, x):
    return model(x)

def train(model, x, y):
    return model.fit(x, y, epochs=2, verbose=0).history["loss"]

def two_heads(model, x):
    return model.predict(x, verbose=0)
"""
LIMITS = Limits(load_seconds=60, test_seconds=60, memory_mb=4000, processes=512, open_files=512)


@pytest.fixture(scope="module")
def session() -> Iterator[Session]:
    sandbox = ZygoteSandbox(Settings(("numpy", "keras"), LIMITS))
    names = ("settings", "forward", "train", "two_heads")
    opened = sandbox.open(Bundle((("work.py", None, WORK),), {}, {}, names, "slice"))
    yield opened
    opened.close()
    sandbox.close()


@pytest.fixture
def student(session: Session) -> Iterator[Student]:
    def call(function: str, args: Any, kwargs: Any, seed: int | None) -> Any:
        outcome = session.call(function, args, kwargs, seed or 0)
        assert outcome.ending == "returned", outcome
        return outcome.value

    session.begin_test(60)
    yield Student(call)
    session.end_test()


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
    losses = student.train(first, x, y)
    assert losses[1] < losses[0]
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

    def call(*asked: Any) -> Any:
        calls.append(asked)
        return Handle(7, "Sequential", "")

    assert Student(call).lend_model(perceptron()) == Handle(7, "Sequential", "")
    ((operation, (architecture, compiled, weights), kwargs, _seed),) = calls
    assert (operation, kwargs) == ("@lend", {})
    assert (type(architecture), type(compiled)) == (str, str)
    assert [type(array) for array in weights] == [np.ndarray, np.ndarray]


@needs_keras
def test_a_worker_that_answers_otherwise_has_refused() -> None:
    with pytest.raises(ModelRefused):
        Student(lambda *_asked: 3).lend_model(perceptron())
