"""train_vae: the history, and that both models are trained."""

from contextlib import suppress

import numpy as np
import pytest
from printed import PIXELS
from reading import read_number, read_numbers

from gradewright.graders import CheckFailed, check, check_decreasing, check_keys

pytestmark = pytest.mark.question("train_vae")

_LATENT = 4
_SETTINGS = {"epochs": 3, "batch_size": 20}
_COUNT = 40
# How far the loss of an epoch may lie outside of those before the first and after the last.
_ROOM = 0.2


class Training:
    """One training for all tests of this file, and what there is to see before and after it.

    Each look is taken once; what fails there fails again for whoever asks for it. `found` is what
    came of those that were taken.
    """

    def __init__(self, student, models, found, rng):
        self._student, self._models, self._found = student, models, found
        self.x = self._once("images", lambda: _bright_spots(rng))

    def _once(self, name, look):
        if name not in self._found:
            try:
                self._found[name] = look()
            except CheckFailed as failed:
                self._found[name] = failed
        if isinstance(self._found[name], CheckFailed):
            raise self._found[name]
        return self._found[name]

    @property
    def pair(self):
        """Return encoder and decoder, from a process that trained no others.

        An optimizer in a global name knows the variables of one pair alone.
        """
        return self._once("pair", self._built)

    def _built(self):
        self._student.start_anew()
        builders = self._student.build_encoder, self._student.build_decoder
        return tuple(build(latent_dim=_LATENT) for build in builders)

    def own_loss(self, when):
        """Return the loss as the submission's own functions have it, "before" or "after"."""
        return self._once(("own loss", when), lambda: _own_loss(self._student, self.pair, self.x))

    def weights(self, when):
        """Return the weights of both models, "before" or "after"."""
        return self._once(
            ("weights", when), lambda: [self._models.read(handle).weights for handle in self.pair]
        )

    def history(self):
        """Return what train_vae returned."""
        return self._once("history", self._trained)

    def _trained(self):
        for look in (self.own_loss, self.weights):
            with suppress(CheckFailed):
                look("before")
        returned = self._student.train_vae(*self.pair, self.x, **_SETTINGS)
        # What another test does may end the process.
        with suppress(CheckFailed):
            self.weights("after")
        return returned


@pytest.fixture(scope="module")
def found():
    """Give what the tests of this file have found so far."""
    return {}


@pytest.fixture
def training(student, models, found, rng):
    """Give the training of this file's tests."""
    return Training(student, models, found, rng)


@pytest.mark.points(0.3)
def test_history(training):
    """The history has a loss an epoch, it falls, and it is that of an image on average."""
    before = training.own_loss("before")
    history = check_keys(training.history(), ("loss",))
    losses = read_numbers(history["loss"], (_SETTINGS["epochs"],), "the loss of the epochs")
    check(
        np.abs(losses) > 0,
        "The loss is exactly 0 in some epochs.",
        "a train_step has to update a metric, such as keras.metrics.Mean, and return its result.",
    )
    check_decreasing(losses, overall=True, name="the loss of the epochs")
    after = training.own_loss("after")
    same = "Your own vae_loss is the same before and after training."
    check(before != after, same, function="train_vae")
    check(
        all(_lies_between(told, (before, after)) for told in losses),
        "The loss of an epoch is far from the loss of an image on average.",
        _cause_of_loss(losses[-1], (before, after)),
        function="train_vae",
    )


def _bright_spots(rng):
    """Return dark images with some bright places, (n, 784)."""
    x = np.zeros((_COUNT, 28, 28), np.float32)
    for image in x:
        for top, left in rng.integers(0, 18, (3, 2)):
            image[top : top + 10, left : left + 10] = rng.uniform(0.5, 1)
    return x.reshape(_COUNT, PIXELS)


def _own_loss(student, pair, x):
    """Return the loss as the submission's own functions have it, for one batch as in training."""
    (encoder, decoder), x = pair, x[: _SETTINGS["batch_size"]]
    mean, log_var = _predicted(student, encoder, x, "encoder", 2)
    z = student.sample_normal(mean, log_var)
    (decoded,) = _predicted(student, decoder, z, "decoder", 1)
    return read_number(student.vae_loss(x, decoded, mean, log_var), "the loss")


def _predicted(student, model, x, name, count):
    """Return the outputs of a model, so many arrays."""
    got = student.predictions(model, x)
    fits = isinstance(got, list) and len(got) == count
    check(fits, f"The {name} does not give as many outputs as it has to.", f"see build_{name}.")
    return got


def _lies_between(told, ends):
    """Return whether a loss lies between two others, or not far outside."""
    low, high = min(ends), max(ends)
    return low - _ROOM * abs(low) < told < high + _ROOM * abs(high)


def _cause_of_loss(told, ends):
    """Return in what way a loss is another one, where that is plain."""
    batch = _SETTINGS["batch_size"]
    for factor, cause in (
        (batch, "the losses of a batch's images are added up; their mean is due."),
        (_COUNT, "the losses of all images are added up; their mean is due."),
        (_COUNT / batch, "the losses of the batches are added up; their mean is due."),
        (1 / PIXELS, "it is a mean over the pixels in place of their sum."),
    ):
        if _lies_between(told, [factor * loss for loss in ends]):
            return cause
    return ""


@pytest.mark.points(0.3)
def test_both_trained(training):
    """Encoder and decoder that are handed in are trained, all layers of both."""
    before = training.weights("before")
    training.history()
    after = training.weights("after")
    same = {}
    for name, old, new in zip(("encoder", "decoder"), before, after, strict=True):
        same[name] = [np.array_equal(*both) for both in zip(old, new, strict=False)]
    copied = all(all(kept) for kept in same.values())
    cause = "copies of both models are trained, or nothing is." if copied else ""
    for name, kept in same.items():
        problem = f"The {name} is not trained: its weights are as they were."
        check(not all(kept), problem, cause, function="train_vae")
        some = f"Some layers of the {name} are not trained."
        check(not any(kept), some, function="train_vae")
