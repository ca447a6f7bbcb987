"""build_decoder: other latent dimensions, what comes out, and what such a decoder is worth.

That is shown by a training that the judge does, with the submission's encoder.
"""

from functools import partial

import numpy as np
import pytest
from codes import decode
from layers import check_decoder, check_decoder_layers, decoder_parameters
from printed import LATENT
from runs import MAIN, grade_loss, hidden_part, show_losses, show_pairs

from gradewright.graders import check, check_sizes

pytestmark = pytest.mark.question("build_decoder")


@pytest.fixture
def decoder(student, models, kept):
    """Give the model that build_decoder() returns."""
    return kept.once("model", lambda: models.read(student.build_decoder()))


@pytest.mark.points(0.15)
@pytest.mark.visibility("hidden")
def test_latent_dim(student, models):
    """The number of latent dimensions is the one that build_decoder is called with."""
    for latent_dim in (2, 7):
        model = models.read(student.build_decoder(latent_dim=latent_dim))
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
