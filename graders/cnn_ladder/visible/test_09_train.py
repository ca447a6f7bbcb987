"""train: the history, up to early stopping."""

import numpy as np
import pytest
from coloured import coloured, contradictory
from lent import linear_network
from reading import read_history

from gradewright.graders import check, check_between, line

pytestmark = pytest.mark.question("train")

_RATE = 0.002
_SETTINGS = {"epochs": 24, "batch_size": 8, "patience": 3, "seed": 3}


@pytest.fixture
def trained(student, rng):
    """Train until early stopping ends it; give the history."""
    (x, y), validation = contradictory(rng)
    return _train(student, x, y, validation, **_SETTINGS)


@pytest.fixture
def short(student, rng):
    """Give the history of three epochs on other images."""
    x, y = coloured(rng, [0, 1, 2], 16, rng.permutation(10))
    return _train(student, x, y, (x, y), **_SETTINGS | {"epochs": 3})


def _train(student, x, y, validation, **settings):
    """Train a network of the test's own, in a process that trained no other."""
    student.start_anew()
    return student.train(student.lend_model(linear_network(_RATE)), x, y, validation, **settings)


@pytest.mark.points(0.2)
def test_history(trained, short, picture):
    """The history has four lists with a number an epoch, and the best epoch."""
    values, best = read_history(trained)
    ran = len(values["loss"])
    # Two trainings on different images never have the same losses.
    same = read_history(short)[0]["loss"][0] == values["loss"][0]
    check(not same, "The history is the same, whatever is trained on.")
    check(0 <= best <= ran, f"best_epoch is not among the {ran} epochs that were run.")
    epochs = np.arange(1, ran + 1)
    picture.plot(
        "Learning curves, up to early stopping",
        [
            line("training loss", values["loss"], epochs),
            line("validation loss", values["val_loss"], epochs, look="dashes"),
            line("best epoch", [0, float(values["val_loss"].max())], [best, best], look="dashes"),
        ],
        x="epoch",
        y="loss",
        caption="Some validation images have colours that training never shows.",
    )
    for name in ("accuracy", "val_accuracy"):
        check_between(values[name], 0, 1, name=name)
    lowest = int(values["val_loss"].argmin()) + 1
    check(best != lowest - 1, "best_epoch counts from 0.", "argmin gives the place in the list.")
    check(best == lowest, "best_epoch is not the epoch with the lowest validation loss.")
