"""The slopes that a first step of the VAE is judged by, and how much noise makes them vary."""

from __future__ import annotations

import importlib
from importlib.util import find_spec
from typing import Any

import numpy as np
import pytest

pytestmark = [
    pytest.mark.skipif(find_spec("tensorflow") is None, reason="TensorFlow is not installed"),
    pytest.mark.slow(seconds=12),
]

IMAGES, PIXELS, LATENT = 61, 8, 2


@pytest.fixture(scope="module")
def pair() -> tuple[Any, Any]:
    """Give a small encoder and decoder."""
    keras: Any = importlib.import_module("keras")
    keras.utils.set_random_seed(1)
    x = keras.Input((PIXELS,))
    hidden = keras.layers.Dense(5, activation="relu")(x)
    outputs = [keras.layers.Dense(LATENT, bias_initializer="ones")(hidden) for _ in range(2)]
    z = keras.Input((LATENT,))
    decoded = keras.layers.Dense(PIXELS, activation="sigmoid")(z)
    return keras.Model(x, outputs), keras.Model(z, decoded)


@pytest.fixture
def recipes(beside_graders: Any) -> Any:
    beside_graders("vae")
    return importlib.import_module("recipes")


def gradient(pair: tuple[Any, Any], x: Any, drawn: Any, reduction: str) -> list[Any]:
    """Return the gradient of the loss of all images for one draw of the noise."""
    tf: Any = importlib.import_module("tensorflow")
    encoder, decoder = pair
    reduce = {"sum": tf.reduce_sum, "mean": tf.reduce_mean}[reduction]
    with tf.GradientTape() as tape:
        mean, log_var = encoder(x)
        y = decoder(mean + tf.exp(log_var / 2) * drawn)
        crossentropy = -(x * tf.math.log(y) + (1 - x) * tf.math.log(1 - y))
        divergence = 0.5 * (mean**2 + tf.exp(log_var) - 1 - log_var)
        loss = tf.reduce_mean(reduce(crossentropy, axis=1) + reduce(divergence, axis=1))
    weights = [w.value for model in pair for w in model.trainable_variables]
    return [part.numpy() for part in tape.gradient(loss, weights)]


@pytest.mark.parametrize("reduction", ["sum", "mean"])
def test_slopes_are_those_of_all_images(pair: Any, recipes: Any, reduction: str) -> None:
    rng = np.random.default_rng(2)
    x = rng.random((IMAGES, PIXELS)).astype(np.float32)
    noise = rng.standard_normal((2, IMAGES, LATENT)).astype(np.float32)
    one, other = (gradient(pair, x, drawn, reduction) for drawn in noise)
    encoder, decoder = recipes.slopes(*pair, x, noise, reduction)
    assert [len(encoder), len(decoder)] == [6, 2]
    for (mean, _), a, b in zip([*encoder, *decoder], one, other, strict=True):
        np.testing.assert_allclose(mean, (a + b) / 2, rtol=1e-3, atol=1e-5)


def test_the_spread_is_that_of_single_draws(pair: Any, recipes: Any) -> None:
    rng = np.random.default_rng(3)
    x = rng.random((IMAGES, PIXELS)).astype(np.float32)
    draws = rng.standard_normal((150, IMAGES, LATENT)).astype(np.float32)
    found = [gradient(pair, x, drawn, "sum") for drawn in draws]
    spreads = [np.std(parts, axis=0) for parts in zip(*found, strict=True)]
    tries = [recipes.slopes(*pair, x, draws[i : i + 2], "sum") for i in range(0, 60, 2)]
    for place, spread in enumerate(spreads):
        squares = [np.square([*one, *other][place][1]) for one, other in tries]
        told = np.sqrt(np.mean(squares, axis=0))
        np.testing.assert_allclose(told.sum(), spread.sum(), rtol=0.15)


def test_without_noise_nothing_varies(pair: Any, recipes: Any) -> None:
    x = np.random.default_rng(4).random((IMAGES, PIXELS)).astype(np.float32)
    silent = np.zeros((2, IMAGES, LATENT), np.float32)
    for own in recipes.slopes(*pair, x, silent, "sum"):
        for _, spread in own:
            assert not spread.any()
