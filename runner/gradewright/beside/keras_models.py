"""Hand a Keras model over as plain values, build one from such, let it predict, set its weights.

What crosses is its architecture as JSON and its weights as arrays.

Runs beside a student's code, which can change what any of this does: the judge believes nothing
of it but rebuilds the model elsewhere from parts that it checks.
"""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Callable
from types import FunctionType
from typing import Any

from gradewright.beside.tensors import uncompiled

__all__ = ["OPERATIONS", "lend", "model", "predict", "reweigh"]

_LONGEST_DETAIL = 300


def model(value: Any) -> dict[str, Any]:
    """Return a Keras model in parts.

    Returns:
        `architecture`: Keras' JSON; `compile`: JSON of the compile settings, "" where there are
        none, and then `compile_fault` says what was wrong with them, if anything; `weights`:
        arrays in Keras' order; `names`: their names. Or `fault` (a key of the judge's phrases)
        and `detail`, where it cannot be handed over.
    """
    fault = _no_model(value)
    if fault:
        return fault
    own = _own_activation(value)
    if own:
        return _fault("own_function", own)
    try:
        architecture = value.to_json()
    except Exception as error:  # noqa: BLE001 - a student's get_config may raise anything
        return _fault("no_architecture", f"{type(error).__name__}: {error}")
    return {"architecture": architecture, **_compiled(value), **_weights(value)}


def _no_model(value: Any) -> dict[str, Any]:
    """Return why a value has no weights to hand over or to set, {} where it has."""
    keras = sys.modules.get("keras")
    if keras is None or not isinstance(value, keras.Model):
        return _fault("not_a_model", type(value).__name__)
    return {} if value.built else _fault("not_built", "")


def _own_activation(value: Any) -> str:
    """Return the name of a layer's activation that is the student's own function, "" without one.

    Keras' JSON holds its bare name, which may be that of a function of Keras'. Models of a class
    of the student's own are judged by what they predict, whatever is in them.
    """
    if not _is_kerass(type(value)):
        return ""
    for layer in getattr(value, "layers", ()):
        function = getattr(layer, "activation", None)
        if isinstance(function, FunctionType) and not _is_kerass(function):
            return str(function.__name__)
        inner = _own_activation(layer)
        if inner:
            return inner
    return ""


def _is_kerass(thing: Any) -> bool:
    """Tell whether a class or function is Keras' own or its backend's."""
    return str(thing.__module__).partition(".")[0] in ("keras", "tensorflow", "jax", "torch")


def predict(value: Any, x: Any, batch_size: int = 256) -> list[Any]:
    """Return what a model predicts here, one array an output.

    For models that cannot be handed over. The judge knows the labels, this process does not.
    """
    numpy = sys.modules["numpy"]
    parts = []
    for start in range(0, len(x), batch_size):
        outputs = value(x[start : start + batch_size], training=False)
        outputs = outputs if isinstance(outputs, (list, tuple)) else [outputs]
        parts.append([_plain(output) for output in outputs])
    return [numpy.concatenate(column) for column in zip(*parts, strict=True)]


def reweigh(value: Any, weights: list[Any]) -> dict[str, Any]:
    """Set a model's weights, in Keras' order; return {}, or the fault where it is no model."""
    fault = _no_model(value)
    if not fault:
        value.set_weights(weights)
    return fault


def lend(architecture: str, compiled: str, weights: list[Any]) -> Any:
    """Return a model built from the judge's own description.

    Args:
        architecture: Keras' JSON.
        compiled: JSON of the compile settings, "" for a model that is not compiled.
        weights: arrays in Keras' order.
    """
    keras = importlib.import_module("keras")
    value = keras.models.model_from_json(architecture)
    value.set_weights(weights)
    if compiled:
        value.compile(**keras.saving.deserialize_keras_object(json.loads(compiled)))
    return value


def _fault(kind: str, detail: str) -> dict[str, Any]:
    return {"fault": kind, "detail": detail[:_LONGEST_DETAIL]}


def _compiled(value: Any) -> dict[str, str]:
    """Return the compile settings as JSON; a loss or metric that has no JSON is their fault."""
    if not value.compiled:
        return {"compile": "", "compile_fault": ""}
    loss = getattr(value, "loss", None)
    if isinstance(loss, FunctionType) and not _is_kerass(loss):
        return {"compile": "", "compile_fault": f"the loss {loss.__name__} is your own function"}
    try:
        settings = value.get_compile_config()
        return {"compile": json.dumps(settings) if settings else "", "compile_fault": ""}
    except Exception as error:  # noqa: BLE001 - losses and metrics of a student's may raise anything
        detail = f"{type(error).__name__}: {error}"[:_LONGEST_DETAIL]
        return {"compile": "", "compile_fault": detail}


def _weights(value: Any) -> dict[str, list[Any]]:
    """Return the weights' values and names, in the order in which Keras sets them."""
    values = [_plain(array) for array in value.get_weights()]
    return {"weights": values, "names": [str(getattr(w, "path", w)) for w in value.weights]}


def _plain(array: Any) -> Any:
    """Return the array in a dtype that the wire carries: 16-bit floats become 32-bit ones."""
    numpy = sys.modules["numpy"]
    array = numpy.asarray(array)
    return array if array.dtype.kind in "biuf" and array.itemsize != 2 else array.astype("float32")


OPERATIONS: dict[str, Callable[..., Any]] = {
    "parts": model,
    "predict": predict,
    "reweigh": reweigh,
    "uncompiled": uncompiled,
}
