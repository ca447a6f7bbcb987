"""train: the history, and that something is learned."""

import numpy as np
import pytest
from images import fresh_examples
from perceptron import distance, perceptron_of
from reading import check_history
from stated import stated_layers

from gradewright.graders import check, check_between

pytestmark = pytest.mark.question("train")

_EPOCHS = 3
_BY_HEART = 8
_HISTORY = ("loss", "accuracy", "val_loss", "val_accuracy")


@pytest.mark.points(0.5)
def test_history(student, rng):
    """The history has a loss and an accuracy an epoch, and those of the validation data."""
    x, y = fresh_examples(rng, 12)
    settings = {"epochs": _EPOCHS, "batch_size": 5, "seed": 3}
    settings["validation_data"] = fresh_examples(rng, 6)
    history = student.train(student.build_mlp(), x, y, **settings)
    values = check_history(history, _EPOCHS, _HISTORY)
    for name in ("accuracy", "val_accuracy"):
        check_between(values[name], 0, 1, name=name)


@pytest.mark.points(0.2)
def test_learns(student, models, rng):
    """A few images are learned by heart."""
    x, y = _strokes(rng), rng.integers(0, 10, _BY_HEART)
    # An optimizer in a global name knows the variables of one model alone.
    student.start_anew()
    model = student.build_mlp(learning_rate=0.1)
    before = models.read(model, stated=stated_layers).weights
    images, labels = np.tile(x, (25, 1, 1)), np.tile(y, 25)
    student.train(model, images, labels, epochs=2, batch_size=_BY_HEART, seed=1)
    trained = perceptron_of(models.read(model, stated=stated_layers))
    loss, same = trained.loss(x, y), distance(trained.weights, before) == 0
    check(
        loss < 0.35,
        f"After 50 steps on the same eight images the loss on them is still {loss:.2f}.",
        "training does not change the model that is handed in." if same else "",
    )


def _strokes(rng):
    """Return images of a few bright strokes each, float32 (n, 28, 28) from 0 to 1."""
    x = np.zeros((_BY_HEART, 28, 28), np.float32)
    for image in x:
        for top, left in rng.integers(0, 20, (3, 2)):
            tall, wide = rng.permutation([8, 2])
            image[top : top + tall, left : left + wide] = rng.uniform(0.6, 1)
    return x
