"""Check the JSON of a model or of its compile settings, and write it anew from what was checked.

The text comes from a worker. Only Keras' own parts by name pass (`parts.py`); what the evaluator
gets is written from the checked tree, so nothing that was not looked at can hide in it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from gradewright.performance.parts import (
    ACTIVATIONS,
    COMPILE_PARTS,
    FUNCTIONS,
    LAYERS,
    MODEL_PARTS,
    MODELS,
    public_module,
)
from gradewright.performance.refusal import refuse

MOST_TEXT = 1_000_000
MOST_LAYERS = 500
_MOST_OBJECTS = 10_000
_MOST_VALUES = 200_000
_DEEPEST = 48
_LONGEST_TEXT = 1000
_NUMBER_TYPES = frozenset({"float16", "bfloat16", "float32", "float64", "int32", "int64", "bool"})
_SIZES = ("units", "filters", "input_dim", "output_dim")
_KEPT = ("name", "build_config", "inbound_nodes", "shared_object_id")
_ACTIVATION_KEYS = ("activation", "recurrent_activation")


@dataclass(slots=True)
class Checked:
    """A checked tree: plain JSON values, the layers' sizes that weights must show, how many."""

    tree: dict[str, Any] = field(default_factory=dict)
    sizes: set[int] = field(default_factory=set)
    layers: int = 0

    @property
    def text(self) -> str:
        """Return the tree as JSON."""
        return json.dumps(self.tree)


def check_architecture(text: object) -> Checked:
    """Return the checked architecture of a model.

    Raises:
        Refused: it is no JSON of a model, too large or deep, or has a part that is not Keras' own.
    """
    tree = _parsed(text)
    if not isinstance(tree, dict) or "class_name" not in tree:
        refuse("not_an_architecture")
    walk = _Walk(MODEL_PARTS)
    name = tree["class_name"]
    if type(name) is str and name not in MODELS:
        refuse("own_model", name=name)
    result = walk.thing(tree, 0)
    if not isinstance(result, dict):
        refuse("not_an_architecture")
    walk.checked.tree = result
    return walk.checked


def check_compile(text: object) -> Checked:
    """Return the checked compile settings: optimizer, loss, metrics and how steps are run.

    Raises:
        Refused: as for `check_architecture`.
    """
    tree = _parsed(text)
    if not isinstance(tree, dict) or "class_name" in tree:
        refuse("not_an_architecture")
    walk = _Walk(COMPILE_PARTS)
    walk.checked.tree = {
        "optimizer": walk.value(tree.get("optimizer"), 1),
        "loss": walk.value(tree.get("loss"), 1),
        "loss_weights": walk.value(tree.get("loss_weights"), 1),
        "metrics": walk.value(tree.get("metrics"), 1),
        "weighted_metrics": walk.value(tree.get("weighted_metrics"), 1),
        "run_eagerly": tree.get("run_eagerly") is True,
        "jit_compile": _choice(tree.get("jit_compile")),
    }
    return walk.checked


def _choice(value: object) -> bool | Literal["auto"]:
    return value is True if value != "auto" else "auto"


def _parsed(text: object) -> Any:
    """Return the value of a JSON text, with every key once and only finite numbers."""
    if type(text) is not str:
        refuse("not_an_architecture")
    if len(text) > MOST_TEXT:
        refuse("architecture_too_large", most=f"{MOST_TEXT // 1000} kB")
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
    except RecursionError:
        refuse("architecture_too_deep")
    except ValueError:
        refuse("not_an_architecture")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        refuse("architecture_key_twice")
    return result


def _no_constant(name: str) -> Any:
    refuse("architecture_not_finite", value=name)


class _Walk:
    """Copies a tree of JSON values, refusing what it does not know."""

    def __init__(self, parts: Mapping[str, frozenset[str]]) -> None:
        self.parts = parts
        self.checked = Checked()
        self.objects = self.values = 0

    def value(self, value: Any, depth: int) -> Any:
        """Return a copy of any value."""
        self.values += 1
        if depth > _DEEPEST:
            refuse("architecture_too_deep")
        if self.values > _MOST_VALUES:
            refuse("architecture_too_large", most=f"{_MOST_VALUES}")
        if isinstance(value, dict):
            return self.thing(value, depth) if "class_name" in value else self.table(value, depth)
        if isinstance(value, list):
            return [self.value(item, depth + 1) for item in value]
        return _scalar(value)

    def table(self, table: dict[str, Any], depth: int) -> dict[str, Any]:
        """Return a copy of a mapping that is no object of Keras."""
        for key in _ACTIVATION_KEYS:
            _check_activation(table.get(key))
        self.checked.sizes |= {table[key] for key in _SIZES if type(table.get(key)) is int}
        return {_scalar(key): self.value(item, depth + 1) for key, item in table.items()}

    def thing(self, thing: dict[str, Any], depth: int) -> Any:
        """Return a copy of an object of Keras: a dictionary with its class and settings."""
        self.objects += 1
        if self.objects > _MOST_OBJECTS:
            refuse("architecture_too_large", most=f"{_MOST_OBJECTS}")
        name, module = thing["class_name"], public_module(thing.get("module"))
        if type(name) is not str:
            refuse("not_an_architecture")
        if name.startswith("__"):
            return self.constant(name, thing.get("config"), depth)
        if name == "function":
            return _function(thing)
        self.check_part(name, module, thing.get("registered_name"))
        if not isinstance(thing.get("config"), dict):
            refuse("not_an_architecture")
        kept = {key: self.value(thing[key], depth + 1) for key in _KEPT if key in thing}
        config = self.table(thing["config"], depth + 1)
        return kept | {"module": module, "class_name": name, "config": config}

    def check_part(self, name: str, module: object, registered: object) -> None:
        """Refuse a class that is not in the lists; count layers."""
        if name == "Lambda":
            refuse("lambda_part")
        known = self.parts.get(module) if type(module) is str else None
        if known is None or name not in known or registered not in (None, name):
            is_keras = type(module) is str and module.partition(".")[0] == "keras"
            key = "unknown_part" if is_keras and registered in (None, name) else "own_part"
            refuse(key, name=name)
        self.checked.layers += name in LAYERS or name in MODELS
        if self.checked.layers > MOST_LAYERS:
            refuse("too_many_layers", most=MOST_LAYERS)

    def constant(self, name: str, config: Any, depth: int) -> dict[str, Any]:
        """Return a copy of one of Keras' marks for a tensor, an array, a slice or an ellipsis."""
        if name in ("__lambda__", "__typespec__"):
            refuse("lambda_part")
        known = _CONSTANTS.get(name)
        settings = config if isinstance(config, dict) else {}
        if known is None or not set(settings) <= known:
            refuse("unknown_part", name=name)
        dtype = settings.get("dtype", "float32")
        if type(dtype) is not str or dtype not in _NUMBER_TYPES:
            refuse("unknown_part", name=f"{name} {dtype}")
        return {"class_name": name, "config": self.table(settings, depth + 1)}


_CONSTANTS: dict[str, frozenset[str]] = {
    "__keras_tensor__": frozenset({"shape", "dtype", "keras_history", "name"}),
    "__numpy__": frozenset({"value", "dtype"}),
    "__tensor__": frozenset({"value", "dtype"}),
    "__slice__": frozenset({"start", "stop", "step"}),
    "__ellipsis__": frozenset(),
}


def _function(thing: dict[str, Any]) -> str:
    """Return the name that stands for one of Keras' own functions."""
    name, module = thing.get("config"), thing.get("module")
    own = type(module) is not str or module.partition(".")[0] not in ("builtins", "keras")
    if own or type(name) is not str or name not in FUNCTIONS:
        refuse("own_function", name=name)
    return name


def _check_activation(value: Any) -> None:
    """Refuse an activation that is neither one of Keras' names nor an object of Keras."""
    if isinstance(value, str) and value not in ACTIVATIONS:
        refuse("own_function", name=value)
    if isinstance(value, dict) and "class_name" not in value:
        refuse("own_function", name="lambda")


def _scalar(value: Any) -> Any:
    if isinstance(value, str):
        if len(value) > _LONGEST_TEXT:
            refuse("architecture_too_large", most=f"{_LONGEST_TEXT}")
        return value
    if isinstance(value, float) and not math.isfinite(value):
        refuse("architecture_not_finite", value=value)
    if type(value) is int and abs(value) >= 2**63:
        refuse("architecture_not_finite", value="an integer beyond 64 bits")
    return value
