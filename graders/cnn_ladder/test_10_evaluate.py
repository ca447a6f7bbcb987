"""evaluate: accuracy and confusion as the model's weights have them, nothing random left."""

import numpy as np
import pytest
from forward import probabilities
from reading import read_evaluation

from gradewright.graders import check

pytestmark = [pytest.mark.question("evaluate"), pytest.mark.visibility("hidden")]

_COUNT = 24
_CANDIDATES = 80
_RANDOM = (
    "a second call gives others: the images are changed at random first, or the model is called as "
    "in training, where dropout is on."
)
# Rounding moves logits by less.
_CLEAR = 1e-4


@pytest.fixture
def model(networks, kept):
    """Give rung 5, which has dropout and batch normalisation, and its handle."""
    network = kept.once("network", lambda: networks.rung(5))
    return network.handle, network.model


@pytest.fixture
def images(model, kept, rng):
    """Give images, labels, and the model's answers, which are clear.

    The answers are others where an image is mirrored, as far as there are such images.
    """

    def make():
        x = _spots(rng, _CANDIDATES)
        shares, mirrored = probabilities(model[1], x), probabilities(model[1], x[:, :, ::-1])
        answers = shares.argmax(axis=1)
        clear = np.minimum(_margins(shares), _margins(mirrored))
        order = np.lexsort((-clear, answers == mirrored.argmax(axis=1)))
        chosen = order[_margins(shares)[order] > _CLEAR][:_COUNT]
        check(len(chosen) > 1, "The untrained rung 5 gives the same ten numbers for every image.")
        right = rng.random(len(chosen)) < 0.4
        others = (answers[chosen] + rng.integers(1, 10, len(chosen))) % 10
        return x[chosen], np.where(right, answers[chosen], others), answers[chosen]

    return kept.once("images", make)


def _spots(rng, count):
    """Return images with two coloured spots; an untrained network sees them most differently."""
    x = np.zeros((count, 32, 32, 3), np.float32)
    for image in x:
        for top, left in rng.integers(0, 24, (2, 2)):
            image[top : top + 8, left : left + 8] = rng.normal(0, 1, 3)
    return x


def _margins(shares):
    """Return how far the largest probability of each image is ahead, in logits."""
    top = np.sort(np.log(np.clip(shares, 1e-12, 1)), axis=1)
    return top[:, -1] - top[:, -2]


@pytest.mark.points(0.25)
def test_fresh_images(student, model, images):
    """Accuracy and confusion are those that the model's weights give for fresh images."""
    x, y, answers = images
    accuracy, counts = read_evaluation(student.evaluate(model[0], x, y))
    expected = np.zeros((10, 10))
    np.add.at(expected, (y, answers), 1)
    turned = np.array_equal(counts, expected.T) and not np.array_equal(expected, expected.T)
    check(not turned, "Rows and columns of the confusion are swapped.", "row i is for class i.")
    if not np.array_equal(counts, expected):
        _, again = read_evaluation(student.evaluate(model[0], x, y))
        check(
            False,
            "The counts are not those that the model's weights give for these images.",
            _RANDOM if not np.array_equal(counts, again) else "",
        )
    _check_accuracy(accuracy, answers, y)


def _check_accuracy(accuracy, answers, y):
    """Check the share of right answers; how it is another one says nothing about the cause."""
    expected = float((answers == y).mean())
    problem = "The accuracy is not that which the model's weights give for these images."
    check(np.isclose(accuracy, expected, rtol=1e-6, atol=1e-6), problem, got=accuracy)


@pytest.mark.points(0.1)
def test_few_images(student, model, images):
    """One image, or images in another order, are judged like all others."""
    x, y, answers = images
    for chosen in (slice(0, 1), slice(None, None, -1)):
        accuracy, _ = read_evaluation(student.evaluate(model[0], x[chosen], y[chosen]))
        _check_accuracy(accuracy, answers[chosen], y[chosen])
