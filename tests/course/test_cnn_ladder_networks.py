"""A rung is known in whatever way it is written, and no other network is taken for it."""

from __future__ import annotations

import importlib
import importlib.util
import os
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
keras = pytest.importorskip("keras", reason="Keras is not installed: make .venv/test")

from gradewright.graders import Model  # noqa: E402
from gradewright.performance.facts import facts_of  # noqa: E402
from gradewright.performance.inside import Held, describe  # noqa: E402
from gradewright.performance.lending import trusted_artefact  # noqa: E402

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")

VARIANTS = ("01_loops_and_callback", "02_functional_logits", "04_gradient_tape")


def read(model: Any) -> Model:
    # As the evaluator does it: rebuilt from the artefact, under the names that it has there.
    artefact = trusted_artefact(model)
    rebuilt = keras.models.model_from_json(artefact.architecture)
    rebuilt.compile(model.optimizer, model.loss)
    return Model(artefact, facts_of(describe(Held(rebuilt)), artefact))


def module_of(file: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("a_ladder_under_test", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def reference(repository: Path) -> ModuleType:
    return module_of(repository / "reference" / "cnn_ladder" / "cnn_ladder.py")


@pytest.fixture
def network_of(beside_graders: Any) -> Any:
    beside_graders("cnn_ladder")
    return importlib.import_module("forms").network_of


@pytest.mark.parametrize("variant", VARIANTS)
def test_right_rungs_are_the_references(
    repository: Path, reference: ModuleType, network_of: Any, variant: str
) -> None:
    folder = repository / "graders" / "cnn_ladder" / "variants" / "correct"
    work = module_of(folder / f"{variant}.py")
    for n in (1, 4, 5):
        own, theirs = (read(part.build_rung(n, "adam", 0.001)) for part in (work, reference))
        assert network_of(own) == network_of(theirs)
    for n in (1, 2, 3):
        own, theirs = (read(part.build_fashion_rung(n)) for part in (work, reference))
        assert network_of(own) == network_of(theirs)


def test_another_network_is_none_of_the_references(reference: ModuleType, network_of: Any) -> None:
    right = reference.build_rung(4)
    found = network_of(read(right))
    assert found == network_of(read(reference.build_rung(4)))
    for n, settings in ((3, {}), (5, {}), (4, {"optimizer": "adam"}), (4, {"learning_rate": 0.01})):
        assert network_of(read(reference.build_rung(n, **settings))) != found
    configs = right.get_config()
    for setting, value in (
        ("kernel_initializer", "zeros"),
        ("kernel_regularizer", "l2"),
        ("dtype", "float16"),
        ("use_bias", False),
    ):
        layers = [
            {**layer, "config": {**layer["config"], setting: value}}
            if layer["class_name"] == "Conv2D" and layer["config"]["filters"] == 32
            else layer
            for layer in configs["layers"]
        ]
        other = keras.Sequential.from_config({**configs, "layers": layers})
        other.compile(right.optimizer, right.loss, ["accuracy"])
        assert network_of(read(other)) != found
