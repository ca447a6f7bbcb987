"""train_vae: the number of steps, and where a step leads.

A first step of Adam moves each weight by the learning rate, down the slope of the loss: where the
noise leaves the slope's sign no choice, every weight has to go that way. The evaluator works the
slopes out for the weights that a training starts from (`recipes`), in the summed form, in the
form of the course's notes (means), and with two latent dimensions.
"""

from contextlib import contextmanager, suppress
from functools import partial

import numpy as np
import pytest
from first_step import OTHER_OPTIMIZER, FirstStep, check_first_step
from printed import PIXELS
from runs import MAIN, NOTES, PLANE, prepared
from short import check_lowers_own_loss, formulas_are_right, short_images, train_shortly

from gradewright.graders import CheckFailed, check

pytestmark = [pytest.mark.question("train_vae"), pytest.mark.visibility("hidden")]

_LEARNING_RATE = 0.001
# How many images a first step takes; in the main form as many as a training has, so that code
# which counts them cannot tell the two apart.
_MANY = {"main": (1000, 1400), "notes": (300, 400), "plane": (300, 400)}
_GIVEN = (
    "A formula that train_vae uses (sample_normal, kl_divergence, reconstruction_loss or vae_loss) "
    "is wrong, and so is what comes of training. train_vae lowers the loss that your formulas "
    "give, as it has to, and loses no points for them."
)


@pytest.fixture
def shortly(student, networks, models, kept, data):
    """Give a function that trains new models of a kind for a few steps."""

    def train(kind):
        x = short_images(data("fashion_mnist"))
        return train_shortly(student, networks, models.read, x, kind)

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


@pytest.fixture
def counted(student, networks, models):
    """Give a function that counts the steps of a training."""
    return partial(_steps, student, networks, models)


@pytest.fixture
def six_steps(counted, kept, rng):
    """Give a function that returns how many steps a training took where six are due."""

    def count():
        many = int(rng.integers(*_MANY["main"]))
        return counted(images=many, epochs=2, batch_size=-(-2 * many // 5))

    return lambda: kept.once("six steps", count)


@pytest.fixture
def uncompiled_step(student, networks, models, six_steps, rng):
    """Give a function that takes a first step without compiling it, None where none comes.

    That takes a quarter of the time. For what cannot be compiled it is not asked.
    """

    def take(kind, x, *, anew):
        try:
            six_steps()
            pair = networks.pair(kind.latent_dim, anew=anew)
            with student.uncompiled():
                return FirstStep.take(student, pair, models.read, kind, x, rng)
        except CheckFailed:
            return None

    return take


@pytest.mark.points(1.2)
@pytest.mark.parametrize("kind", [MAIN, NOTES, PLANE], ids=lambda kind: kind.name)
def test_first_step(
    student, networks, bench, models, uncompiled_step, given, data, kept, rng, kind
):
    """A step moves every weight of both models the way that lowers the loss."""
    count = int(rng.integers(*_MANY[kind.name]))
    images = data("fashion_mnist").x_train
    x = prepared(images[rng.choice(len(images), count, replace=False)])
    # Steps share a process as long as they go right. One that does not is taken again by itself,
    # with the same weights and noise: work near a bound gets no second draw.
    drawn = rng.bit_generator.state
    right = kept.once("right first steps", set)
    is_alone = not right
    step = uncompiled_step(kind, x, anew=is_alone)
    if step is not None and not is_alone:
        right.clear()
        with suppress(CheckFailed):
            check_first_step(bench, step, rng)
            right.add(kind.name)
            return
        step = None
    if step is None:
        rng.bit_generator.state = drawn
        step = FirstStep.take(student, networks.pair(kind.latent_dim), models.read, kind, x, rng)
        with given(kind):
            check_first_step(bench, step, rng)
        return
    with given(kind):
        check_first_step(bench, step, rng)
    right.add(kind.name)


@pytest.mark.points(0.45)
def test_steps(counted, six_steps):
    """Each batch is one step of Adam at its default settings, and each epoch takes every image."""
    done = six_steps()
    check(done != 0, "Training does not change the decoder that is handed in.")
    if abs(done - 6) <= 0.2:
        return
    # One image is one step an epoch, whatever becomes of the batch size.
    one, three = (counted(images=1, epochs=epochs, batch_size=1) for epochs in (1, 3))
    ignored = abs(three - one) < 0.1 * one
    left_out = "batches that are not full are left out, or batch_size is not handed on."
    check(one > 0.05, "One image, in a batch of its own, is not trained on.", left_out)
    check(
        0.9 < one < 1.1 or ignored,
        f"One step is {one:.3g} times as long as a step of Adam at its default settings.",
        OTHER_OPTIMIZER,
    )
    told, cause = _read_steps(done, one, ignored=ignored)
    check(False, told or "Two epochs of three batches each are not six steps of Adam.", cause)


def _read_steps(done, one, *, ignored):
    """Return what a number of steps tells where six are due, and its cause, "" where not plain.

    `one` is how many there are with a single image and one epoch, the same for other epochs where
    these are `ignored`.
    """
    epochs = round(one) if ignored else 2
    an_epoch = done / max(epochs, 1)
    unused = "epochs is not handed on." if ignored else ""
    both = "neither epochs nor batch_size is used." if ignored else "batch_size is not handed on."
    runs = "One epoch is" if epochs == 1 else f"{epochs} epochs are"
    for count, problem, cause in (
        (3, f"{runs} run where two are due.", unused),
        (1, "Each epoch is one step: batch_size is ignored.", both),
        (2, "The last batch of an epoch, a smaller one, is left out.", unused),
    ):
        if abs(an_epoch - count) < 0.1:
            return problem, cause
    if an_epoch > 3:
        return "Each epoch is many more steps than the three that are due.", both
    return "", unused


def _steps(student, networks, models, *, images, epochs, batch_size):
    """Return how many steps a training on black images took.

    There the gradient of every bias of the last layer is nearly constant, and Adam moves each by
    its learning rate a step.
    """
    encoder, decoder = networks.pair(2)
    black = np.zeros((images, PIXELS), np.float32)
    settings = {"epochs": epochs, "batch_size": batch_size}
    student.train_vae(encoder.handle, decoder.handle, black, **settings)
    after = models.read(decoder.handle)
    biases = [model.artefact.weights[-1].astype(np.float64) for model in (decoder.model, after)]
    return float((biases[0] - biases[1]).mean()) / _LEARNING_RATE
