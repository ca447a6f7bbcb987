"""build_decoder: layers, sizes and outputs of the model, as the evaluator finds them.

What comes of such a decoder is shown by a training that the judge does, with the submission's
encoder.
"""

from functools import partial

import numpy as np
import pytest
from vae_models import (
    LATENT,
    check_decoder,
    check_decoder_layers,
    decode,
    decoder_parameters,
    hand_over,
)
from vae_runs import MAIN, grade_loss, hidden_part, show_losses, show_pairs

from gradewright.graders import check, check_sizes

pytestmark = pytest.mark.question("build_decoder")


@pytest.fixture
def decoder(student, bench, kept):
    """Give the model that build_decoder() returns."""
    return kept.once("model", lambda: hand_over(student, bench, kept, student.build_decoder()))


@pytest.mark.points(0.15)
def test_shapes(decoder):
    """The decoder takes codes (20,) and gives images (784,)."""
    check_decoder(decoder, LATENT)


@pytest.mark.points(0.15)
def test_parameters(decoder):
    """The decoder has 412,944 parameters, all of them trainable."""
    layers = partial(check_decoder_layers, decoder)
    check_sizes(decoder, parameters=decoder_parameters(LATENT), layers=layers)


@pytest.mark.points(0.3)
def test_layers(decoder):
    """One hidden layer of 512 units with ReLU, and 784 units with the sigmoid."""
    check_decoder_layers(decoder)


@pytest.mark.points(0.15)
@pytest.mark.visibility("hidden")
def test_latent_dim(student, bench, kept):
    """The number of latent dimensions is the one that build_decoder is called with."""
    for latent_dim in (2, 7):
        model = hand_over(student, bench, kept, student.build_decoder(latent_dim=latent_dim))
        check_decoder(model, latent_dim)
        layers = partial(check_decoder_layers, model)
        check_sizes(model, parameters=decoder_parameters(latent_dim), layers=layers)


@pytest.mark.points(0.15)
@pytest.mark.visibility("hidden")
def test_range(bench, decoder, rng):
    """Whatever the code, the pixels lie between 0 and 1, and they depend on the code."""
    images = decode(bench, decoder, LATENT, 5 * rng.standard_normal((64, LATENT)))
    check(np.ptp(images, axis=0).max() > 1e-3, "All codes give the same image.")
    check(images.std() > 1e-3, "All pixels are the same.")


@pytest.mark.performance
@pytest.mark.depends("test_layers")
@pytest.mark.points(0.1)
def test_hidden_loss(pairs, bench, data, picture):
    """Trained in the summed form: the loss of hidden images beside the reference's."""
    images = data("fashion_mnist")
    runs, judged = pairs(MAIN)
    show_losses(picture, *runs)
    show_pairs(picture, hidden_part(images, bench.budget(images.key))[0], *judged)
    grade_loss(bench, images, "Loss of hidden images, in nats", judged, MAIN, "loss")
