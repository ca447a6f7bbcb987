"""build_encoder: other latent dimensions, what comes out, and what such an encoder is worth.

That is shown by trainings that the judge does, with the submission's decoder: in the form with
means, and with two latent dimensions.
"""

from functools import partial

import numpy as np
import pytest
from codes import encode
from layers import check_encoder, check_encoder_layers, encoder_parameters
from printed import LATENT, PIXELS
from runs import MAIN, NOTES, PLANE, grade_loss, hidden_part

from gradewright.graders import check, check_sizes, line, points

pytestmark = pytest.mark.question("build_encoder")


@pytest.fixture
def encoder(student, models, kept):
    """Give the model that build_encoder() returns."""
    return kept.once("model", lambda: models.read(student.build_encoder()))


@pytest.mark.points(0.15)
@pytest.mark.visibility("hidden")
def test_latent_dim(student, models):
    """The number of latent dimensions is the one that build_encoder is called with."""
    for latent_dim in (2, 7):
        model = models.read(student.build_encoder(latent_dim=latent_dim))
        check_encoder(model, latent_dim)
        layers = partial(check_encoder_layers, model, latent_dim)
        check_sizes(model, parameters=encoder_parameters(latent_dim), layers=layers)


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


@pytest.mark.performance
@pytest.mark.depends("test_layers")
@pytest.mark.points(0.05)
def test_notes_form(pairs, bench, data, picture):
    """Trained in the form with means: the loss of hidden images beside the reference's."""
    (_, summed), (_, means) = pairs(MAIN), pairs(NOTES)
    _show_silence(picture, summed, means)
    title = "Loss of hidden images with means"
    grade_loss(bench, data("fashion_mnist"), title, means, NOTES, "notes_loss")


def _show_silence(picture, summed, means):
    """Draw how much each latent dimension says, in both forms of the loss."""
    series = []
    for name, both in (("sum", summed), ("mean", means)):
        found, ghost = (np.sort(one.kl.mean(axis=0))[::-1] for one in both)
        places = np.arange(1, len(found) + 1)
        series.append(line(f"yours, {name}", found, places, group=name))
        series.append(
            line(f"reference, {name}", ghost, places, whose="reference", look="dashes", group=name)
        )
    picture.plot(
        "How much each latent dimension says about an image",
        series,
        x="latent dimension, the most talkative first",
        y="divergence in nats",
        caption="Means weigh the divergence 39 times more: most dimensions fall silent.",
    )


@pytest.mark.performance
@pytest.mark.depends("test_layers")
@pytest.mark.points(0.05)
def test_two_dimensions(pairs, bench, data, picture):
    """Trained with two latent dimensions: the loss of hidden images beside the reference's."""
    images = data("fashion_mnist")
    _, judged = pairs(PLANE)
    classes = hidden_part(images, bench.budget(images.key))[1]
    _show_plane(picture, judged[0].mean, classes, images.class_names)
    title = "Loss of hidden images with two latent dimensions"
    grade_loss(bench, images, title, judged, PLANE, "plane_loss")


def _show_plane(picture, mean, classes, names):
    """Draw where the encoder puts hidden images, class by class."""
    clouds = [
        points(name, *mean[classes == label][:60].T, group=name) for label, name in enumerate(names)
    ]
    picture.plot(
        "Hidden images in the plane of their codes",
        clouds,
        x="first latent dimension",
        y="second latent dimension",
        caption="The means that such an encoder gives after training; it has never seen a class.",
    )
