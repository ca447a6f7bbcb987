"""Single operations run as they are, and steps are compiled once: quicker, the same answers."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib.util import find_spec
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from gradewright.course.records import Limits
from gradewright.sandbox.base import Bundle, Session
from gradewright.sandbox.devices import device_files
from gradewright.sandbox.inside import operations
from gradewright.sandbox.launch import Settings
from gradewright.sandbox.zygote import ZygoteSandbox

_MODULE = "tensorflow.python.pywrap_tfe"
_SETTER = "TFE_ContextOptionsSetRunEagerOpAsFunction"
_WORK = """
import numpy as np
import tensorflow as tf
from tensorflow.python.eager import context

def product(a, b):
    return tf.matmul(a, b).numpy()

def wrapped():
    product(np.ones((2, 2)), np.ones((2, 2)))
    return [str(name) for name in context.context().list_function_names()]
"""
_NEEDED = find_spec("tensorflow") is not None and not device_files(["tensorflow"])


@pytest.fixture
def session() -> Iterator[Session]:
    limits = Limits(memory_mb=4000, processes=512, load_seconds=60.0)
    sandbox = ZygoteSandbox(Settings(("numpy", "tensorflow"), limits))
    names = ("product", "wrapped")
    session = sandbox.open(Bundle((("work.py", None, _WORK),), {}, {}, names, "slice"))
    session.begin_test(60)
    yield session
    session.close()
    sandbox.close()


@pytest.mark.skipif(not _NEEDED, reason="needs TensorFlow on a machine without accelerators")
def test_no_operation_is_wrapped(session: Session) -> None:
    assert session.call("wrapped", (), {}, 0).value == []


@pytest.mark.skipif(not _NEEDED, reason="needs TensorFlow on a machine without accelerators")
def test_a_mistake_is_told_without_the_wrappers_name(session: Session) -> None:
    outcome = session.call("product", ([[1.0, 2.0]], [[3.0]]), {}, 0)
    assert outcome.ending == "raised"
    assert "Matrix size-incompatible" in outcome.message
    assert "function_node" not in outcome.message


def test_the_setting_is_kept_off(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Any] = []
    module = SimpleNamespace(**{_SETTER: lambda *given: told.append(given)})
    monkeypatch.setitem(sys.modules, _MODULE, module)
    assert operations.run_operations_unwrapped()
    getattr(module, _SETTER)("options", True)
    assert told == []


@pytest.mark.parametrize("module", [None, SimpleNamespace()])
def test_without_tensorflow_or_the_setting_nothing_is_done(
    monkeypatch: pytest.MonkeyPatch, module: Any
) -> None:
    monkeypatch.setitem(sys.modules, _MODULE, module)
    assert not operations.run_operations_unwrapped()


_TRAINING = """
import keras
import numpy as np

traced = []

class Traced(keras.layers.Layer):
    def call(self, x):
        traced.append(1)
        return x

def trained(eagerly):
    keras.utils.set_random_seed(3)
    traced.clear()
    layers = [keras.Input((3,)), Traced(), keras.layers.Dense(2)]
    model = keras.Sequential(layers)
    traced.clear()
    model.compile("adam", "mse", run_eagerly=eagerly)
    x = np.arange(12.0).reshape(4, 3)
    model.fit(x, x[:, :2], epochs=3, batch_size=4, verbose=0)
    return len(traced), model.get_weights(), [v.path for v in model.optimizer.variables]
"""


@pytest.mark.skipif(not _NEEDED or find_spec("keras") is None, reason="needs Keras on TensorFlow")
@pytest.mark.slow(seconds=15)
def test_a_step_is_compiled_once_and_does_the_same() -> None:
    limits = Limits(memory_mb=4000, processes=512, load_seconds=60.0, test_seconds=60.0)
    sandbox = ZygoteSandbox(Settings(("numpy", "keras"), limits))
    bundle = Bundle((("work.py", None, _TRAINING),), {}, {}, ("trained",), "slice")
    session = sandbox.open(bundle)
    try:
        session.begin_test(60)
        times, weights, paths = session.call("trained", (False,), {}, 0).value
        steps, step_by_step, others = session.call("trained", (True,), {}, 0).value
    finally:
        session.close()
        sandbox.close()
    assert times == 1
    assert steps == 3
    assert len(paths) == len(others) == 6
    for one, other in zip(weights, step_by_step, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-5)


def test_where_keras_is_not_imported_its_optimizers_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, operations._OPTIMIZERS, None)
    assert not operations.make_variables_ahead()
