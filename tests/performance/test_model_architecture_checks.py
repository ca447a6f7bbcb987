"""Only Keras' own parts pass, and what the evaluator gets is written from what was checked."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradewright.performance.architecture import check_architecture, check_compile
from gradewright.performance.refusal import Refused


def layer(class_name: str = "Dense", module: str | None = "keras.layers", **config: Any) -> Any:
    """Return a layer as Keras writes it."""
    return {"module": module, "class_name": class_name, "config": config, "registered_name": None}


def model(*layers: Any, **more: Any) -> dict[str, Any]:
    """Return a Sequential model as Keras writes it."""
    config = {"name": "sequential", "trainable": True, "layers": list(layers)}
    known = {"module": "keras", "class_name": "Sequential", "config": config}
    return known | {"registered_name": None, "build_config": {"input_shape": [None, 4]}} | more


def reason(tree: Any, check: Any = check_architecture) -> str:
    """Return why a tree, or a text, is refused."""
    with pytest.raises(Refused) as refused:
        check(tree if isinstance(tree, str) else json.dumps(tree))
    assert str(refused.value)
    return refused.value.reason


DENSE = layer(name="dense", units=3, activation="relu")


def test_keras_own_layers_pass() -> None:
    initializer = {
        "module": "keras.initializers",
        "class_name": "GlorotUniform",
        "config": {"seed": None},
        "registered_name": None,
    }
    checked = check_architecture(json.dumps(model(DENSE | {"x": 1}, layer(units=2, k=initializer))))
    layers = checked.tree["config"]["layers"]
    assert [part["config"]["units"] for part in layers] == [3, 2]
    assert layers[1]["config"]["k"]["class_name"] == "GlorotUniform"
    assert checked.layers == 3
    assert checked.sizes == {3, 2}


def test_what_was_not_checked_is_left_out() -> None:
    odd = model(DENSE | {"spec_name": "x"}, compile_config={"loss": "evil"}, extra="x")
    text = check_architecture(json.dumps(odd)).text
    assert "spec_name" not in text
    assert "compile_config" not in text
    assert "registered_name" not in text
    assert "extra" not in text


def test_a_functional_model_with_operations_passes() -> None:
    tensor = {
        "class_name": "__keras_tensor__",
        "config": {"shape": [None, 3], "dtype": "float32", "keras_history": ["dense", 0, 0]},
    }
    part = {"class_name": "__slice__", "config": {"start": 1, "stop": None, "step": None}}
    relu = {
        "module": "keras.src.ops.nn",
        "class_name": "Relu",
        "config": {"name": "relu"},
        "registered_name": "Relu",
        "name": "relu",
        "inbound_nodes": [{"args": [tensor, [part]], "kwargs": {}}],
    }
    tree = model(relu) | {"class_name": "Functional", "module": "keras.src.models.functional"}
    checked = check_architecture(json.dumps(tree | {"registered_name": "Functional"}))
    assert checked.tree["config"]["layers"][0]["inbound_nodes"][0]["args"] == [tensor, [part]]


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        (layer("Lambda", function={"class_name": "__lambda__", "config": {}}), "lambda_part"),
        (layer(activation={"class_name": "__lambda__", "config": {"value": "x"}}), "lambda_part"),
        (layer(x={"class_name": "__typespec__", "config": []}), "lambda_part"),
        (layer(activation={"value": ["4wEAAA", None, None]}), "own_function"),
        (layer(activation="my_function"), "own_function"),
        (
            layer(activation={"class_name": "function", "config": "my", "module": "builtins"}),
            "own_function",
        ),
        (
            layer(activation={"class_name": "function", "config": "system", "module": "os"}),
            "own_function",
        ),
        (
            layer(activation={"class_name": "function", "config": "relu", "module": "__main__"}),
            "own_function",
        ),
        (layer("Sampling", None), "own_part"),
        (layer("system", "os"), "own_part"),
        (layer("eval", "builtins"), "own_part"),
        (layer("Dense", "__main__"), "own_part"),
        (layer() | {"registered_name": "package>Dense"}, "own_part"),
        (layer("Dense", "keras.layers.."), "unknown_part"),
        (layer("TFSMLayer", filepath="/etc"), "unknown_part"),
        (layer("TorchModuleWrapper"), "unknown_part"),
        (layer("StringLookup", vocabulary="/etc/passwd"), "unknown_part"),
        (layer("get_file", "keras.utils"), "unknown_part"),
        (layer("load_model", "keras.saving"), "unknown_part"),
        (layer("Dense", "keras.src.layers"), "unknown_part"),
        (layer(value={"class_name": "__bytes__", "config": {"value": "x"}}), "unknown_part"),
        (
            layer(value={"class_name": "__numpy__", "config": {"value": [], "dtype": "object"}}),
            "unknown_part",
        ),
        (
            layer(value={"class_name": "__slice__", "config": {"start": 0, "odd": 1}}),
            "unknown_part",
        ),
        (
            layer(value={"class_name": "__numpy__", "config": {"value": [], "dtype": []}}),
            "unknown_part",
        ),
        (layer(["Dense"]), "not_an_architecture"),  # type: ignore[arg-type]
        (layer() | {"config": "x"}, "not_an_architecture"),
        (layer(seed=2**64), "architecture_not_finite"),
        (layer(name="x" * 2000), "architecture_too_large"),
    ],
)
def test_other_parts_are_refused_with_the_reason(part: Any, expected: str) -> None:
    assert reason(model(DENSE, part)) == expected
    assert reason(model(layer("Bidirectional", layer=part))) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (json.dumps(model()) * 2, "not_an_architecture"),
        ("", "not_an_architecture"),
        ("3", "not_an_architecture"),
        ("{}", "not_an_architecture"),
        ('{"class_name": "Mine", "module": null}', "own_model"),
        ('{"class_name": []}', "not_an_architecture"),
        ('{"class_name": 3}', "not_an_architecture"),
        ('{"class_name": "__ellipsis__", "config": {}}', "own_model"),
        ('{"class_name": "Sequential", "module": "evil", "config": {}}', "own_part"),
        ('{"class_name": "Sequential", "class_name": "Sequential"}', "architecture_key_twice"),
        ('{"class_name": "Sequential", "config": NaN}', "architecture_not_finite"),
        ('{"class_name": "Sequential", "config": Infinity}', "architecture_not_finite"),
        (
            '{"module": "keras", "class_name": "Sequential", "config": {"x": 1e999}}',
            "architecture_not_finite",
        ),
        ("[" * 200_000, "architecture_too_deep"),
        ("9" * 100_000, "not_an_architecture"),
        (" " * 1_000_001, "architecture_too_large"),
    ],
)
def test_odd_texts_are_refused(text: str, expected: str) -> None:
    assert reason(text) == expected


@pytest.mark.parametrize("value", [None, 3, b"{}", ["{}"], {"class_name": "Sequential"}])
def test_what_is_no_text_is_refused(value: Any) -> None:
    with pytest.raises(Refused):
        check_architecture(value)


def test_bombs_are_refused() -> None:
    deep: Any = layer()
    for _ in range(40):
        deep = layer("Bidirectional", layer=deep)
    assert reason(model(deep)) == "architecture_too_deep"
    assert reason(model(*[layer()] * 500)) == "too_many_layers"
    assert reason(model(layer(values=[0] * 250_000))) == "architecture_too_large"
    constant = {"class_name": "__ellipsis__", "config": {}}
    assert reason(model(layer(values=[constant] * 10_001))) == "architecture_too_large"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["class_name", "module", "config", "name"]), inner)
    ),
    max_leaves=12,
)


@given(JSON)
def test_any_json_is_checked_or_refused(value: Any) -> None:
    for check in (check_architecture, check_compile):
        try:
            check(json.dumps(value))
        except Refused as refused:
            assert str(refused)


@given(JSON)
def test_any_json_as_a_part_is_checked_or_refused(value: Any) -> None:
    try:
        checked = check_architecture(json.dumps(model(layer(x=value), value)))
    except Refused:
        return
    assert json.loads(checked.text) == checked.tree


def optimizer(**config: Any) -> Any:
    return {"module": "keras.optimizers", "class_name": "SGD", "config": config}


def test_compile_settings_pass() -> None:
    loss = {"class_name": "function", "config": "sparse_categorical_crossentropy"}
    settings = {
        "optimizer": optimizer(learning_rate=0.1),
        "loss": loss | {"module": "builtins", "registered_name": "function"},
        "metrics": ["accuracy"],
        "run_eagerly": False,
        "steps_per_execution": 64,
        "jit_compile": "auto",
    }
    tree = check_compile(json.dumps(settings)).tree
    assert tree["loss"] == "sparse_categorical_crossentropy"
    assert tree["metrics"] == ["accuracy"]
    assert tree["jit_compile"] == "auto"
    assert "steps_per_execution" not in tree


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"loss": {"class_name": "__lambda__", "config": {"value": "x"}}}, "lambda_part"),
        (
            {"loss": {"class_name": "function", "config": "mine", "module": "builtins"}},
            "own_function",
        ),
        ({"loss": {"class_name": "MyLoss", "module": None, "config": {}}}, "own_part"),
        ({"optimizer": layer()}, "unknown_part"),
        ({"metrics": [{"class_name": "call", "module": "subprocess", "config": {}}]}, "own_part"),
        ({"class_name": "Sequential"}, "not_an_architecture"),
    ],
)
def test_other_compile_settings_are_refused(settings: Any, expected: str) -> None:
    assert reason(settings, check_compile) == expected


@pytest.mark.parametrize("backend", ["torch", "jax", "tensorflow"])
def test_an_optimizer_of_a_backend_is_the_public_one(backend: str) -> None:
    module = f"keras.src.backend.{backend}.optimizers.{backend}_sgd"
    optimizer = {"module": module, "class_name": "SGD", "config": {"learning_rate": 0.1}}
    written = json.loads(check_compile(json.dumps({"optimizer": optimizer, "loss": "mse"})).text)
    assert written["optimizer"]["module"] == "keras.optimizers"


@pytest.mark.parametrize(
    "module", ["keras.src.backend.torch.core", "keras.src.backend.torch.optimizers.a.b"]
)
def test_other_modules_of_a_backend_are_refused(module: str) -> None:
    optimizer = {"module": module, "class_name": "SGD", "config": {}}
    assert reason({"optimizer": optimizer}, check_compile) == "unknown_part"
