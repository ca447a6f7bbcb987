"""learning_curve: the losses of a training that the judge can repeat, and the best epoch.

The validation data are chosen so that their loss falls first and rises then.
"""

import numpy as np
import pytest
from keras_mnist_cases import DIGITS, check_numbers, fresh_examples
from keras_mnist_models import perceptron_of

from gradewright.checks import check, check_close, check_keys, check_kind
from gradewright.grading.pictures import line

pytestmark = pytest.mark.question("learning_curve")

_EPOCHS = 6
_IMAGES = 12
_VALIDATION = 6
# The best epoch's loss is to be lower than all others by so much: most drawn data have that.
_CLEAR = 0.1
_MOST_DRAWS = 6
_KEYS = ("epoch", "loss", "val_loss", "best_epoch")


@pytest.fixture
def curve(student, networks, kept, rng):
    """Give what learning_curve returned, and what its training must have had.

    These are the losses, those of the validation data, and the accuracies of both.
    """

    def run():
        network = networks.perceptron(learning_rate=0.05, lend_alike=True)
        start = perceptron_of(network.model)
        (x, y), validation, way = _clear_training(rng, start)
        got = student.learning_curve(
            network.handle, x, y, validation, epochs=_EPOCHS, batch_size=_IMAGES, seed=5
        )
        losses = np.array([perceptron.loss(x, y) for perceptron in way])
        expected = np.array([perceptron.loss(*validation) for perceptron in way[1:]])
        shares = {
            "loss": np.array([perceptron.accuracy(x, y) for perceptron in way]),
            "val_loss": np.array([perceptron.accuracy(*validation) for perceptron in way]),
        }
        return got, losses, expected, shares

    return kept.once("curve", run)


def _clear_training(rng, start):
    """Return data to train and validate with, and the training's way, with a clear best epoch."""
    found = _training(rng, start)
    for _ in range(_MOST_DRAWS - 1):
        if found[0] >= _CLEAR:
            break
        found = max(found, _training(rng, start), key=lambda one: one[0])
    return found[1:]


def _training(rng, start):
    """Return how clear the best epoch is, data to train and validate with, the training's way."""
    x, y = fresh_examples(rng, _IMAGES)
    y[: _IMAGES // 2] = y[0]
    way = start.steps(x, y, _EPOCHS)
    margin, validation = _turning(way, x)
    return margin, (x, y), validation, way


def _turning(way, x):
    """Return validation data whose loss is lowest in neither the first nor the last two epochs.

    They are training images with such labels, right or wrong, that first become likelier and then
    less likely. The number before tells by how much the best epoch is better than all others.
    """
    table = np.array([perceptron.losses(x).ravel() for perceptron in way[1:]])
    best = (-np.inf, None)
    for epoch in range(1, _EPOCHS - 2):
        rises = np.delete(table, epoch, axis=0).min(axis=0) - table[epoch]
        chosen = np.argsort(rises)[-_VALIDATION:]
        losses = table[:, chosen].mean(axis=1)
        margin = np.delete(losses, epoch).min() - losses[epoch]
        best = max(best, (margin, chosen), key=lambda found: found[0])
    images, labels = np.divmod(best[1], DIGITS)
    return best[0], (x[images], labels)


@pytest.mark.points(0.4)
def test_data(curve, picture):
    """The curve has its four keys, and a number an epoch."""
    got, losses, expected, _shares = curve
    values = _read(got)
    epochs = np.arange(1, _EPOCHS + 1)
    picture.plot(
        "The learning curve",
        [
            line("your loss", values["loss"], epochs),
            line("your validation loss", values["val_loss"], epochs),
            line("loss, gradient descent", losses[:-1], epochs, whose="reference", look="dashes"),
            line("validation loss", expected, epochs, whose="reference", look="dashes"),
        ],
        x="epoch",
        y="loss",
        caption="Twelve images of noise; some labels of the validation data are wrong on purpose.",
    )
    from_zero = np.array_equal(values["epoch"], epochs - 1)
    check(not from_zero, "epoch counts from 0.", "the first epoch is number 1.")
    check_close(values["epoch"], epochs, name="epoch")


def _read(got):
    """Return the three sequences of a curve as float64 arrays."""
    curve = check_keys(got, _KEYS)
    return {name: check_numbers(curve[name], _EPOCHS, name) for name in _KEYS[:3]}


def _rule_out_accuracy(values, shares, name):
    """Fail with the name of the mistake where a loss is an accuracy, before or after each epoch."""
    told = any(np.allclose(values, one, atol=1e-3) for one in (shares[:-1], shares[1:]))
    check(not told, f"{name} holds accuracies.", "the wrong key of the history is read.")


@pytest.mark.points(0.35)
@pytest.mark.visibility("hidden")
def test_loss(curve):
    """The training loss is that of each epoch, in order."""
    got, losses, _expected, shares = curve
    values = _read(got)["loss"]
    _rule_out_accuracy(values, shares["loss"], "loss")
    if not np.allclose(values, losses[1:], rtol=0.01):
        check_close(values, losses[:-1], rtol=0.01, name="loss")


@pytest.mark.points(0.4)
@pytest.mark.visibility("hidden")
def test_validation_loss(curve):
    """The validation loss is that of the validation data at the end of each epoch."""
    got, losses, expected, shares = curve
    values = _read(got)["val_loss"]
    _rule_out_accuracy(values, shares["val_loss"], "val_loss")
    for wrong, problem in (
        (losses[1:], "val_loss is the loss on the training data."),
        (losses[:-1], "val_loss is the loss of training."),
    ):
        check(not np.allclose(values, wrong, rtol=0.01), problem, "the wrong key, or wrong data.")
    check_close(values, expected, rtol=0.01, name="val_loss")


@pytest.mark.points(0.35)
@pytest.mark.visibility("hidden")
def test_best_epoch(curve):
    """The best epoch is the one with the lowest validation loss, counted from 1."""
    got, losses, expected, _shares = curve
    best = check_kind(check_keys(got, _KEYS)["best_epoch"], "int", name="best_epoch")
    same = np.allclose(_read(got)["val_loss"], expected, rtol=0.01)
    check(same, "best_epoch cannot be judged while val_loss is wrong.", "see the test before.")
    lowest = int(expected.argmin())
    check(best != lowest, "best_epoch counts from 0.", "argmin gives the place in the list.")
    training = best != lowest + 1 and best in (_EPOCHS, int(losses[:-1].argmin()) + 1)
    check(not training, "best_epoch is the last epoch, or that with the lowest training loss.")
    check(best == lowest + 1, "best_epoch is not the epoch with the lowest validation loss.")
