"""TensorFlow runs single operations as they are: quick at their first call, the same answers."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib.util import find_spec
from types import SimpleNamespace
from typing import Any

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
