"""A network that is not the one asked for costs its own question: another one is lent after it."""

from __future__ import annotations

import importlib
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
import pytest

from gradewright.checks import check
from gradewright.grading.kept import Kept

MODULES = {
    "keras_mnist": ("networks", "perceptron", "build_mlp"),
    "vae": ("networks", "decoder", "build_decoder"),
    "cnn_ladder": ("networks", "fashion_rung", "build_fashion_rung"),
}


@pytest.fixture(params=sorted(MODULES))
def networks(request: Any, beside_graders: Any) -> Any:
    """Give the module of an assignment that lends, with the names of a method and its function."""
    slug = request.param
    name, method, function = MODULES[slug]
    beside_graders(slug)
    return importlib.import_module(name), method, function


class Bench:
    """Stands for the grader's fixtures around one submission whose function builds `built`."""

    def __init__(self, function: str, built: Any) -> None:
        self.function, self.built, self.lent = function, built, 0
        self.notes: list[str] = []

    def start_anew(self) -> None:
        """Do nothing: nothing is kept from one network to the next."""

    def __getattr__(self, name: str) -> Any:
        check(name == self.function, f"There is no function {name}.")
        return self._build

    def _build(self, *_args: Any, **_kwargs: Any) -> Any:
        check(self.built is not None, "It raised.")
        return self.built

    def lend_model(self, _model: Any) -> str:
        self.lent += 1
        return "lent"


def lending(module: ModuleType, bench: Bench, right: bool, monkeypatch: Any) -> Any:
    """Return the networks, with checks of a model that pass or fail as a whole."""

    def judge(*_args: Any, **_kwargs: Any) -> Any:
        check(right, "It is not the one asked for.")
        return SimpleNamespace()

    for name in [name for name in vars(module) if name.startswith("check_")]:
        monkeypatch.setattr(module, name, judge)
    facts = SimpleNamespace(from_logits=False)
    artefact = SimpleNamespace(weights=(np.zeros(2),))
    model = SimpleNamespace(is_own=False, artefact=artefact, facts=facts)
    for name in ("perceptron_of", "hand_over"):
        if name in vars(module):
            monkeypatch.setattr(module, name, lambda *_args, **_kwargs: model)
    reference = SimpleNamespace(**{bench.function: lambda *_args, **_kwargs: "the judge's"})
    models = SimpleNamespace(read=lambda _handle, **_settings: model)
    return module.Networks(bench, reference, models, Kept(), bench.notes.append)


def given(networks: Any, method: str) -> Any:
    number = {"perceptron": 0.01, "decoder": 2, "fashion_rung": 2}[method]
    return getattr(networks, method)(number)


def test_the_own_network_is_used_where_it_is_right(networks: Any, monkeypatch: Any) -> None:
    module, method, function = networks
    bench = Bench(function, "own")
    own = given(lending(module, bench, True, monkeypatch), method)
    assert (own.handle, bench.lent, bench.notes) == ("own", 0, [])


@pytest.mark.parametrize("built", ["own", None])
def test_another_one_is_lent_where_it_is_wrong(
    networks: Any, monkeypatch: Any, built: str | None
) -> None:
    module, method, function = networks
    bench = Bench(function, built)
    several = lending(module, bench, False, monkeypatch)
    assert [given(several, method).handle for _ in range(2)] == ["lent", "lent"]
    assert bench.lent == 2
    (note,) = bench.notes
    assert function in note


def test_a_perceptron_like_the_own_one_is_lent_where_another_function_trains_it(
    beside_graders: Any, monkeypatch: Any
) -> None:
    beside_graders("keras_mnist")
    module = importlib.import_module("networks")
    bench = Bench("build_mlp", "own")
    network = lending(module, bench, True, monkeypatch).perceptron(lend_alike=True)
    assert (network.handle, bench.notes) == ("lent", [])
