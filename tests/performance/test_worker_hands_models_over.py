"""What the worker's operation `parts` says about models, with a Keras made up here."""

from __future__ import annotations

import json
import sys
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from gradewright.beside.keras_models import OPERATIONS


class Model:
    """As much of a Keras model as handing over needs."""

    built = compiled = True
    weights = (SimpleNamespace(path="dense/kernel"), "bias")

    def to_json(self) -> str:
        return "{}"

    def get_compile_config(self) -> Any:
        return {"loss": "mse"}

    def __init__(self) -> None:
        self.set_weights([np.ones((2, 3), np.float16), np.arange(3)])

    def set_weights(self, weights: list[Any]) -> None:
        self.values = weights

    def get_weights(self) -> list[Any]:
        return self.values

    def __call__(self, x: Any, *, training: bool) -> Any:
        assert not training
        return x.sum(axis=1)


@pytest.fixture(autouse=True)
def keras(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keras", SimpleNamespace(Model=Model))


def hand(value: Any) -> dict[str, Any]:
    result: dict[str, Any] = OPERATIONS["parts"](value)
    return result


def test_a_model_is_handed_over_in_parts() -> None:
    parts = hand(Model())
    assert parts["architecture"] == "{}"
    assert json.loads(parts["compile"]) == {"loss": "mse"}
    assert parts["names"] == ["dense/kernel", "bias"]
    assert [w.dtype for w in parts["weights"]] == [np.float32, np.int64]


@pytest.mark.parametrize("value", [None, 3, "model", [Model()], Model])
def test_what_is_no_model_is_a_fault(value: Any) -> None:
    assert hand(value) == {"fault": "not_a_model", "detail": type(value).__name__}


def test_without_keras_nothing_is_a_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "keras")
    assert hand(Model())["fault"] == "not_a_model"


def test_a_model_without_weights_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Model, "built", False)
    assert hand(Model())["fault"] == "not_built"


def relu(x: Any) -> Any:
    return x


def test_an_activation_of_the_students_own_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Model, "__module__", "keras.src.models")
    inner = Model()
    outer = Model()
    inner.layers = [SimpleNamespace(activation=None), SimpleNamespace(activation=relu)]  # type: ignore[attr-defined]
    outer.layers = [inner]  # type: ignore[attr-defined]
    assert hand(outer) == {"fault": "own_function", "detail": "relu"}


def test_keras_own_activations_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Model, "__module__", "keras.src.models")
    monkeypatch.setattr(relu, "__module__", "keras.src.activations")
    model = Model()
    model.layers = [SimpleNamespace(activation=relu)]  # type: ignore[attr-defined]
    assert "fault" not in hand(model)


def test_in_a_class_of_the_students_own_they_are_let_be() -> None:
    model = Model()
    model.layers = [SimpleNamespace(activation=relu)]  # type: ignore[attr-defined]
    assert "fault" not in hand(model)


def test_a_loss_of_the_students_own_is_no_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Model, "loss", relu, raising=False)
    model = Model()
    model.loss = relu  # type: ignore[attr-defined]
    parts = hand(model)
    assert parts["compile"] == ""
    assert "relu" in parts["compile_fault"]


def test_an_architecture_that_cannot_be_written_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    def raising(_self: Model) -> str:
        raise NotImplementedError("get_config" * 1000)

    monkeypatch.setattr(Model, "to_json", raising)
    parts = hand(Model())
    assert parts["fault"] == "no_architecture"
    assert parts["detail"].startswith("NotImplementedError: get_config")
    assert len(parts["detail"]) <= 300


@pytest.mark.parametrize("settings", [{"loss": object()}, {"loss": b"x"}])
def test_compile_settings_without_json_are_told(
    monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    monkeypatch.setattr(Model, "get_compile_config", lambda _self: settings)
    parts = hand(Model())
    assert parts["compile"] == ""
    assert "TypeError" in parts["compile_fault"]


def test_a_model_that_is_not_compiled_has_no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Model, "compiled", False)
    parts = hand(Model())
    assert (parts["compile"], parts["compile_fault"]) == ("", "")


def test_a_model_of_an_own_class_can_predict_where_it_is() -> None:
    x = np.arange(10.0).reshape(5, 2)
    (outputs,) = OPERATIONS["predict"](Model(), x, 2)
    assert outputs.tolist() == x.sum(axis=1).tolist()


def test_a_model_takes_weights_where_it_is() -> None:
    model = Model()
    weights = [np.zeros((2, 3)), np.ones(3)]
    assert OPERATIONS["reweigh"](model, weights) == {}
    assert hand(model)["weights"][1].tolist() == [1, 1, 1]


def test_what_is_no_model_takes_no_weights(monkeypatch: pytest.MonkeyPatch) -> None:
    assert OPERATIONS["reweigh"](3, []) == {"fault": "not_a_model", "detail": "int"}
    monkeypatch.setattr(Model, "built", False)
    assert OPERATIONS["reweigh"](Model(), []) == {"fault": "not_built", "detail": ""}
