"""Which images a training saw, read from the weights of a network that keeps their sum.

The judge lends a network of one layer, whose weights start at zero. All images come in one batch,
each with a label of its own, and the steps are so short that the probabilities stay nearly equal.
So the weights are, for each epoch, known sums of the images as they were seen, and are solved for
them.
"""

from dataclasses import dataclass

import numpy as np
from cnn_ladder_cases import read_array

from gradewright.checks import check

CLASSES = 10
COUNT = 4
_SIDE, _CHANNELS = 32, 3
_RATE = 2e-4
# The probabilities move by 2 % an epoch; two versions of noise differ by half of what they are.
_SAME = 0.15


@dataclass(frozen=True)
class Seen:
    """The images (COUNT, 32, 32, 3) as training saw them, added up over its epochs."""

    images: np.ndarray

    def is_like(self, others, times=1):
        """Return for each image whether it is `times` another one."""
        off = np.sqrt(((self.images - times * others) ** 2).sum(axis=(1, 2, 3)))
        return off < _SAME * times * np.sqrt((others**2).sum(axis=(1, 2, 3)))


def fresh_images(rng):
    """Return noise (COUNT, 32, 32, 3) and labels, all different."""
    x = rng.random((COUNT, _SIDE, _SIDE, _CHANNELS)).astype(np.float32)
    return x, rng.permutation(CLASSES)[:COUNT]


def grey_images(y):
    """Return an even grey image for each label: mirrored and shifted it stays what it is."""
    return np.full((len(y), _SIDE, _SIDE, _CHANNELS), 0.5, np.float32), y


def seen_by(student, x, y, *, epochs, augmented, seed):
    """Train the network that keeps the sum of its images; return what it saw."""
    student.start_anew()
    handle = student.lend_model(_linear(np.zeros((x[0].size, CLASSES), np.float32), _RATE))
    settings = {"epochs": epochs, "batch_size": COUNT, "patience": epochs, "seed": seed}
    student.train(handle, x, y, grey_images(y), augmented=augmented, **settings)
    weights = student.artefact(handle).weights
    kernel = read_array(weights[0], (x[0].size, CLASSES), "the weights")
    # A step moves the weights of class c by rate / COUNT times the sum of (1[y = c] - 1/10) x.
    shares = (np.eye(CLASSES)[y] - 1 / CLASSES) * _RATE / COUNT
    images = kernel @ np.linalg.pinv(shares)
    return Seen(images.T.reshape(x.shape))


def loss_after(student, x, y, validation, *, seed):
    """Train a network of one layer for one augmented epoch.

    Returns:
        What train returned, and the loss of the validation images as the weights then give it.
    """
    start = np.random.default_rng(seed).normal(0, 0.05, (x[0].size, CLASSES))
    student.start_anew()
    handle = student.lend_model(_linear(start.astype(np.float32), 0.01))
    settings = {"epochs": 1, "batch_size": COUNT, "patience": 1, "seed": seed}
    history = student.train(handle, x, y, validation, augmented=True, **settings)
    kernel, bias = student.artefact(handle).weights
    images, labels = validation
    z = images.reshape(len(images), -1).astype(np.float64) @ kernel + bias
    z -= z.max(axis=1, keepdims=True)
    losses = np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(labels)), labels]
    return history, float(losses.mean())


def _linear(kernel, rate):
    """Return a compiled network of one layer with these weights."""
    import keras

    model = keras.Sequential(
        [
            keras.Input((_SIDE, _SIDE, _CHANNELS)),
            keras.layers.Flatten(),
            keras.layers.Dense(CLASSES, activation="softmax"),
        ]
    )
    model.set_weights([kernel, np.zeros(CLASSES, np.float32)])
    optimizer = keras.optimizers.SGD(rate)
    model.compile(optimizer=optimizer, loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def check_plain(seen, x):
    """Check that training without augmentation saw the images as they are."""
    check(
        seen.is_like(x).all(),
        "With augmented=False, the images that are learned are not those that were handed in.",
    )


def check_augmented(seen, x):
    """Check that training with augmentation saw other images than those that were handed in."""
    check(
        not seen.is_like(x).all(),
        "With augmented=True, the images that are learned are those that were handed in.",
        "augment is not applied, or what it returns is not what is trained on.",
    )


def check_anew(once, twice):
    """Check that a second epoch saw other versions of the images than the first."""
    check(
        not twice.is_like(once.images, times=2).all(),
        "With augmented=True, the second epoch sees each image in the same version as the first.",
        "augment gets the same seed in every epoch, or is called only once.",
    )
