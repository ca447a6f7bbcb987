"""The arithmetic of the CNN ladder's reference is Keras' own: sizes, layers, counts, fields."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
keras = pytest.importorskip("keras", reason="Keras is not installed: make .venv/test")

CASES = [
    pytest.param((2, 9, 8, 3), (3, 3), 4, (1, 1), id="square"),
    pytest.param((1, 7, 10, 2), (2, 5), 3, (1, 1), id="wide window"),
    pytest.param((2, 11, 9, 1), (4, 3), 2, (2, 2), id="stride 2"),
    pytest.param((1, 8, 8, 2), (2, 2), 1, (3, 3), id="gaps"),
]


@pytest.fixture(scope="module")
def solution(repository: Path) -> ModuleType:
    file = repository / "reference" / "cnn_ladder" / "cnn_ladder.py"
    spec = importlib.util.spec_from_file_location("cnn_ladder_reference_under_test", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("padding", ["valid", "same"])
@pytest.mark.parametrize(("shape", "kernel", "filters", "stride"), CASES)
def test_convolution_is_keras_own(
    solution: ModuleType, shape: Any, kernel: Any, filters: int, stride: Any, padding: str
) -> None:
    rng = np.random.default_rng(1)
    x, w = rng.normal(size=shape), rng.normal(size=(*kernel, shape[-1], filters))
    b = rng.normal(size=filters)
    layer = keras.layers.Conv2D(filters, kernel, strides=stride, padding=padding)
    layer.build((None, *shape[1:]))
    layer.set_weights([w, b])
    expected = np.asarray(layer(x.astype(np.float32)))
    np.testing.assert_allclose(
        solution.conv2d_forward(x, w, b, stride, padding), expected, atol=1e-4, rtol=1e-4
    )


@pytest.mark.parametrize("padding", ["valid", "same"])
@pytest.mark.parametrize(("shape", "kernel", "_filters", "stride"), CASES)
def test_pooling_is_keras_own(
    solution: ModuleType, shape: Any, kernel: Any, _filters: int, stride: Any, padding: str
) -> None:
    x = np.random.default_rng(2).normal(size=shape) - 2
    for function, layer in (
        (solution.max_pool2d, keras.layers.MaxPooling2D),
        (solution.average_pool2d, keras.layers.AveragePooling2D),
    ):
        expected = np.asarray(layer(kernel, stride, padding)(x.astype(np.float32)))
        found = function(x, kernel, stride, padding)
        np.testing.assert_allclose(found, expected, atol=1e-5, rtol=1e-5)


def test_pooling_without_a_stride_puts_windows_side_by_side(solution: ModuleType) -> None:
    x = np.arange(25.0).reshape(1, 5, 5, 1)
    np.testing.assert_array_equal(
        solution.max_pool2d(x, 2), solution.max_pool2d(x, 2, stride=(2, 2))
    )
    assert solution.average_pool2d(x, (2, 5)).shape == (1, 2, 1, 1)


def test_sizes_and_counts_of_random_chains_are_keras_own(solution: ModuleType) -> None:
    rng = np.random.default_rng(3)
    for _ in range(12):
        layers = [
            solution.conv(
                int(rng.integers(1, 6)),
                int(rng.integers(1, 5)),
                int(rng.integers(1, 4)),
                str(rng.choice(["same", "valid"])),
                bool(rng.integers(2)),
            ),
            solution.BATCH_NORM,
            solution.pool(int(rng.integers(1, 4)), int(rng.integers(1, 4)), "same"),
            solution.DROPOUT,
            solution.FLATTEN,
            solution.dense(int(rng.integers(1, 9)), bool(rng.integers(2))),
            solution.BATCH_NORM,
        ]
        shape = (*(int(side) for side in rng.integers(5, 30, 2)), int(rng.integers(1, 4)))
        model = _in_keras(layers, shape)
        trainable = sum(int(np.prod(v.shape)) for v in model.trainable_weights)
        assert solution.count_parameters(layers, shape) == (model.count_params(), trainable)


@pytest.mark.parametrize("seed", range(6))
def test_the_receptive_field_is_what_a_unit_depends_on(solution: ModuleType, seed: int) -> None:
    """One pixel in the middle of the map, followed back through sums of positive numbers."""
    rng = np.random.default_rng(seed)
    layers = []
    for _ in range(int(rng.integers(1, 4))):
        layers.append(
            solution.conv(1, int(rng.integers(1, 5)), int(rng.integers(1, 3)), padding="valid")
        )
        layers.append(solution.pool(int(rng.integers(1, 4)), int(rng.integers(1, 3))))
    size = solution.receptive_field(layers)
    side = size + 12
    reached = [pixel for pixel in range(side) if _first_unit(solution, layers, side, pixel)]
    assert len(reached) == size
    assert reached == list(range(size))


def _first_unit(solution: ModuleType, layers: list[Any], side: int, pixel: int) -> bool:
    """Tell whether the first unit sees one pixel of the first column."""
    x = np.zeros((1, side, side, 1))
    x[0, pixel, 0, 0] = 1
    for layer in layers:
        if layer["kind"] == "conv":
            ones = np.ones((layer["kernel"], layer["kernel"], 1, 1))
            x = solution.conv2d_forward(x, ones, np.zeros(1), layer["stride"])
        else:
            x = solution.average_pool2d(x, layer["size"], layer["stride"])
    return bool(x[0, 0, 0, 0] > 0)


def _in_keras(layers: list[Any], shape: tuple[int, ...]) -> Any:
    make: dict[str, Any] = {
        "conv": lambda d: keras.layers.Conv2D(
            d["filters"], d["kernel"], d["stride"], d["padding"], use_bias=d["bias"]
        ),
        "pool": lambda d: keras.layers.MaxPooling2D(d["size"], d["stride"], d["padding"]),
        "batch_norm": lambda _: keras.layers.BatchNormalization(),
        "dropout": lambda _: keras.layers.Dropout(0.5),
        "flatten": lambda _: keras.layers.Flatten(),
        "dense": lambda d: keras.layers.Dense(d["units"], use_bias=d["bias"]),
    }
    return keras.Sequential([keras.Input(shape), *(make[d["kind"]](d) for d in layers)])


def test_the_ladders_have_the_courses_parameters(solution: ModuleType) -> None:
    rungs = [solution.build_rung(n).count_params() for n in range(1, 6)]
    assert rungs == [1_060_138, 591_274, 550_570, 550_570, 552_362]
    fashion = [solution.build_fashion_rung(n).count_params() for n in range(1, 4)]
    assert fashion == [93_322, 93_898, 1_650_274]


def test_early_stopping_ends_with_the_best_weights(solution: ModuleType) -> None:
    rng = np.random.default_rng(4)
    x, y = rng.random((12, 32, 32, 3), dtype=np.float32), np.arange(12) % 10
    model = solution.build_rung(1, learning_rate=0.02)
    wrong = (x, (y + 5) % 10)
    history = solution.train(model, x, y, wrong, epochs=30, batch_size=12, patience=2)
    best = int(np.argmin(history["val_loss"])) + 1
    assert (history["best_epoch"], len(history["loss"])) == (best, best + 2)
    loss, _ = model.evaluate(*wrong, verbose=0)
    assert loss == pytest.approx(min(history["val_loss"]), rel=1e-3)
