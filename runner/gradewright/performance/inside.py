"""What runs inside the evaluator's sealed process: rebuilds a model and works with it.

This file is handed to a worker as its only "submission", so it imports nothing of gradewright. No
TensorFlow operation runs before the worker has forked the process that answers these calls.
"""

from __future__ import annotations

import importlib
import json
import math
from typing import Any

import numpy as np

# Imported before the fork; by name, because the judge's tools need no Keras to read this file.
KERAS: Any = importlib.import_module("keras")
# So many batches are worth no compiling.
_FEW_BATCHES = 4
# What stands for a size that a model leaves open.
_OPEN = 64
# The modules of recipes, by their source.
_MODULES: dict[str, Any] = {}
_PAIRING = ("Attention", "Dot", "Matmul", "Einsum", "Conv")


class Held:
    """A rebuilt model; the judge names it by a handle."""

    def __init__(self, model: Any) -> None:
        self.model = model


class Batch:
    """One batch of examples, already on the device."""

    def __init__(self, x: Any, y: Any) -> None:
        self.x, self.y = x, y


def warm_up() -> None:
    """Let Keras' backend prepare itself: the first operations of a process take longest."""
    model = KERAS.Sequential([KERAS.Input((2,)), KERAS.layers.Dense(1)])
    model.compile(optimizer="sgd", loss="mse")
    _eagerly(model, np.zeros((1, 2), np.float32), 1)


def rehearse(held: Held) -> None:
    """Let a model of one input work once; one whose input's size is open is left alone."""
    inputs = held.model.inputs
    sizes = tuple(inputs[0].shape[1:]) if len(inputs) == 1 else (None,)
    if None not in sizes:
        _eagerly(held.model, np.zeros((1, *sizes), np.float32), 1)


def versions() -> str:
    """Return what computes here: Keras, its backend and NumPy with their versions."""
    backend = KERAS.config.backend()
    module = importlib.import_module(backend)
    parts = {"keras": KERAS, backend: module, "numpy": np}
    return " ".join(f"{name} {part.__version__}" for name, part in parts.items())


def device() -> dict[str, str]:
    """Return the device that Keras' backend works on: kind, and name ("" where it has none)."""
    return _FINDERS.get(KERAS.config.backend(), _tensorflow)()


def _tensorflow() -> dict[str, str]:
    config = importlib.import_module("tensorflow").config
    for kind in ("TPU", "GPU"):
        found = config.list_physical_devices(kind)
        if found:
            details = config.experimental.get_device_details(found[0]) if kind == "GPU" else {}
            return {"kind": kind.lower(), "name": str(details.get("device_name", kind))}
    return {"kind": "cpu", "name": ""}


def _jax() -> dict[str, str]:
    found = importlib.import_module("jax").devices()[0]
    kind = {"gpu": "gpu", "cuda": "gpu", "rocm": "gpu", "tpu": "tpu"}.get(found.platform, "cpu")
    return {"kind": kind, "name": str(found.device_kind) if kind != "cpu" else ""}


def _torch() -> dict[str, str]:
    cuda = importlib.import_module("torch").cuda
    if cuda.is_available():
        return {"kind": "gpu", "name": str(cuda.get_device_name(0))}
    return {"kind": "cpu", "name": ""}


_FINDERS = {"tensorflow": _tensorflow, "jax": _jax, "torch": _torch}


def build(architecture: str, compiled: str, weights: list[Any]) -> Any:
    """Rebuild a model; return what stands for it, or a fault where the weights do not fit."""
    model = KERAS.models.model_from_json(architecture)
    if not model.built:
        return {"fault": "not_built", "detail": ""}
    held = Held(model)
    done = reweigh(held, weights)
    if done is not True:
        return done
    if compiled:
        model.compile(**KERAS.saving.deserialize_keras_object(json.loads(compiled)))
    return held


def reweigh(held: Held, weights: list[Any]) -> Any:
    """Set a model's weights; return True, or a fault where they do not fit."""
    expected = [tuple(weight.shape) for weight in held.model.weights]
    given = [tuple(array.shape) for array in weights]
    if expected != given:
        return {"fault": "weights_do_not_fit", "detail": _first_difference(expected, given)}
    held.model.set_weights(weights)
    return True


def work(held: Held) -> int:
    """Return how many multiplications one example costs, about: by the shapes, computing nothing.

    Sizes that the model leaves open count as if they were 64. Layers in other layers count with
    them, and moved numbers count as much as multiplied ones.
    """
    return _work(held.model, [tuple(tensor.shape) for tensor in held.model.inputs])


def _work(model: Any, shapes: list[Any]) -> int:
    graph, total = _graph(model), 0

    def count(operation: Any, *args: Any, **kwargs: Any) -> Any:
        nonlocal total
        outputs = operation.compute_output_spec(*args, **kwargs)
        given, got = _shapes((args, kwargs)), _shapes(outputs)
        inner = getattr(operation, "layer", operation)
        if _graph(inner) is None:
            total += _work_of(operation, given, got)
        elif inner is operation:
            total += _work(operation, given)
        else:
            total += given[0][1] * _work(inner, [(1, *given[0][2:])])
        return outputs

    fixed = [(1, *(size or _OPEN for size in shape[1:])) for shape in shapes]
    inputs = [
        KERAS.KerasTensor(shape, dtype=tensor.dtype)
        for shape, tensor in zip(fixed, graph.inputs, strict=True)
    ]
    graph._run_through_graph(inputs, call_fn=count)  # noqa: SLF001 - no public way shows each step
    return total


def _graph(layer: Any) -> Any:
    """Return the functional graph of a model, None for a layer."""
    layer = getattr(layer, "_functional", None) or layer
    return layer if hasattr(layer, "_run_through_graph") else None


def _shapes(values: Any) -> list[Any]:
    """Return the shapes of all tensors and arrays in what an operation takes or gives."""
    found = [getattr(value, "shape", None) for value in KERAS.tree.flatten(values)]
    return [tuple(size or _OPEN for size in shape) for shape in found if shape is not None]


def _work_of(operation: Any, given: list[Any], got: list[Any]) -> int:
    """Return what one layer or operation costs, from the shapes that it takes and gives."""
    kind = type(operation).__name__
    moved = sum(int(math.prod(shape)) for shape in given + got)
    if kind == "Embedding":
        return moved
    if kind.startswith(("MaxPool", "AveragePool")):
        window = operation.pool_size
        return moved * int(math.prod(window if isinstance(window, (list, tuple)) else (window,)))
    at_most_once = kind.startswith(("Conv", "Depthwise", "Separable")) and "LSTM" not in kind
    at_most_once = at_most_once and "Transpose" not in kind
    positions = max(_positions(operation, s) for s in (got if at_most_once else given + got))
    weights = sum(int(math.prod(w.shape)) for w in getattr(operation, "weights", ()))
    return moved + weights * positions + _of_pairs(operation, kind, given)


def _positions(operation: Any, shape: Any) -> int:
    """Return at how many places of one example a layer's weights are used."""
    first = getattr(operation, "data_format", None) == "channels_first"
    return int(math.prod(shape[2:] if first else shape[1:-1]))


def _of_pairs(operation: Any, kind: str, given: list[Any]) -> int:
    """Return what multiplying tensors with each other costs, 0 where an operation does not."""
    if len(given) < 2 or not any(word in kind for word in _PAIRING):
        return 0
    one, other = given[0], given[1]
    shared = max(min(one[-1:] + other[-1:], default=1), 1)
    heads = int(getattr(operation, "num_heads", 1))
    return 2 * heads * int(math.prod(one)) * int(math.prod(other)) // int(shared)


def _first_difference(expected: list[Any], given: list[Any]) -> str:
    for place, (one, other) in enumerate(zip(expected, given, strict=False)):
        if one != other:
            return f"{place}: {other} / {one}"
    return f"{len(given)} / {len(expected)}"


def describe(held: Held) -> dict[str, Any]:
    """Return the layers and sizes of a model as plain values."""
    model = held.model
    return {
        "layers": [_layer(layer) for layer in _flat(model)],
        "parameters": int(model.count_params()),
        "trainable": sum(int(np.prod(w.shape)) for w in model.trainable_weights),
        "input_shape": _shape(model.input_shape),
        "output_shape": _shape(model.output_shape),
        "learning_rate": _learning_rate(model),
    }


def _flat(model: Any) -> list[Any]:
    """Return the layers of a model and of the models in it, inputs left out."""
    layers: list[Any] = []
    for layer in model.layers:
        if hasattr(layer, "layers"):
            layers += _flat(layer)
        elif type(layer).__name__ != "InputLayer":
            layers.append(layer)
    return layers


def _layer(layer: Any) -> dict[str, Any]:
    return {
        "class_name": type(layer).__name__,
        "name": str(layer.name),
        "output_shape": _output_shape(layer),
        "parameters": int(layer.count_params()),
        "activation": _activation(layer),
    }


def _output_shape(layer: Any) -> Any:
    """Return the shape of what a layer gives, None where it is used more than once or not."""
    try:
        return _shape(layer.output.shape)
    except (AttributeError, ValueError):
        return None


def _shape(shape: Any) -> Any:
    """Return a shape, or the shapes of several tensors, as lists."""
    if isinstance(shape, dict):
        return [_shape(part) for part in shape.values()]
    if isinstance(shape, (list, tuple)):
        return [_shape(part) for part in shape]
    return None if shape is None else int(shape)


def _activation(layer: Any) -> str:
    function = getattr(layer, "activation", None)
    return "" if function is None else str(getattr(function, "__name__", type(function).__name__))


def _learning_rate(model: Any) -> float | None:
    if getattr(model, "optimizer", None) is None:
        return None
    return float(np.asarray(KERAS.ops.convert_to_numpy(model.optimizer.learning_rate)))


def predict(held: Held, x: Any, batch_size: int) -> list[Any]:
    """Return the model's outputs for all examples, one array an output."""
    of_batch = _eagerly if len(x) <= _FEW_BATCHES * batch_size else _compiled
    starts = range(0, len(x), batch_size)
    parts = [of_batch(held.model, x[start : start + batch_size], batch_size) for start in starts]
    return [np.concatenate(column) for column in zip(*parts, strict=True)]


def _compiled(model: Any, x: Any, batch_size: int) -> list[Any]:
    """Predict by the compiled function; a batch is filled up, so that one size is compiled."""
    short = batch_size - len(x)
    if short:
        x = np.concatenate([x, np.repeat(x[-1:], short, axis=0)])
    return [part[: batch_size - short] for part in _as_list(model.predict_on_batch(x))]


def _eagerly(model: Any, x: Any, _batch_size: int) -> list[Any]:
    return [KERAS.ops.convert_to_numpy(part) for part in _as_list(model(x, training=False))]


def _as_list(outputs: Any) -> list[Any]:
    if isinstance(outputs, dict):
        outputs = list(outputs.values())
    return list(outputs) if isinstance(outputs, (list, tuple)) else [outputs]


def loss(held: Held, x: Any, y: Any, batch_size: int) -> float:
    """Return the sum over all examples of the loss that the model was compiled with."""
    total = 0.0
    for start in range(0, len(x), batch_size):
        part = slice(start, start + batch_size)
        held.model.reset_metrics()
        logs = held.model.test_on_batch(x[part], y[part], return_dict=True)
        total += float(logs["loss"]) * len(x[part])
    return total


def batch(x: Any, y: Any) -> Batch:
    """Bring a batch onto the device; return what stands for it."""
    convert = KERAS.ops.convert_to_tensor
    return Batch(convert(x), convert(y))


def train(held: Held, examples: Batch, steps: int) -> float:
    """Train on one batch; return the last step's loss, which the device has then finished."""
    last = float("nan")
    for _ in range(steps):
        last = held.model.train_on_batch(examples.x, examples.y, return_dict=True)["loss"]
    return float(last)


def start(architecture: str, compiled: str, seed: int) -> Any:
    """Build a model with fresh weights; return what stands for it, or a fault."""
    KERAS.utils.set_random_seed(seed)
    model = KERAS.models.model_from_json(architecture)
    if not model.built:
        return {"fault": "not_built", "detail": ""}
    if compiled:
        model.compile(**KERAS.saving.deserialize_keras_object(json.loads(compiled)))
    return Held(model)


def follow(
    source: str, function: str, helds: list[Held], args: list[Any], kwargs: Any, seed: int
) -> Any:
    """Call a function of the course author's with models and plain values; return its value."""
    if source not in _MODULES:
        module: dict[str, Any] = {"__name__": "recipe"}
        exec(compile(source, "recipe.py", "exec"), module)  # noqa: S102 - the author's own code
        _MODULES[source] = module
    KERAS.utils.set_random_seed(seed)
    models = [held.model for held in helds]
    return _MODULES[source][function](*models, *args, **kwargs)


def weights(held: Held) -> list[Any]:
    """Return a model's weights in Keras' order."""
    return list(held.model.get_weights())


def idle(_held: Held) -> float:
    """Do nothing: what a call costs by itself."""
    return 0.0
