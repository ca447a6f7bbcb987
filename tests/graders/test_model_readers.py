"""Models are read layer by layer, and their sizes and settings are checked."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from gradewright.checks import CheckFailed, passes
from gradewright.graders import (
    Model,
    check_class_loss,
    check_compiled,
    check_learning_rate,
    check_optimizer,
    check_sizes,
    layers_text,
    shape_text,
    working_layers,
)
from gradewright.graders.models import ModelReader
from gradewright.performance.artefact import Artefact
from gradewright.performance.facts import LayerFacts, ModelFacts
from gradewright.performance.refusal import ModelRefused, refused


def layer(kind: str, activation: str = "", **config: Any) -> LayerFacts:
    return LayerFacts(kind, kind.lower(), (None, 3), 0, activation, config)


def model(*layers: LayerFacts, settings: dict[str, Any] | None = None, **facts: Any) -> Model:
    usual: dict[str, Any] = {
        "parameters": 67,
        "trainable": 67,
        "input_shape": (None, 4),
        "output_shape": (None, 3),
        "optimizer": "SGD",
        "learning_rate": 0.1,
        "loss": "sparse_categorical_crossentropy",
        "from_logits": False,
        "metrics": ("accuracy",),
    }
    compiled = json.dumps({"optimizer": {"config": settings or {"learning_rate": 0.1}}})
    if settings == {}:
        compiled = ""
    architecture = json.dumps({"config": {"layers": [{"config": {"name": "dense", "units": 8}}]}})
    weights = (np.ones((2, 2), np.float32),)
    artefact = Artefact(architecture, compiled, "It is not compiled.", "x", False, weights, ())
    layers = layers or (layer("Dense", "relu", units=8), layer("Dense", "softmax", units=3))
    return Model(artefact, ModelFacts(layers, **usual | facts))


def said(check_it: Any, *args: Any, **kwargs: Any) -> str:
    with pytest.raises(CheckFailed) as caught:
        check_it(*args, **kwargs)
    return str(caught.value)


def test_layers_that_compute_something() -> None:
    found = working_layers(
        model(
            layer("InputLayer"),
            layer("Flatten"),
            layer("Dense", "linear", units=8),
            layer("ReLU"),
            layer("Dropout", rate=0.5),
            layer("Conv2D", "relu", filters=4, kernel_size=3, strides=[2, 2]),
            layer("Dense", units=3),
            layer("Activation", "softmax"),
        )
    )
    assert layers_text(found) == "Dense 8 relu, Dropout 0.5, Conv2D 4 relu, Dense 3 softmax"
    assert found[2].pair("kernel_size") == (3, 3)
    assert found[2].pair("strides") == (2, 2)
    assert found[2].pair("padding") == ()
    assert found[0].setting("units") == 8
    assert layers_text([]) == "none"


def test_an_activation_that_belongs_to_no_layer() -> None:
    for first in ((), (layer("Dense", "relu"),)):
        assert not passes(working_layers, model(*first, layer("ReLU")))


def test_what_is_known_of_a_model() -> None:
    read = model(settings={"learning_rate": 0.25, "momentum": 0.9})
    assert (read.learning_rate, read.optimizer["momentum"]) == (0.25, 0.9)
    assert read.configs["dense"]["units"] == 8
    assert read.weights[0].dtype == np.float64
    assert model(settings={"learning_rate": {"schedule": 1}}).learning_rate == 0.0
    assert shape_text((None, 3)) == "(n, 3)"
    assert shape_text(((None, 2), (None, 2))) == "(n, 2) and (n, 2)"


def test_sizes() -> None:
    check_sizes(model(), takes=(None, 4), gives=(None, 3), parameters=67)
    assert "takes (n, 4) and not (n, 5)" in said(check_sizes, model(), takes=(None, 5))
    assert "gives (n, 3), and (n, 2) is due" in said(check_sizes, model(), gives=(None, 2))
    assert "67 parameters and not 68" in said(check_sizes, model(), parameters=68)
    frozen = model(trainable=40)
    assert "40 trainable parameters and not 67" in said(check_sizes, frozen, parameters=67)


def test_compile_settings() -> None:
    check_compiled(model())
    assert "It is not compiled." in said(check_compiled, model(settings={}))
    check_optimizer(model(), "sgd", momentum=0)
    assert "SGD and not Adam" in said(check_optimizer, model(), "Adam")
    heavy = model(settings={"momentum": 0.9})
    check_optimizer(heavy, "SGD", momentum=0.9)
    assert "momentum is 0.9 and not 0" in said(check_optimizer, heavy, "SGD", momentum=0)


def test_the_learning_rate() -> None:
    check_learning_rate(model(), 0.1)
    assert "not used" in said(check_learning_rate, model(), 0.2, default=0.1)
    assert "not used" not in said(check_learning_rate, model(), 0.2, default=0.01)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"loss": "mean_squared_error"}, "The loss is mean_squared_error"),
        ({"loss": ""}, "The loss is not set"),
        ({"from_logits": True}, "softmax already"),
        ({"layers": (layer("Dense", "linear"),)}, "no softmax"),
        ({"metrics": ()}, "does not measure its accuracy"),
    ],
)
def test_the_loss_for_integer_labels(facts: dict[str, Any], words: str) -> None:
    layers = facts.pop("layers", ())
    check_class_loss(model())
    check_class_loss(model(layer("Dense", "linear"), from_logits=True))
    assert words in said(check_class_loss, model(*layers, **facts))


class Hands:
    """Hands over one model, of a class of the student's own unless its layers are stated."""

    def __init__(self, compiled: str = "") -> None:
        self.parts = {"architecture": "own", "compile": compiled, "weights": [1]}

    def model_parts(self, _handle: Any) -> Any:
        return self.parts

    def artefact_from(self, parts: Any) -> Any:
        if parts["architecture"] == "own":
            raise refused("own_model", "It is of a class of your own.")
        return parts


@pytest.mark.parametrize(("compiled", "logits"), [('{"from_logits": true}', True), ("{}", False)])
def test_a_model_of_an_own_class_is_taken_for_the_stated_layers(
    compiled: str, logits: bool
) -> None:
    reader = ModelReader(Hands(compiled), lambda _artefact: model().facts)
    got = reader.read("handle", stated=lambda wanted: f"stated, logits: {wanted}")
    assert got.is_own
    expected = {"architecture": f"stated, logits: {logits}", "compile": compiled, "weights": [1]}
    assert got.artefact == expected  # type: ignore[comparison-overlap]


def test_it_is_refused_where_no_layers_are_stated() -> None:
    with pytest.raises(ModelRefused):
        ModelReader(Hands(), lambda _artefact: model().facts).read("handle")
