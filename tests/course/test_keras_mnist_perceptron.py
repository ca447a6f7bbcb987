"""The graders' own perceptron: what training in Keras is compared with must itself be right."""

from __future__ import annotations

import math
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
import pytest

from gradewright.checks import CheckFailed
from gradewright.course.reader import find_assignment, read_course
from gradewright.graders import Model
from gradewright.performance.scales import Scale

_MODULES = ("perceptron", "images", "cases", "turning")


@pytest.fixture
def graders(beside_graders: Any) -> dict[str, ModuleType]:
    """Import the graders' modules as the judge does."""
    beside_graders("keras_mnist")
    return {name: import_module(name) for name in _MODULES}


@pytest.fixture
def perceptron(graders: dict[str, ModuleType]) -> Any:
    """Give a small perceptron with random weights."""
    return random_perceptron(graders, (784, 6, 5, 10))


def random_perceptron(graders: dict[str, ModuleType], sizes: tuple[int, ...]) -> Any:
    rng = np.random.default_rng(1)
    weights: list[Any] = []
    for size, following in pairwise(sizes):
        weights += [rng.normal(size=(size, following)) / np.sqrt(size), rng.normal(size=following)]
    make = graders["perceptron"].Perceptron
    return make(tuple(weights), ("relu", "tanh"), "softmax", 0.1)


def examples(graders: dict[str, ModuleType], count: int) -> Any:
    return graders["images"].fresh_examples(np.random.default_rng(2), count)


def with_weight(perceptron: Any, layer: int, place: Any, change: float) -> Any:
    weights = [array.copy() for array in perceptron.weights]
    weights[layer][place] += change
    make: Any = type(perceptron)
    return make(tuple(weights), perceptron.activations, perceptron.output, 0.1)


@pytest.mark.parametrize("layer", range(6))
def test_a_step_goes_down_the_gradient(
    graders: dict[str, ModuleType], perceptron: Any, layer: int
) -> None:
    x, y = examples(graders, 7)
    moved = perceptron.step(x, y).weights[layer] - perceptron.weights[layer]
    place = np.unravel_index(np.abs(moved).argmax(), moved.shape)
    above, below = (with_weight(perceptron, layer, place, d).loss(x, y) for d in (1e-5, -1e-5))
    assert moved[place] == pytest.approx(-0.1 * (above - below) / 2e-5, rel=1e-4)


def test_outputs_are_probabilities_or_logits(
    graders: dict[str, ModuleType], perceptron: Any
) -> None:
    x, y = examples(graders, 5)
    outputs = perceptron.outputs(x)
    np.testing.assert_allclose(outputs.sum(axis=1), 1)
    np.testing.assert_allclose(perceptron.losses(x)[range(5), y], -np.log(outputs[range(5), y]))
    make: Any = type(perceptron)
    logits = make(perceptron.weights, perceptron.activations, "linear", 0.1).outputs(x)
    assert (logits.argmax(axis=1) == outputs.argmax(axis=1)).all()
    assert perceptron.accuracy(x, outputs.argmax(axis=1)) == 1


def test_every_order_of_small_batches_is_among_the_orders(
    graders: dict[str, ModuleType], perceptron: Any
) -> None:
    x, y = examples(graders, 5)
    ways = graders["cases"].orders(perceptron, x, y, 2)
    assert len(ways) == 30  # 5! / (2! 2! 1!)
    expected = perceptron
    for batch in ([3, 1], [4, 0], [2]):
        expected = expected.step(x[batch], y[batch])
    distance = graders["perceptron"].distance
    assert min(distance(way.weights, expected.weights) for way in ways) < 1e-12
    in_one_step = perceptron.step(x, y)
    assert min(distance(way.weights, in_one_step.weights) for way in ways) > 1e-3


def test_the_best_epoch_to_find_is_neither_the_first_nor_one_of_the_last(
    graders: dict[str, ModuleType],
) -> None:
    rng = np.random.default_rng(3)
    turning, sizes = graders["turning"], (784, 256, 128, 10)
    weights: list[Any] = []
    for size, following in pairwise(sizes):
        limit = np.sqrt(6 / (size + following))
        weights += [rng.uniform(-limit, limit, (size, following)), np.zeros(following)]
    make = graders["perceptron"].Perceptron
    start = make(tuple(weights), ("relu", "relu"), "softmax", 0.05)
    found = [turning._training(rng, start) for _ in range(3)]
    margin, _data, validation, way = max(found, key=lambda each: each[0])
    losses = [perceptron.loss(*validation) for perceptron in way[1:]]
    assert margin > 0.02
    assert 1 <= int(np.argmin(losses)) <= len(losses) - 3


def test_budgets_state_scales_that_rise_to_full_marks(repository: Path) -> None:
    budgets = find_assignment(read_course(repository), "keras_mnist").budgets
    assert set(budgets) == {"cpu", "gpu", "full"}
    assert set(budgets["cpu"]) == {"mnist", "digits28"}
    for tables in budgets.values():
        for numbers in tables.values():
            for kind in ("mlp", "cnn"):
                scale = Scale(tuple((x, y) for x, y in numbers[f"{kind}_accuracy"]))
                assert scale.better == "high"
                assert numbers[f"{kind}_steps"] % numbers[f"{kind}_epochs"] == 0


def test_the_full_budget_is_the_courses_own(repository: Path) -> None:
    full = find_assignment(read_course(repository), "keras_mnist").budgets["full"]["mnist"]
    images = full["mlp_steps"] * full["batch_size"] / full["mlp_epochs"]
    assert (images, full["mlp_epochs"], full["mlp_learning_rate"]) == (60_000, 10, 0.01)
    # Nine tenths of the images, in whole batches.
    steps = math.ceil(54_000 / full["batch_size"])
    assert (full["cnn_steps"], full["cnn_epochs"]) == (5 * steps, 5)


@pytest.mark.parametrize("seed", range(5))
def test_a_perceptron_that_reads_brightness_tells_wrong_preparation_apart(
    graders: dict[str, ModuleType], seed: int
) -> None:
    images_, reading = graders["images"], graders["cases"].reading_brightness
    fresh, prepared = images_.fresh_images, images_.prepared
    perceptron = random_perceptron(graders, (784, 256, 128, 10))
    rng = np.random.default_rng(seed)

    def images(*levels: int) -> Any:
        return np.concatenate([fresh(rng, 8, level) for level in levels])

    bands = np.array([0.05, 2.0, 0.25, 2.0, 0.45, 0.15, 2.0, 0.35, 2.0, 2.0])
    reader = reading(perceptron, prepared(images(*range(3, 256, 16))), bands, rng)
    shown = images(*range(5, 256, 22))
    right = reader.outputs(prepared(shown)).argmax(axis=1)
    nearest = np.abs(prepared(shown).mean(axis=(1, 2))[:, None] - bands).argmin(axis=1)
    assert (right == nearest).mean() > 0.7
    assert len(set(right.tolist())) == 5
    for wrong in (shown, shown / 255**2, 1 - shown / 255):
        assert (reader.outputs(wrong).argmax(axis=1) != right).mean() > 0.6
    dark = images(2, 30, 100)
    right = reader.outputs(prepared(dark)).argmax(axis=1)
    assert (reader.outputs(dark / dark.max()).argmax(axis=1) != right).mean() > 0.5
    rounded = tuple(array.astype(np.float32) for array in reader.weights)
    narrow = type(reader)(rounded, reader.activations, reader.output, 0.1)
    np.testing.assert_allclose(narrow.losses(shown / 255), reader.losses(shown / 255), atol=1e-3)


@pytest.mark.parametrize(("units", "taken"), [(20 * 256, True), (20 * 256 + 1, False)])
def test_arithmetic_by_the_square_of_a_layers_units_is_bounded(
    graders: dict[str, ModuleType], units: int, taken: bool
) -> None:
    module = graders["perceptron"]
    shapes = [(784, units), (units,), (units, 10), (10,)]
    layers = [
        SimpleNamespace(class_name="Dense", activation=name, config={"use_bias": True}, name=name)
        for name in ("relu", "softmax")
    ]
    artefact = SimpleNamespace(weights=[np.broadcast_to(0.0, s) for s in shapes], compiled="")
    facts = SimpleNamespace(layers=layers, learning_rate=0.1, optimizer="SGD")
    model = Model(artefact, facts)  # type: ignore[arg-type]
    if taken:
        assert module.perceptron_of(model, to_train=False).activations == ("relu",)
    else:
        with pytest.raises(CheckFailed):
            module.perceptron_of(model, to_train=False)
