"""learning_curve: its keys, and the numbers of the epochs."""

import numpy as np
import pytest
from perceptron import perceptron_of
from reading import read_curve
from turning import EPOCHS, IMAGES, clear_training

from gradewright.graders import check, check_close, line

pytestmark = pytest.mark.question("learning_curve")


def _small_network():
    """Return a perceptron with one small hidden layer: any compiled model has a learning curve."""
    import keras

    dense = keras.layers.Dense
    layers = [keras.layers.Flatten(), dense(24, activation="relu"), dense(10, activation="softmax")]
    model = keras.Sequential([keras.Input((28, 28)), *layers])
    loss = "sparse_categorical_crossentropy"
    model.compile(keras.optimizers.SGD(0.05), loss, metrics=["accuracy"])
    return model


@pytest.mark.points(0.4)
def test_data(student, models, rng, picture):
    """The curve has its four keys, and a number an epoch."""
    model = student.lend_model(_small_network())
    (x, y), validation, way = clear_training(rng, perceptron_of(models.read(model)))
    settings = {"epochs": EPOCHS, "batch_size": IMAGES, "seed": 5}
    got = student.learning_curve(model, x, y, validation, **settings)
    values = read_curve(got, EPOCHS)
    epochs = np.arange(1, EPOCHS + 1)
    losses = [perceptron.loss(x, y) for perceptron in way[:-1]]
    expected = [perceptron.loss(*validation) for perceptron in way[1:]]
    picture.plot(
        "The learning curve",
        [
            line("your loss", values["loss"], epochs),
            line("your validation loss", values["val_loss"], epochs),
            line("loss, gradient descent", losses, epochs, whose="reference", look="dashes"),
            line("validation loss", expected, epochs, whose="reference", look="dashes"),
        ],
        x="epoch",
        y="loss",
        caption="Twelve images of noise; some labels of the validation data are wrong on purpose.",
    )
    from_zero = np.array_equal(values["epoch"], epochs - 1)
    check(not from_zero, "epoch counts from 0.", "the first epoch is number 1.")
    check_close(values["epoch"], epochs, name="epoch")
