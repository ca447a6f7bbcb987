"""Models of one form have one text, whatever they are named and however they were seeded."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from gradewright.errors import MachineryError
from gradewright.performance.artefact import Artefact
from gradewright.performance.form import form_of
from gradewright.performance.refusal import ModelRefused

POLICY = {"class_name": "DTypePolicy", "config": {"name": "float32"}}


def dense(name: str, units: int = 3, seed: Any = None, **config: Any) -> dict[str, Any]:
    initializer = {"class_name": "GlorotUniform", "config": {"seed": seed}}
    settings = {"name": name, "units": units, "kernel_initializer": initializer, "dtype": POLICY}
    return {"class_name": "Dense", "config": settings | config, "name": name}


def chain(*layers: dict[str, Any], name: str = "sequential") -> dict[str, Any]:
    return {"class_name": "Sequential", "config": {"name": name, "layers": list(layers)}}


def made(
    tree: dict[str, Any], settings: dict[str, Any] | None = None, *, trusted: bool = False
) -> Artefact:
    compiled = "" if settings is None else json.dumps(settings)
    return Artefact(json.dumps(tree), compiled, "", "digest", trusted, (np.zeros(2),), ("w",))


def sgd(name: str = "SGD", rate: float = 0.1) -> dict[str, Any]:
    return {
        "optimizer": {"class_name": "SGD", "config": {"name": name, "learning_rate": rate}},
        "loss": "mse",
        "loss_weights": None,
        "metrics": None,
        "weighted_metrics": None,
    }


def test_names_and_seeds_do_not_matter() -> None:
    mine = made(chain(dense("my_first", seed=7), dense("out"), name="best_net"), sgd("mine"))
    theirs = made(chain(dense("dense_4"), dense("dense_5")), sgd("SGD"))
    assert form_of(mine) == form_of(theirs)


@pytest.mark.parametrize(
    "other",
    [
        made(chain(dense("a"), dense("b", units=4)), sgd()),
        made(chain(dense("a")), sgd()),
        made(chain(dense("a"), dense("b", trainable=False)), sgd()),
        made(chain(dense("a"), dense("b")), sgd(rate=0.2)),
    ],
)
def test_what_changes_a_training_is_another_form(other: Artefact) -> None:
    assert form_of(made(chain(dense("a"), dense("b")), sgd())) != form_of(other)


def test_settings_can_be_left_out() -> None:
    one, other = made(chain(dense("a")), sgd()), made(chain(dense("a")), sgd(rate=3.0))
    assert form_of(one, compiled=False) == form_of(other, compiled=False)
    assert form_of(one, compiled=False).compiled == ""


def test_references_between_layers_and_by_output_follow_the_names() -> None:
    def functional(first: str, last: str) -> Artefact:
        source = {"class_name": "__keras_tensor__", "config": {"keras_history": [first, 0, 0]}}
        tree = chain(
            dense(first), dense(last) | {"inbound_nodes": [{"args": [source], "kwargs": {}}]}
        )
        tree["config"]["output_layers"] = [[last, 0, 0]]
        return made(tree, sgd() | {"loss": {last: "mse"}})

    assert form_of(functional("one", "two")) == form_of(functional("two", "one"))
    found = json.loads(form_of(functional("one", "two")).architecture)
    names = [layer["config"]["name"] for layer in found["config"]["layers"]]
    assert found["config"]["output_layers"] == [[names[1], 0, 0]]
    settings = json.loads(form_of(functional("one", "two")).compiled)
    assert settings["loss"] == {names[1]: "mse"}


def test_a_layer_named_like_a_number_type_keeps_the_types() -> None:
    form = json.loads(form_of(made(chain(dense("float32"), dense("dense_1")))).architecture)
    for layer in form["config"]["layers"]:
        assert layer["config"]["dtype"]["config"]["name"] == "float32"
    names = [layer["config"]["name"] for layer in form["config"]["layers"]]
    assert len(set(names)) == 2


@pytest.mark.parametrize(
    "layer",
    [
        dense("a", kernel_initializer={"class_name": "Constant", "config": {"value": [0.1] * 17}}),
        {"class_name": "__numpy__", "config": {"value": [[1, 2, 3, 4]] * 5, "dtype": "float32"}},
        {"class_name": "Rescaling", "config": {"name": "r", "scale": [[1.0, 2.0]] * 10}},
    ],
)
def test_a_form_that_brings_numbers_is_not_trained(layer: dict[str, Any]) -> None:
    with pytest.raises(ModelRefused, match="fresh weights") as refused:
        form_of(made(chain(layer)))
    assert refused.value.reason == "carries_numbers"
    with pytest.raises(MachineryError):
        form_of(made(chain(layer), trusted=True))
