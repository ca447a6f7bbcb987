"""Graders of question `model`."""

from dataclasses import dataclass

import numpy as np
import pytest
from logistic_cases import PRINTED_CAT_COSTS, check_costs, check_params, some_labels
from logistic_faults import check_trained, faults_of_model

from gradewright.checks import check_close, check_keys, check_kind, check_labels, check_shape

pytestmark = [pytest.mark.question("model"), pytest.mark.points(0.25)]

KEYS = [
    "costs",
    "Y_prediction_test",
    "Y_prediction_train",
    "w",
    "b",
    "learning_rate",
    "num_iterations",
]


@dataclass(frozen=True, slots=True)
class Sets:
    """A training set and a test set, as `model` takes them."""

    X_train: np.ndarray
    Y_train: np.ndarray
    X_test: np.ndarray
    Y_test: np.ndarray

    @property
    def arguments(self):
        """Return X_train, Y_train, X_test, Y_test."""
        return self.X_train, self.Y_train, self.X_test, self.Y_test


def apart(rng, m):
    """Return m examples of three features that the first feature tells apart, and their labels."""
    Y = some_labels(rng, m)
    X = rng.normal(scale=0.2, size=(3, m))
    X[0] = (2 * Y[0] - 1) * rng.uniform(1, 2, size=m)
    return X, Y


def mixed(rng, n, m_train, m_test):
    """Return sets that no plane tells apart, however long the training.

    The corners of a simplex are trained with both labels. They keep w and b small, so that no
    activation rounds to 0 or 1, where the cost of correct work may be NaN.
    """
    corners = np.hstack([np.zeros((n, 1)), 1.5 * np.eye(n)])
    corners += rng.normal(scale=0.1, size=corners.shape)
    X_train = np.hstack([corners, corners, rng.normal(size=(n, m_train - 2 * n - 2))])
    labels = np.repeat([[1, 0]], n + 1, axis=1)
    Y_train = np.hstack([labels, some_labels(rng, m_train - 2 * n - 2)])
    order = rng.permutation(m_train)
    X_test, Y_test = rng.normal(size=(n, m_test)), some_labels(rng, m_test)
    return Sets(X_train[:, order], Y_train[:, order], X_test, Y_test)


def toy_sets():
    """Return five training and three test examples of two features."""
    X = np.array([[1.0, 2.0, -1.0, -2.0, 1.5, -1.5, 3.0, -3.0], np.linspace(-1, 1, 8)])
    Y = np.array([[1, 1, 0, 0, 1, 0, 1, 0]])
    return Sets(X[:, :5], Y[:, :5], X[:, 5:], Y[:, 5:])


def image_sets(images):
    """Return the images as columns of values from 0 to 1.

    The stand-ins are small pictures blown up to the cats' size: one pixel in eight holds them.
    """
    every = 8 if images.stand_in else 1
    x_train, x_test = (x[:, ::every, ::every] / 255 for x in (images.x_train, images.x_test))
    return Sets(
        x_train.reshape(len(x_train), -1).T,
        images.y_train.reshape(1, -1),
        x_test.reshape(len(x_test), -1).T,
        images.y_test.reshape(1, -1),
    )


def test_keys_and_shapes(student):
    """The dictionary has every key, and its values have the right shapes."""
    got = check_keys(student.model(*toy_sets().arguments, 120, 0.1), KEYS)
    for key, shape in {"w": (2, 1), "b": (), "Y_prediction_train": (1, 5)}.items():
        check_shape(got[key], shape, name=key)
    check_shape(got["Y_prediction_test"], (1, 3), name="Y_prediction_test")
    check_shape(got["costs"], (2,), lists=True, name="costs")


def test_hyper_parameters(student):
    """The dictionary records the learning rate and the iterations that were asked for."""
    for iterations, rate in ((30, 0.01), (110, 0.2)):
        settings = {"num_iterations": iterations, "learning_rate": rate}
        got = check_keys(student.model(*toy_sets().arguments, **settings), list(settings))
        check_close(got["num_iterations"], iterations, name="num_iterations")
        check_close(got["learning_rate"], rate, name="learning_rate")


def test_learns(student, rng):
    """Two groups that lie apart are learnt without a mistake."""
    (X_train, Y_train), (X_test, Y_test) = apart(rng, 12), apart(rng, 7)
    got = student.model(X_train, Y_train, X_test, Y_test, num_iterations=200, learning_rate=0.3)
    got = check_keys(got, ["Y_prediction_train", "Y_prediction_test"])
    check_labels(got["Y_prediction_train"], Y_train, name="Y_prediction_train")
    check_labels(got["Y_prediction_test"], Y_test, name="Y_prediction_test")


@pytest.mark.visibility("hidden")
def test_fresh_training(student, reference, rng):
    """Parameters and costs are right for other data and settings, every time afresh."""
    for iterations, rate in ((60, 0.2), (230, 0.05)):
        sets = mixed(rng, 4, 14, 6)
        got = student.model(*sets.arguments, iterations, rate, False)
        expected = reference.model(*sets.arguments, iterations, rate, False)
        got = check_keys(got, ["costs", "w", "b"])
        faults = faults_of_model(reference, sets.arguments, iterations, rate)
        check_trained(got, expected, faults)
        check_costs(got["costs"], expected["costs"])


@pytest.mark.visibility("hidden")
def test_fresh_predictions(student, reference, rng):
    """Both sets are predicted with the trained parameters, whatever their labels say."""
    sets = mixed(rng, 3, 14, 14)
    arguments = (*sets.arguments[:3], 1 - sets.Y_test)
    settings = {"num_iterations": 90, "learning_rate": 0.4, "print_cost": True}
    got = student.model(*arguments, **settings)
    expected = reference.model(*sets.arguments, num_iterations=90, learning_rate=0.4)
    keys = ["Y_prediction_train", "Y_prediction_test"]
    got = check_keys(got, keys)
    for key in keys:
        check_labels(got[key], expected[key], name=key)


@pytest.mark.visibility("hidden")
def test_defaults(student, reference, rng):
    """Without settings, the model trains 2000 iterations at rate 0.5."""
    sets = mixed(rng, 2, 9, 4)
    got = check_keys(student.model(*sets.arguments), KEYS)
    expected = reference.model(*sets.arguments)
    check_close(got["num_iterations"], 2000, name="num_iterations")
    check_close(got["learning_rate"], 0.5, name="learning_rate")
    check_params(got, expected)
    check_costs(got["costs"], expected["costs"])


@pytest.mark.points(0.5)
# A w of the wrong shape, (n, n) say, would here take gigabytes to tell the same again.
@pytest.mark.depends("test_keys_and_shapes")
def test_images(student, reference, data):
    """The costs of 101 iterations on the images are right."""
    sets = image_sets(data("cats"))
    got = student.model(*sets.arguments, num_iterations=101, learning_rate=0.005)
    got = check_keys(got, ["costs", "w", "Y_prediction_test"])
    check_shape(got["w"], (len(sets.X_train), 1), name="w")
    check_shape(got["Y_prediction_test"], sets.Y_test.shape, name="Y_prediction_test")
    check_kind(got["Y_prediction_test"], "labels", name="Y_prediction_test")
    if data("cats").stand_in:
        check_costs(got["costs"], reference.model(*sets.arguments, 101, 0.005)["costs"])
    else:
        # Six decimals are printed.
        check_costs(got["costs"], PRINTED_CAT_COSTS, rtol=0, atol=6e-7)
