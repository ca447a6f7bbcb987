"""build_encoder: layers, sizes and outputs of the model, as the evaluator finds them."""

import numpy as np
import pytest
from vae_cases import PIXELS
from vae_models import (
    LATENT,
    check_encoder,
    check_encoder_layers,
    encode,
    encoder_parameters,
    hand_over,
)

from gradewright.graders import check, check_sizes

pytestmark = pytest.mark.question("build_encoder")


@pytest.fixture
def encoder(student, bench, kept):
    """Give the model that build_encoder() returns."""
    return kept.once("model", lambda: hand_over(student, bench, kept, student.build_encoder()))


@pytest.mark.points(0.2)
def test_shapes(encoder):
    """The encoder takes images (784,) and gives two outputs, (20,) each."""
    check_encoder(encoder, LATENT)


@pytest.mark.points(0.2)
def test_parameters(encoder):
    """The encoder has 422,440 parameters, all of them trainable."""
    check_sizes(encoder, parameters=encoder_parameters(LATENT))


@pytest.mark.points(0.3)
def test_layers(encoder):
    """One hidden layer of 512 units with ReLU; mean and log_var without activation."""
    check_encoder_layers(encoder, LATENT)


@pytest.mark.points(0.15)
@pytest.mark.visibility("hidden")
def test_latent_dim(student, bench, kept):
    """The number of latent dimensions is the one that build_encoder is called with."""
    for latent_dim in (2, 7):
        model = hand_over(student, bench, kept, student.build_encoder(latent_dim=latent_dim))
        check_encoder(model, latent_dim)
        check_sizes(model, parameters=encoder_parameters(latent_dim))


@pytest.mark.points(0.15)
@pytest.mark.visibility("hidden")
def test_outputs(bench, encoder, rng):
    """On fresh images both outputs take either sign, and they are not the same."""
    x = rng.random((64, PIXELS)).astype(np.float32) * rng.integers(0, 2, (64, 1), dtype=np.int8)
    mean, log_var = encode(bench, encoder, LATENT, x.astype(np.float32))
    check(np.abs(mean - log_var).max() > 1e-6, "mean and log_var are the same output.")
    for name, outputs in (("mean", mean), ("log_var", log_var)):
        either = outputs.min() < 0 < outputs.max()
        check(either, f"{name} is never negative, or never positive.", "it has an activation.")
