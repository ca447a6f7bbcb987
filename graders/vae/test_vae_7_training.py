"""train_vae: history, steps, and what the trained models make of hidden images.

Three trainings, each judged beside the reference's under the same budget: the main one in the
summed form, one in the form of the course's notes (means), and one with two latent dimensions.
"""

import numpy as np
import pytest
from vae_cases import PIXELS, read_numbers
from vae_models import check_decoder, check_encoder, decode, encode, hand_over
from vae_runs import (
    MAIN,
    NOTES,
    PLANE,
    hidden_part,
    judge,
    reference_run,
    show_pairs,
    training_part,
)

from gradewright.checks import check, check_between, check_decreasing, check_keys
from gradewright.grading.pictures import line, points

pytestmark = pytest.mark.question("train_vae")

_LEARNING_RATE = 0.001


@pytest.fixture
def trained(student, bench, kept, data):
    """Give a function that trains new models once a kind of training.

    It returns the history, and encoder and decoder before and after.
    """

    def train(kind):
        images = data("fashion_mnist")
        budget = bench.budget(images.key)
        encoder = student.build_encoder(latent_dim=kind.latent_dim)
        decoder = student.build_decoder(latent_dim=kind.latent_dim)
        before = [hand_over(student, bench, kept, model) for model in (encoder, decoder)]
        history = student.train_vae(
            encoder,
            decoder,
            training_part(images, budget, kind),
            epochs=budget[f"{kind.name}_epochs"],
            batch_size=budget["batch_size"],
            reduction=kind.reduction,
        )
        after = [hand_over(student, bench, kept, model) for model in (encoder, decoder)]
        return history, before, after

    return lambda kind: kept.once(kind.name, lambda: train(kind))


@pytest.fixture
def judged(trained, bench, kept, data):
    """Give a function that returns what trained models make of hidden images."""

    def measure(kind):
        _history, _before, (encoder, decoder) = trained(kind)
        images = data("fashion_mnist")
        x, _classes = hidden_part(images, bench.budget(images.key))
        mean, log_var = encode(bench, encoder, kind.latent_dim, x)
        return judge(mean, log_var, lambda z: decode(bench, decoder, kind.latent_dim, z), x)

    return lambda kind: kept.once(("judged", kind), lambda: measure(kind))


@pytest.fixture
def reference_of(bench, data):
    """Give a function that returns the reference's run of a kind of training."""

    def run(kind):
        images = data("fashion_mnist")
        return reference_run(kind, images, bench.budget(images.key))

    return run


@pytest.mark.points(0.2)
def test_history(trained, judged, reference_of, picture):
    """The history has a loss an epoch, it falls, and it is that of an image on average."""
    history, _before, _after = trained(MAIN)
    run = reference_of(MAIN)
    losses = check_keys(history, ("loss",))["loss"]
    losses = read_numbers(losses, (len(run.losses),), "the loss of the epochs")
    epochs = np.arange(1, len(losses) + 1)
    picture.plot(
        "Training loss",
        [
            line("yours", losses, epochs),
            line("reference", run.losses, epochs, whose="reference", look="dashes"),
        ],
        x="epoch",
        y="loss in nats an image",
    )
    check(
        np.abs(losses) > 0,
        "The loss is exactly 0 in some epochs.",
        "a train_step has to update a metric, such as keras.metrics.Mean, and return its result.",
    )
    check_decreasing(losses, overall=True, name="the loss of the epochs")
    last, found = losses[-1], judged(MAIN).loss("sum")
    # On the training images the last epoch's loss is a few percent away from the hidden ones'.
    check(
        0.8 * found < last < 1.25 * found,
        "The last loss of the history is far from the loss of an image on average.",
        "it is the loss of a batch together, of one term only, or not in the summed form.",
    )


@pytest.mark.points(0.25)
def test_both_trained(trained):
    """Encoder and decoder that are handed in are trained, all layers of both."""
    _history, before, after = trained(MAIN)
    for name, old, new in zip(("encoder", "decoder"), before, after, strict=True):
        pairs = list(zip(old.artefact.weights, new.artefact.weights, strict=False))
        same = [np.array_equal(one, other) for one, other in pairs]
        cause = "a copy is trained, or the other model's weights alone."
        check(not all(same), f"The {name} is not trained: its weights are as they were.", cause)
        check(not any(same), f"Some layers of the {name} are not trained.")


@pytest.mark.performance
@pytest.mark.points(0.6)
def test_hidden_loss(judged, reference_of, bench, data, picture):
    """The loss of hidden images, after the stated steps, beside the reference's."""
    images = data("fashion_mnist")
    budget = bench.budget(images.key)
    found, run = judged(MAIN), reference_of(MAIN)
    show_pairs(picture, hidden_part(images, budget)[0], found, run)
    _grade(bench, images, "Loss of hidden images, in nats", found, run, MAIN, budget["loss"])


@pytest.mark.points(0.3)
@pytest.mark.visibility("hidden")
def test_information(judged, reference_of):
    """The codes carry as much about an image as the loss lets them, no more and no less."""
    nats, wanted = judged(MAIN).nats, reference_of(MAIN).judged.nats
    check(
        nats > 0.72 * wanted,
        "The codes say less about their images than this loss lets them.",
        "the divergence has too large a weight, or no gradient comes through the sample to the "
        "encoder.",
    )
    check(
        nats < 1.38 * wanted,
        "The codes say more about their images than this loss lets them.",
        "the divergence is left out of the loss, or has too small a weight.",
    )


@pytest.mark.performance
@pytest.mark.points(0.3)
def test_notes_form(judged, reference_of, bench, data, picture):
    """In the form with means, the loss of hidden images beside the reference's."""
    images = data("fashion_mnist")
    found, run = judged(NOTES), reference_of(NOTES)
    _show_silence(picture, judged(MAIN), found, reference_of(MAIN).judged, run.judged)
    scale = bench.budget(images.key)["notes_loss"]
    _grade(bench, images, "Loss of hidden images with means", found, run, NOTES, scale)


def _show_silence(picture, summed, means, reference_summed, reference_means):
    """Draw how much each latent dimension says, in both forms of the loss."""
    series = []
    for name, yours, theirs in (
        ("sum", summed, reference_summed),
        ("mean", means, reference_means),
    ):
        found, ghost = (np.sort(one.kl.mean(axis=0))[::-1] for one in (yours, theirs))
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
@pytest.mark.points(0.3)
def test_two_dimensions(judged, reference_of, bench, data, picture):
    """With two latent dimensions, the loss of hidden images beside the reference's."""
    images = data("fashion_mnist")
    budget = bench.budget(images.key)
    found, run = judged(PLANE), reference_of(PLANE)
    _show_plane(picture, found.mean, hidden_part(images, budget)[1], images.class_names)
    _grade(
        bench, images, "Loss with two latent dimensions", found, run, PLANE, budget["plane_loss"]
    )


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
        caption="The means that your encoder gives; it has never seen a class.",
    )


def _grade(bench, images, title, found, run, kind, scale):
    """Measure the loss of hidden images, and give the points."""
    bench.grade(
        title,
        found.loss(kind.reduction),
        scale=scale,
        kind="loss",
        reference=run.judged.loss(kind.reduction),
        scaled="ratio",
        data=images.name,
        budget=bench.budget(images.key).name,
    )


@pytest.mark.points(0.3)
@pytest.mark.visibility("hidden")
def test_steps(student, bench, kept):
    """Each batch is one step of Adam at its default settings, and each epoch takes every image."""
    done = _steps(student, bench, kept, count=10, epochs=2, batch_size=4)
    if abs(done - 6) > 0.2:
        one = _steps(student, bench, kept, count=4, epochs=1, batch_size=4)
        check_between(one, 0.9, 1.1, name="the first step's length, in steps of Adam's default")
    cause = "epochs or batch_size is not handed on."
    check(abs(done - 3) > 0.2, "One epoch is run where two are due.", cause)
    check(abs(done - 2) > 0.2, "Each epoch is one step: batch_size is ignored.", cause)
    check(abs(done - 4) > 0.2, "The last batch of an epoch, a smaller one, is left out.")
    check(
        abs(done - 6) <= 0.2,
        "Two epochs of 10 images in batches of 4 are not six steps of Adam.",
        cause,
    )


def _steps(student, bench, kept, *, count, epochs, batch_size):
    """Return how many steps a training on black images took.

    There the gradient of every bias of the last layer is nearly constant, and Adam moves each by
    its learning rate a step.
    """
    encoder, decoder = student.build_encoder(latent_dim=2), student.build_decoder(latent_dim=2)
    before = hand_over(student, bench, kept, decoder)
    check_encoder(hand_over(student, bench, kept, encoder), 2)
    check_decoder(before, 2)
    black = np.zeros((count, PIXELS), np.float32)
    student.train_vae(encoder, decoder, black, epochs=epochs, batch_size=batch_size)
    after = hand_over(student, bench, kept, decoder)
    biases = [model.artefact.weights[-1].astype(np.float64) for model in (before, after)]
    fits = biases[0].shape == biases[1].shape == (PIXELS,)
    check(fits, "The decoder's last layer has no bias a pixel.")
    return float((biases[0] - biases[1]).mean()) / _LEARNING_RATE
