"""What a model costs is counted from its shapes, before anything is computed with it."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from gradewright.course.reader import find_assignment, read_course

pytestmark = pytest.mark.slow

keras: Any = pytest.importorskip("keras", reason="Keras is not installed: make .venv/test")
evaluating = importlib.import_module("gradewright.performance.inside")
layers = keras.layers


def work(model: Any) -> int:
    count = evaluating.work(evaluating.Held(model))
    assert type(count) is int
    return count


def chain(shape: tuple[int | None, ...], *parts: Any) -> Any:
    return keras.Sequential([keras.Input(shape), *parts])


def attention(steps: int) -> Any:
    inputs = keras.Input((steps, 8))
    return keras.Model(inputs, layers.Attention()([inputs, inputs]))


def enlarged() -> Any:
    return chain((6, 6, 1), layers.UpSampling2D(10), layers.Conv2D(32, 5))


def in_each_step() -> Any:
    return chain((7, 6, 6, 1), layers.TimeDistributed(enlarged()))


@pytest.mark.parametrize(
    ("make", "multiplications"),
    [
        (lambda: chain((100,), layers.Dense(300), layers.Dense(10)), 100 * 300 + 300 * 10),
        (lambda: chain((30, 30, 4), layers.Conv2D(16, 3)), 28 * 28 * 9 * 4 * 16),
        (lambda: chain((30, 30, 4), layers.Conv2D(16, 3, strides=2)), 14 * 14 * 9 * 4 * 16),
        (lambda: chain((9, 9, 4), layers.Conv2DTranspose(16, 3, strides=3)), 81 * 9 * 4 * 16),
        (lambda: chain((50, 8), layers.LSTM(16)), 50 * 4 * 16 * (16 + 8)),
        (lambda: chain((50, 8), layers.Bidirectional(layers.GRU(16))), 2 * 50 * 3 * 16 * 24),
        (lambda: attention(400), 2 * 400 * 400 * 8),
        (enlarged, 56 * 56 * 25 * 32),
        (lambda: chain((6, 6, 1), enlarged(), layers.Flatten()), 56 * 56 * 25 * 32),
        (in_each_step, 7 * 56 * 56 * 25 * 32),
        (lambda: chain((None, None, 4), layers.Conv2D(16, 3)), 62 * 62 * 9 * 4 * 16),
    ],
)
def test_the_count_is_of_the_right_size(make: Callable[[], Any], multiplications: int) -> None:
    assert multiplications <= work(make()) <= 10 * multiplications


def test_looking_numbers_up_is_no_work() -> None:
    assert work(chain((20,), layers.Embedding(100_000, 8))) < 1000


def _reference(repository: Path, slug: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        f"reference_{slug}", repository / "reference" / slug / f"{slug}.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("slug", "functions"),
    [
        ("keras_mnist", {"build_mlp": (), "build_cnn": ()}),
        ("cnn_ladder", {"build_rung": (1, 2, 3, 4, 5), "build_fashion_rung": (1, 2, 3)}),
        ("vae", {"build_encoder": (), "build_decoder": ()}),
    ],
)
def test_assignments_state_the_size_of_their_largest_model(
    repository: Path, slug: str, functions: dict[str, tuple[int, ...]]
) -> None:
    largest = find_assignment(read_course(repository), slug).largest
    solution = _reference(repository, slug)
    models = [
        getattr(solution, name)(*number)
        for name, numbers in functions.items()
        for number in ([(n,) for n in numbers] or [()])
    ]
    assert largest.parameters == max(model.count_params() for model in models)
    assert largest.multiplications == pytest.approx(max(map(work, models)), rel=0.05)
