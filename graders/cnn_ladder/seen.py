"""Which images a training saw, read from the weights of a network that keeps their sum.

The judge lends a network of one layer, whose weights start at zero. All images come in one batch,
each with a label of its own, and the steps are so short that the probabilities stay nearly equal.
So the weights are, for each epoch, known sums of the images as they were seen, and are solved for
them.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from lent import CLASSES, linear_network
from reading import read_array

from gradewright.graders import check

COUNT = 4
_SIDE, _CHANNELS = 32, 3
_RATE = 2e-4
# The probabilities move by 2 % an epoch; two versions of noise differ by half of what they are.
_SAME = 0.15


@dataclass(frozen=True)
class Seen:
    """The images (COUNT, 32, 32, 3) as training saw them, added up over its epochs.

    `validation` are those that it was only to be measured on.
    """

    images: np.ndarray
    validation: np.ndarray

    @property
    def nothing(self):
        """Return whether training changed nothing at all."""
        return not self.images.any()

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
    handle = student.lend_model(linear_network(_RATE, np.zeros((x[0].size, CLASSES), np.float32)))
    settings = {"epochs": epochs, "batch_size": COUNT, "patience": epochs, "seed": seed}
    validation = grey_images(y)
    student.train(handle, x, y, validation, augmented=augmented, **settings)
    weights = student.artefact(handle).weights
    kernel = read_array(weights[0], (x[0].size, CLASSES), "the weights")
    # A step moves the weights of class c by rate / COUNT times the sum of (1[y = c] - 1/10) x.
    shares = (np.eye(CLASSES)[y] - 1 / CLASSES) * _RATE / COUNT
    images = kernel @ np.linalg.pinv(shares)
    return Seen(images.T.reshape(x.shape), validation[0])


@dataclass(frozen=True)
class Measured:
    """What train returned for an epoch, and the losses that the weights then give.

    `validation` is that of the validation images, `training` that of the others, as they are.
    `is_trained`: the epoch changed the weights.
    """

    history: Any
    validation: float
    training: float
    is_trained: bool


def loss_after(student, x, y, validation, *, augmented, seed):
    """Train a network of one layer for one epoch; return the Measured."""
    start = np.random.default_rng(seed).normal(0, 0.05, (x[0].size, CLASSES))
    student.start_anew()
    handle = student.lend_model(linear_network(0.01, start.astype(np.float32)))
    settings = {"epochs": 1, "batch_size": COUNT, "patience": 1, "seed": seed}
    history = student.train(handle, x, y, validation, augmented=augmented, **settings)
    kernel, bias = student.artefact(handle).weights
    first, second = (_loss(*part, kernel, bias) for part in (validation, (x, y)))
    return Measured(history, first, second, not np.array_equal(kernel, start.astype(np.float32)))


def _loss(images, labels, kernel, bias):
    """Return the mean cross-entropy of images for a layer with these weights."""
    z = images.reshape(len(images), -1).astype(np.float64) @ kernel + bias
    z -= z.max(axis=1, keepdims=True)
    losses = np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(labels)), labels]
    return float(losses.mean())


def check_plain(seen, x):
    """Check that training without augmentation saw the images as they are."""
    check_changed(not seen.nothing)
    both = seen.is_like(x + seen.validation).all()
    check(
        seen.is_like(x).all(),
        "With augmented=False, the images that are learned are not those that were handed in.",
        "the validation images are learned, too." if both else "",
    )


def check_changed(changed):
    """Check that training changed the model's weights."""
    cause = "a copy of it is trained, or nothing is."
    check(changed, "Training changed no weight of the model that was handed in.", cause)


def check_augmented(seen, x):
    """Check that training with augmentation saw other images than those that were handed in."""
    check_changed(not seen.nothing)
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
