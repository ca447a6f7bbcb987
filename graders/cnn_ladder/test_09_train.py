"""train: when it stops, what it ends with, and what it learns from.

Validation data are chosen so that their loss falls first and rises then (`coloured`). What the
trained weights give is computed by the judge (`forward`).
"""

from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pytest
from coloured import coloured, contradictory
from forward import losses, probabilities
from reading import read_history
from seen import (
    check_anew,
    check_augmented,
    check_changed,
    check_plain,
    fresh_images,
    loss_after,
    seen_by,
)

from gradewright.graders import check, check_close

pytestmark = [pytest.mark.question("train"), pytest.mark.visibility("hidden")]

_UNTRAINED = "the model that was handed in is not trained."
_OF_TRAINING = "val_loss is measured on the training images."

_MOST_EPOCHS = 24


@pytest.fixture
def stopped(student, networks, kept, rng):
    """Train until early stopping ends it; give the Stopped."""

    def run():
        (x, y), validation = contradictory(rng)
        patience = int(rng.integers(2, 5))
        student.start_anew()
        network = networks.rung(1)
        settings = {"epochs": _MOST_EPOCHS, "batch_size": 8, "patience": patience, "seed": 3}
        history = student.train(network.handle, x, y, validation, **settings)
        after = networks.read(network.handle)
        return Stopped(patience, (x, y), validation, history, network.model, after)

    return kept.once("stopped", run)


@dataclass(frozen=True)
class Stopped:
    """A training until it stopped: what it was given and returned, and the model's two states."""

    patience: int
    training: tuple[np.ndarray, np.ndarray]
    validation: tuple[np.ndarray, np.ndarray]
    history: Any
    before: Any
    after: Any

    @property
    def is_trained(self):
        """Return whether any weight of the model has changed."""
        pairs = zip(self.before.artefact.weights, self.after.artefact.weights, strict=True)
        return not all(np.array_equal(old, new) for old, new in pairs)

    def loss_on(self, data):
        """Return the loss of images and labels as the model's weights give it."""
        return float(losses(self.after, *data).mean())


@pytest.fixture
def short(student, networks, kept, rng):
    """Give the history of three epochs on other images."""

    def run():
        x, y = coloured(rng, [0, 1, 2], 16, rng.permutation(10))
        student.start_anew()
        handle = networks.rung(1).handle
        return student.train(handle, x, y, (x, y), epochs=3, batch_size=8, patience=9, seed=1)

    return kept.once("short", run)


@pytest.mark.points(0.2)
def test_stops(stopped):
    """Training stops after `patience` epochs without a new lowest validation loss."""
    values, _ = read_history(stopped.history)
    ran, patience = len(values["val_loss"]), stopped.patience
    since = ran - 1 - int(values["val_loss"].argmin())
    check(
        ran < _MOST_EPOCHS,
        "Training never stopped, although the validation data contradict the training data.",
        _cause_of_no_stop(stopped, values, since),
    )
    late = "it stops one epoch too late." if since == patience + 1 else ""
    early = "it stops one epoch too early." if since == patience - 1 else ""
    check(
        since == patience,
        f"Training stopped {since} epochs after the lowest val_loss; patience was {patience}.",
        late or early if stopped.is_trained else _UNTRAINED,
    )


def _cause_of_no_stop(stopped, values, since):
    """Return why training went on to the last epoch, where that is plain, else ""."""
    if not stopped.is_trained:
        return _UNTRAINED
    if since > stopped.patience:
        return "val_loss rises, and nothing stops it; or another number than val_loss is watched."
    if _is_of_training(stopped, values["val_loss"]):
        return _OF_TRAINING
    return ""


def _is_of_training(stopped, val_loss):
    """Return whether the loss of the validation data is that of the images that are learned."""
    found = stopped.loss_on(stopped.training)
    return any(np.isclose(found, value, rtol=0.01) for value in (val_loss.min(), val_loss[-1]))


@pytest.mark.points(0.05)
def test_learns(stopped):
    """The images that are trained on have a lower loss afterwards."""
    check_changed(stopped.is_trained)
    before = float(losses(stopped.before, *stopped.training).mean())
    after = stopped.loss_on(stopped.training)
    problem = f"Training takes the loss of its own images from {before:.3g} to {after:.3g}."
    check(after < before, problem)


@pytest.mark.points(0.2)
def test_restores(stopped):
    """The model ends with the weights of its best epoch; val_loss is measured as it should be."""
    model, (x, y) = stopped.after, stopped.validation
    values, _ = read_history(stopped.history)
    check_changed(stopped.is_trained)
    found = stopped.loss_on(stopped.validation)
    lowest, last = float(values["val_loss"].min()), float(values["val_loss"][-1])
    check(
        not np.isclose(found, last, rtol=0.01) or np.isclose(last, lowest, rtol=0.01),
        "The model has the weights of the last epoch, not of the best one.",
        "the best weights are not kept, or not put back: restore_best_weights=True.",
    )
    problem = "The lowest val_loss is not the loss that the model's weights give."
    cause = _OF_TRAINING if _is_of_training(stopped, values["val_loss"]) else ""
    check(np.isclose(found, lowest, rtol=0.02), problem, cause)
    right = float((probabilities(model, x).argmax(axis=1) == y).mean())
    accuracy = values["val_accuracy"][int(values["val_loss"].argmin())]
    check_close(float(accuracy), right, atol=0.07, name="val_accuracy in the best epoch")


@pytest.mark.points(0.15)
def test_epochs(short):
    """No more epochs are run than asked for."""
    ran = len(read_history(short)[0]["loss"])
    check(ran == 3, f"{ran} epochs were run where 3 were asked for, with a patience of 9.")


@pytest.fixture
def seen(student, kept, rng):
    """Give images and labels, and a function that tells what a training saw of them."""
    x, y = kept.once("seen images", lambda: fresh_images(rng))
    seed = kept.once("seen seed", lambda: int(rng.integers(1000)))

    def once(epochs, *, augmented):
        run = partial(seen_by, student, x, y, epochs=epochs, augmented=augmented, seed=seed)
        return kept.once(("seen", epochs, augmented), run)

    return x, once


@pytest.mark.points(0.15)
def test_augmentation(seen):
    """Augmented training learns other images than those handed in; plain training these."""
    x, once = seen
    check_plain(once(1, augmented=False), x)
    check_augmented(once(1, augmented=True), x)


@pytest.mark.points(0.1)
def test_augmented_anew(seen):
    """Each epoch of an augmented training sees the images in other versions."""
    x, once = seen
    check_augmented(once(1, augmented=True), x)
    check_anew(once(1, augmented=True), once(2, augmented=True))


@pytest.mark.points(0.1)
def test_validation_is_not_augmented(student, rng):
    """The validation data stay as they are when the training data are augmented."""
    x, y = fresh_images(rng)
    validation = fresh_images(rng)
    measured = loss_after(student, x, y, validation, augmented=True, seed=2)
    val_loss = read_history(measured.history)[0]["val_loss"][-1]
    check_changed(measured.is_trained)
    if not _is_loss(val_loss, measured.validation):
        plain = loss_after(student, x, y, validation, augmented=False, seed=2)
        told = read_history(plain.history)[0]["val_loss"][-1]
        cause = _OF_TRAINING if _is_loss(told, plain.training) else ""
        if _is_loss(told, plain.validation):
            cause = "the validation images are augmented, too: they must stay as they are."
        problem = "With augmentation, val_loss is not the loss that the model's weights give."
        check(False, problem, cause)


def _is_loss(told, loss):
    """Return whether a loss of the history is that which the weights give."""
    return np.isclose(told, loss, rtol=0.02, atol=1e-4)


@pytest.mark.points(0.1)
def test_batch_normalisation(student, networks, rng):
    """Batch normalisation learns the means of its inputs while the model is trained."""
    student.start_anew()
    handle = networks.fashion_rung(2).handle
    x = rng.random((16, 28, 28, 1)).astype(np.float32) * 3 + 2
    y = rng.integers(0, 10, 16)
    first = student.artefact(handle)
    student.train(handle, x, y, (x[:4], y[:4]), epochs=2, batch_size=4, patience=2, seed=1)
    last = student.artefact(handle)
    pairs = zip(first.weights, last.weights, strict=True)
    check_changed(not all(np.array_equal(old, new) for old, new in pairs))
    before, after = _moving(first), _moving(last)
    check(len(before) > 0, "The second Fashion-MNIST rung has no batch normalisation.")
    moved = [np.abs(one - other).max() for one, other in zip(before, after, strict=True)]
    check(
        min(moved) > 1e-4,
        "The averages of batch normalisation did not move during training.",
        "the model is called with training=False, or the layer is frozen.",
    )


def _moving(artefact):
    """Return the moving means of a model's batch normalisation."""
    pairs = zip(artefact.names, artefact.weights, strict=True)
    return [np.asarray(array, float) for name, array in pairs if "moving_mean" in name]
