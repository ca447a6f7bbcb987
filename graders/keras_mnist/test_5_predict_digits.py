"""predict_digits: raw images in, digits out, as the model's own weights have them.

The model is the submission's, or one of the judge's where that is no perceptron. Its weights are
the judge's: nothing is to be trained first. They let
the answer depend on how bright an image is, so images that are prepared wrongly get others.
"""

from dataclasses import replace

import numpy as np
import pytest
from cases import reading_brightness
from images import fresh_images, prepared
from perceptron import perceptron_of
from reading import check_digits

from gradewright.graders import check

pytestmark = [pytest.mark.question("predict_digits"), pytest.mark.visibility("hidden")]

# The mean pixels of fresh images lie between 0 and 0.5; no image comes near the last five.
_BANDS = (0.05, 0.15, 0.25, 0.35, 0.45, 2.0, 2.0, 2.0, 2.0, 2.0)

# Probabilities whose ratio is as near to 1 are equal but for rounding, that of GPUs included.
_NEARLY = 5e-3
_NEARLY_ALL = 0.9


@pytest.fixture
def reader(student, networks, kept, rng):
    """Give a model that tells images apart by their brightness, and the judge's own copy."""

    def run():
        network = networks.reader()
        model, shape = network.handle, perceptron_of(network.model, to_train=False)
        images = np.concatenate([fresh_images(rng, 1, brightest) for brightest in range(3, 256, 2)])
        perceptron = reading_brightness(shape, prepared(images), rng.permutation(_BANDS), rng)
        weights = tuple(array.astype(np.float32) for array in perceptron.weights)
        student.give_weights(model, weights)
        return model, replace(perceptron, weights=weights)

    return kept.once("reader", run)


@pytest.fixture
def answers(student, kept, reader, rng):
    """Give fresh images of all brightnesses, and what predict_digits returned for them."""

    def run():
        levels = range(5, 256, 22)
        images = np.concatenate([fresh_images(rng, 8, brightest) for brightest in levels])
        return images, student.predict_digits(reader[0], images)

    return kept.once("answers", run)


@pytest.mark.points(0.35)
def test_fresh_images(answers, reader):
    """The digits are those that the model's weights give for fresh images."""
    images, got = answers
    _check_answers(got, reader[1], images)


@pytest.mark.points(0.2)
def test_dark_images(student, reader, rng):
    """Very dark images are prepared in the same way as all others."""
    images = np.concatenate([fresh_images(rng, 32, brightest) for brightest in (2, 30, 100)])
    model, perceptron = reader
    _check_answers(student.predict_digits(model, images), perceptron, images)


@pytest.mark.points(0.15)
def test_one_image(student, reader, rng):
    """One image (28, 28) gives an array with one digit."""
    model, perceptron = reader
    images = fresh_images(rng, 12, brightest=60)
    digits = perceptron.losses(prepared(images)).argmin(axis=1)
    # Of two different digits no constant is right for both.
    for image in (images[0], images[np.argmax(digits != digits[0])]):
        _check_answers(student.predict_digits(model, image), perceptron, image[None])


def _check_answers(got, perceptron, images):
    """Check digits against the model's outputs; where two are nearly equal, either may win."""
    digits = check_digits(got, len(images))
    likely = np.exp(-perceptron.losses(prepared(images)))
    chosen = likely[np.arange(len(images)), digits]
    check(
        chosen >= (1 - _NEARLY) * likely.max(axis=1),
        "Some digits are not those with the largest output of the model.",
        _cause_of_answers(digits, perceptron, images),
        got=got,
    )


def _cause_of_answers(digits, perceptron, images):
    """Return in what way the images were prepared instead, where that is plain, else ""."""
    x = prepared(images)
    for scale, cause in (
        (255, "the images are not prepared: their pixels go up to 255. See preprocess_images."),
        (1 / 255, "the images are divided by 255 twice: preprocess_images does that once."),
        (1 / x.max(), "the images are divided by the largest pixel that is there, not by 255."),
    ):
        # Rounding of single precision decides for a few.
        told_apart = abs(scale - 1) > 1e-3
        if told_apart and (digits == perceptron.answers(scale * x)).mean() > _NEARLY_ALL:
            return cause
    smallest = perceptron.forward(x)[1][-1].argmin(axis=1)
    return "these are the digits with the smallest output." if (digits == smallest).all() else ""
