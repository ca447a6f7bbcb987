"""train_vae: history, steps, and what the trained models make of hidden images.

Three trainings, each judged beside the reference's under the same budget: the main one in the
summed form, one in the form of the course's notes (means), and one with two latent dimensions.
What can be told by a short one is: the history, and that both models are trained.
"""

from contextlib import contextmanager
from functools import partial

import numpy as np
import pytest
from vae_cases import PIXELS, read_numbers
from vae_models import decode, encode, hand_over
from vae_runs import (
    MAIN,
    NOTES,
    PLANE,
    hidden_part,
    judge,
    reference_run,
    show_losses,
    show_pairs,
    training_part,
)
from vae_short import (
    SETTINGS,
    check_lowers_own_loss,
    formulas_are_right,
    losses_of,
    own_loss,
    short_images,
    train_shortly,
)

from gradewright.graders import CheckFailed, check, check_decreasing, check_keys, line, points

pytestmark = pytest.mark.question("train_vae")

_LEARNING_RATE = 0.001
# How far the loss of an epoch may lie outside of those before and after it.
_ROOM = 0.2
_GIVEN = (
    "A formula that train_vae uses (sample_normal, kl_divergence, reconstruction_loss or vae_loss) "
    "is wrong, and so is what comes of training. train_vae lowers the loss that your formulas "
    "give, as it has to, and loses no points for them."
)


@pytest.fixture
def trained(student, networks, bench, kept, data):
    """Give a function that trains new models once a kind of training.

    It returns the history, and encoder and decoder afterwards.
    """

    def train(kind):
        images = data("fashion_mnist")
        budget = bench.budget(images.key)
        encoder, decoder = networks.pair(kind.latent_dim)
        handles = encoder.handle, decoder.handle
        history = student.train_vae(
            *handles,
            training_part(images, budget, kind),
            epochs=budget[f"{kind.name}_epochs"],
            batch_size=budget["batch_size"],
            reduction=kind.reduction,
        )
        return history, [hand_over(student, bench, kept, handle) for handle in handles]

    return lambda kind: kept.once(kind.name, lambda: train(kind))


@pytest.fixture
def judged(trained, bench, kept, data):
    """Give a function that returns what trained models make of hidden images."""

    def measure(kind):
        _history, (encoder, decoder) = trained(kind)
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


@pytest.fixture
def shortly(student, networks, bench, kept, data):
    """Give a function that trains new models of a kind for a few steps."""

    def train(kind):
        x = short_images(data("fashion_mnist"))
        read = partial(hand_over, student, bench, kept)
        return train_shortly(student, networks, read, x, kind)

    return lambda kind: kept.once(("short", kind), lambda: train(kind))


@pytest.fixture
def given(student, bench, kept, shortly, rng, note):
    """Give a context in which a training may fail for the fault of a formula alone.

    What fails there is forgiven where one of the formulas is wrong, and a short training lowers the
    loss that the submission's own vae_loss gives.
    """

    @contextmanager
    def forgiving(kind):
        try:
            yield
        except CheckFailed as failed:
            if kept.once("formulas", lambda: formulas_are_right(student, rng)):
                raise
            try:
                check_lowers_own_loss(student, bench, shortly(kind), kind)
            except CheckFailed:
                raise failed from None
            note(_GIVEN)

    return forgiving


@pytest.mark.points(0.2)
def test_history(student, bench, shortly):
    """The history has a loss an epoch, it falls, and it is that of an image on average."""
    short = shortly(MAIN)
    losses = _losses(short.history, SETTINGS["epochs"])
    check(
        np.abs(losses) > 0,
        "The loss is exactly 0 in some epochs.",
        "a train_step has to update a metric, such as keras.metrics.Mean, and return its result.",
    )
    check_decreasing(losses, overall=True, name="the loss of the epochs")
    # The loss of an epoch lies between those of the images before and after it.
    told = float(_losses(short.last, 1)[0])
    ends = [losses_of(bench, stage, short.x, MAIN) for stage in short.stages[1:]]
    if not _lies_between(told, [loss for loss, _ in ends]):
        check(
            _lies_between(told, [own_loss(student, arguments, MAIN) for _, arguments in ends]),
            "The loss of an epoch is far from the loss of an image on average.",
            _cause_of_loss(told, [loss for loss, _ in ends], len(short.x)),
        )


def _losses(history, epochs):
    """Return the losses of a history as float64 (epochs,)."""
    return read_numbers(check_keys(history, ("loss",))["loss"], (epochs,), "the loss of the epochs")


def _lies_between(told, ends):
    """Return whether a loss lies between two others, or not far outside."""
    low, high = min(ends), max(ends)
    return low - _ROOM * abs(low) < told < high + _ROOM * abs(high)


def _cause_of_loss(told, ends, count):
    """Return in what way a loss is another one, where that is plain."""
    batch = SETTINGS["batch_size"]
    for factor, cause in (
        (batch, "the losses of a batch's images are added up; their mean is due."),
        (count, "the losses of all images are added up; their mean is due."),
        (count / batch, "the losses of the batches are added up; their mean is due."),
        (1 / PIXELS, "it is a mean over the pixels in place of their sum."),
    ):
        if _lies_between(told, [factor * loss for loss in ends]):
            return cause
    return ""


@pytest.mark.points(0.25)
def test_both_trained(shortly):
    """Encoder and decoder that are handed in are trained, all layers of both."""
    before, _between, after = shortly(MAIN).stages
    same = {}
    for name, old, new in zip(("encoder", "decoder"), before, after, strict=True):
        pairs = list(zip(old.artefact.weights, new.artefact.weights, strict=False))
        same[name] = [np.array_equal(one, other) for one, other in pairs]
    copied = all(all(kept) for kept in same.values())
    cause = "copies of both models are trained, or nothing is." if copied else ""
    for name, kept in same.items():
        check(not all(kept), f"The {name} is not trained: its weights are as they were.", cause)
        check(not any(kept), f"Some layers of the {name} are not trained.")


@pytest.mark.performance
@pytest.mark.points(0.6)
def test_hidden_loss(trained, judged, given, reference_of, bench, data, picture):
    """The loss of hidden images, after the stated steps, beside the reference's."""
    images = data("fashion_mnist")
    budget = bench.budget(images.key)
    run = reference_of(MAIN)
    with given(MAIN):
        found = judged(MAIN)
        show_losses(picture, trained(MAIN)[0], run)
        show_pairs(picture, hidden_part(images, budget)[0], found, run)
        _grade(bench, images, "Loss of hidden images, in nats", found, run, MAIN, budget["loss"])


@pytest.mark.points(0.3)
@pytest.mark.visibility("hidden")
def test_information(judged, given, reference_of):
    """The codes carry as much about an image as the loss lets them, no more and no less."""
    with given(MAIN):
        nats, wanted = judged(MAIN).nats, reference_of(MAIN).judged.nats
        check(
            nats > 0.72 * wanted,
            "The codes say less about their images than this loss lets them.",
            "no gradient comes through the sample to the encoder." if nats < 0.05 * wanted else "",
        )
        check(
            nats < 1.38 * wanted,
            "The codes say more about their images than this loss lets them.",
            "the divergence is left out of the loss." if nats > 3 * wanted else "",
        )


@pytest.mark.performance
@pytest.mark.points(0.3)
def test_notes_form(judged, given, reference_of, bench, data, picture):
    """In the form with means, the loss of hidden images beside the reference's."""
    images = data("fashion_mnist")
    run = reference_of(NOTES)
    scale = bench.budget(images.key)["notes_loss"]
    with given(NOTES):
        found = judged(NOTES)
        _show_silence(picture, judged(MAIN), found, reference_of(MAIN).judged, run.judged)
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
def test_two_dimensions(judged, given, reference_of, bench, data, picture):
    """With two latent dimensions, the loss of hidden images beside the reference's."""
    images = data("fashion_mnist")
    budget = bench.budget(images.key)
    run, scale = reference_of(PLANE), budget["plane_loss"]
    with given(PLANE):
        found = judged(PLANE)
        _show_plane(picture, found.mean, hidden_part(images, budget)[1], images.class_names)
        _grade(bench, images, "Loss with two latent dimensions", found, run, PLANE, scale)


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
def test_steps(student, networks, bench, kept):
    """Each batch is one step of Adam at its default settings, and each epoch takes every image."""
    count = partial(_steps, student, networks, bench, kept)
    done = count(images=10, epochs=2, batch_size=4)
    if abs(done - 6) <= 0.2:
        return
    one = count(images=4, epochs=1, batch_size=4)
    check(
        0.9 < one < 1.1,
        f"One step is {one:.3g} times as long as a step of Adam at its default settings.",
        "the learning rate is another than 0.001." if 0.05 < one < 20 else "",
    )
    check(abs(done - 3) > 0.2, "One epoch is run where two are due.", "epochs is not handed on.")
    cause = "batch_size is not handed on."
    check(abs(done - 2) > 0.2, "Each epoch is one step: batch_size is ignored.", cause)
    check(abs(done - 1) > 0.2, "Two epochs are one step.", "neither epochs nor batch_size is used.")
    check(abs(done - 4) > 0.2, "The last batch of an epoch, a smaller one, is left out.")
    check(False, "Two epochs of 10 images in batches of 4 are not six steps of Adam.")


def _steps(student, networks, bench, kept, *, images, epochs, batch_size):
    """Return how many steps a training on black images took.

    There the gradient of every bias of the last layer is nearly constant, and Adam moves each by
    its learning rate a step.
    """
    encoder, decoder = networks.pair(2)
    black = np.zeros((images, PIXELS), np.float32)
    settings = {"epochs": epochs, "batch_size": batch_size}
    student.train_vae(encoder.handle, decoder.handle, black, **settings)
    after = hand_over(student, bench, kept, decoder.handle)
    biases = [model.artefact.weights[-1].astype(np.float64) for model in (decoder.model, after)]
    return float((biases[0] - biases[1]).mean()) / _LEARNING_RATE
