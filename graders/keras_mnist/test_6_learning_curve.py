"""learning_curve: the losses of a training that the judge can repeat, and the best epoch.

The validation data are chosen so that their loss falls first and rises then.
"""

import numpy as np
import pytest
from perceptron import perceptron_of
from reading import CURVE, read_curve
from turning import EPOCHS, IMAGES, clear_training

from gradewright.graders import check, check_close, check_keys, check_kind

pytestmark = [pytest.mark.question("learning_curve"), pytest.mark.visibility("hidden")]


@pytest.fixture
def curve(student, networks, kept, rng):
    """Give what learning_curve returned, and what its training must have had.

    These are the losses, those of the validation data, and the accuracies of both.
    """

    def run():
        network = networks.perceptron(learning_rate=0.05, lend_alike=True)
        start = perceptron_of(network.model)
        (x, y), validation, way = clear_training(rng, start)
        got = student.learning_curve(
            network.handle, x, y, validation, epochs=EPOCHS, batch_size=IMAGES, seed=5
        )
        losses = np.array([perceptron.loss(x, y) for perceptron in way])
        expected = np.array([perceptron.loss(*validation) for perceptron in way[1:]])
        shares = {
            "loss": np.array([perceptron.accuracy(x, y) for perceptron in way]),
            "val_loss": np.array([perceptron.accuracy(*validation) for perceptron in way]),
        }
        return got, losses, expected, shares

    return kept.once("curve", run)


def _rule_out_accuracy(values, shares, name):
    """Fail with the name of the mistake where a loss is an accuracy, before or after each epoch."""
    told = any(np.allclose(values, one, atol=1e-3) for one in (shares[:-1], shares[1:]))
    check(not told, f"{name} holds accuracies.", "the wrong key of the history is read.")


@pytest.mark.points(0.35)
def test_loss(curve):
    """The training loss is that of each epoch, in order."""
    got, losses, _expected, shares = curve
    values = read_curve(got, EPOCHS)["loss"]
    _rule_out_accuracy(values, shares["loss"], "loss")
    if not np.allclose(values, losses[1:], rtol=0.01):
        check_close(values, losses[:-1], rtol=0.01, name="loss")


@pytest.mark.points(0.4)
def test_validation_loss(curve):
    """The validation loss is that of the validation data at the end of each epoch."""
    got, losses, expected, shares = curve
    values = read_curve(got, EPOCHS)["val_loss"]
    _rule_out_accuracy(values, shares["val_loss"], "val_loss")
    for wrong, problem in (
        (losses[1:], "val_loss is the loss on the training data."),
        (losses[:-1], "val_loss is the loss of training."),
    ):
        check(not np.allclose(values, wrong, rtol=0.01), problem, "the wrong key, or wrong data.")
    check_close(values, expected, rtol=0.01, name="val_loss")


@pytest.mark.points(0.35)
def test_best_epoch(curve):
    """The best epoch is the one with the lowest validation loss, counted from 1."""
    got, losses, expected, _shares = curve
    best = check_kind(check_keys(got, CURVE)["best_epoch"], "int", name="best_epoch")
    same = np.allclose(read_curve(got, EPOCHS)["val_loss"], expected, rtol=0.01)
    check(same, "best_epoch cannot be judged while val_loss is wrong.", "see the test before.")
    lowest = int(expected.argmin())
    check(best != lowest, "best_epoch counts from 0.", "argmin gives the place in the list.")
    training = best != lowest + 1 and best in (EPOCHS, int(losses[:-1].argmin()) + 1)
    check(not training, "best_epoch is the last epoch, or that with the lowest training loss.")
    check(best == lowest + 1, "best_epoch is not the epoch with the lowest validation loss.")
