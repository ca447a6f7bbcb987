"""predict_digits: raw images in, digits out, as the model's own weights have them."""

import numpy as np
import pytest
from keras_mnist_cases import check_digits, fresh_images, prepared
from keras_mnist_models import perceptron_of

from gradewright.checks import check

pytestmark = pytest.mark.question("predict_digits")

_LEVELS = (20, 90, 160, 250)


@pytest.fixture
def trained(student, kept, rng):
    """Give a model that has learned how bright images are: it tells unprepared ones as others."""

    def run():
        images = np.concatenate([fresh_images(rng, 64, brightest) for brightest in _LEVELS])
        labels = np.repeat(rng.permutation(10)[: len(_LEVELS)], 64)
        model = student.build_mlp(learning_rate=0.1)
        student.train(model, prepared(images), labels, epochs=2, batch_size=8, seed=1)
        return model

    return kept.once("trained", run)


@pytest.fixture
def perceptron(models, kept, trained):
    """Give the judge's own copy of that model."""

    def copy():
        return perceptron_of(models.read_any(trained), to_train=False)

    return kept.once("perceptron", copy)


@pytest.fixture
def answers(student, kept, trained, rng):
    """Give fresh images of all brightnesses, and what predict_digits returned for them."""

    def run():
        levels = range(5, 256, 22)
        images = np.concatenate([fresh_images(rng, 8, brightest) for brightest in levels])
        return images, student.predict_digits(trained, images)

    return kept.once("answers", run)


@pytest.mark.points(0.3)
def test_digits(answers):
    """A batch of n images gives n digits from 0 to 9."""
    images, got = answers
    check_digits(got, len(images))


@pytest.mark.points(0.35)
@pytest.mark.visibility("hidden")
def test_fresh_images(answers, perceptron):
    """The digits are those that the model's weights give for fresh images."""
    images, got = answers
    _check_answers(got, perceptron, images)


@pytest.mark.points(0.2)
@pytest.mark.visibility("hidden")
def test_dark_images(student, trained, perceptron, rng):
    """Very dark images are prepared in the same way as all others."""
    images = np.concatenate([fresh_images(rng, 32, brightest) for brightest in (2, 30, 100)])
    _check_answers(student.predict_digits(trained, images), perceptron, images)


@pytest.mark.points(0.15)
@pytest.mark.visibility("hidden")
def test_one_image(student, trained, perceptron, rng):
    """One image (28, 28) gives an array with one digit."""
    (image,) = fresh_images(rng, 1, brightest=60)
    _check_answers(student.predict_digits(trained, image), perceptron, image[None])


def _check_answers(got, perceptron, images):
    """Check digits against the model's outputs; where two are nearly equal, either may win."""
    digits = check_digits(got, len(images))
    outputs = perceptron.outputs(prepared(images))
    chosen = outputs[np.arange(len(images)), digits]
    highest = outputs.max(axis=1)
    check(
        highest - chosen <= 1e-3 * np.abs(outputs).max(axis=1),
        "Some digits are not those with the largest output of the model.",
        "preprocess_images is wrong or not used, or the largest output is taken over a wrong axis.",
        got=got,
    )
