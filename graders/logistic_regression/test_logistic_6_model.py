"""Graders of question `model`."""

from dataclasses import dataclass

import numpy as np
import pytest
from logistic_blame import memory_of, optimize_of, predict_of, settings_of, start_of
from logistic_cases import check_values, some_labels
from logistic_faults import (
    check_by_place,
    check_costs,
    check_trained,
    faults_of_model,
    unused_settings,
    unused_words,
)

from gradewright.graders import (
    as_asked,
    check,
    check_keys,
    check_kind,
    check_labels,
    check_shape,
    passes,
    resting_on,
)

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
START = {"w": np.zeros((2, 1)), "b": 0.0}


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


def image_sets(images, every):
    """Return the images, one pixel in `every` both ways, as columns of values from 0 to 1."""
    x_train, x_test = (x[:, ::every, ::every] / 255 for x in (images.x_train, images.x_test))
    return Sets(
        x_train.reshape(len(x_train), -1).T,
        images.y_train.reshape(1, -1),
        x_test.reshape(len(x_test), -1).T,
        images.y_test.reshape(1, -1),
    )


def test_keys_and_shapes(student, reference):
    """The dictionary has every key, and w and the predictions have the right shapes."""
    sets, settings = toy_sets(), {"num_iterations": 120, "learning_rate": 0.1}
    got = check_keys(student.model(*sets.arguments, **settings), KEYS)
    with resting_on(*_earlier(student, reference, sets, settings)):
        check_shape(got["w"], (2, 1), name="w")
        check_shape(got["Y_prediction_train"], (1, 5), name="Y_prediction_train")
        check_shape(got["Y_prediction_test"], (1, 3), name="Y_prediction_test")


def test_settings(student, reference):
    """Training uses the learning rate and the iterations that were asked for, and records them."""
    sets = toy_sets()

    def train(**settings):
        return check_keys(student.model(*sets.arguments, **settings), KEYS)

    unused = unused_settings(train, START)
    usual = {"num_iterations": 12, "learning_rate": 0.07}
    with resting_on(optimize_of(student, reference, sets.X_train, sets.Y_train, **usual)):
        trained = np.any(as_asked(train(**usual)["w"], START["w"]))
        check(trained, "model does not train: w is still zero.", name="w")
        check(not unused, "model does not train as it was asked to.", unused_words(unused))
    for iterations, rate in ((30, 0.015), (110, 0.2)):
        settings = {"num_iterations": iterations, "learning_rate": rate}
        got = train(**settings)
        for name, value in settings.items():
            recorded = passes(check_values, got[name], value)
            told = f"{name} in the dictionary is not the one that was asked for."
            check(recorded, told, "Record the function's own argument.", got=got[name], name=name)


def test_learns(student, reference, rng):
    """Two groups that lie apart are learnt without a mistake."""
    (X_train, Y_train), (X_test, Y_test) = apart(rng, 12), apart(rng, 7)
    settings = {"num_iterations": 200, "learning_rate": 0.3}
    got = student.model(X_train, Y_train, X_test, Y_test, **settings)
    got = check_keys(got, ["Y_prediction_train", "Y_prediction_test"])
    sets = Sets(X_train, Y_train, X_test, Y_test)
    with resting_on(*_earlier(student, reference, sets, settings)):
        _check_predictions(got, Y_train, Y_test)


@pytest.mark.visibility("hidden")
def test_fresh_training(student, reference, rng):
    """Parameters and costs are right for other data and settings, every time afresh."""
    for iterations, rate in ((60, 0.2), (230, 0.05)):
        sets = mixed(rng, 4, 14, 6)
        settings = {"num_iterations": iterations, "learning_rate": rate}
        got = student.model(*sets.arguments, **settings)
        got = check_keys(got, ["costs", "w", "b"])
        expected = reference.model(*sets.arguments, **settings)
        with resting_on(*_earlier(student, reference, sets, settings)):
            faults = faults_of_model(reference, sets.arguments, iterations, rate)
            check_trained(got, expected, faults)
            check_costs(got["costs"], expected["costs"], iterations)


@pytest.mark.visibility("hidden")
def test_fresh_predictions(student, reference, rng):
    """Both sets are predicted with the trained parameters, whatever their labels say."""
    sets = mixed(rng, 3, 14, 14)
    arguments = (*sets.arguments[:3], 1 - sets.Y_test)
    settings = {"num_iterations": 90, "learning_rate": 0.4}
    got = student.model(*arguments, **settings, print_cost=True)
    expected = reference.model(*sets.arguments, **settings)
    got = check_keys(got, ["Y_prediction_train", "Y_prediction_test"])
    with resting_on(*_earlier(student, reference, sets, settings)):
        labels = passes(check_labels, got["Y_prediction_train"], sets.Y_train, shape="generous")
        told = "The predictions are the labels of the set itself."
        check(not labels, told, "use `predict` on X_train and X_test.", name="Y_prediction_train")
        _check_predictions(got, expected["Y_prediction_train"], expected["Y_prediction_test"])


@pytest.mark.visibility("hidden")
def test_defaults(student, rng):
    """Without settings, the model trains 2000 iterations at rate 0.5."""
    arguments = mixed(rng, 2, 9, 4).arguments
    usual = {"num_iterations": 2000, "learning_rate": 0.5}
    got = check_keys(student.model(*arguments), KEYS)
    for name, value in usual.items():
        check_values(got[name], value, name=name)
    # The same training with the settings given: faults of other questions are in both.
    named = check_keys(student.model(*arguments, **usual), KEYS)
    for name in ("w", "b"):
        told = "model without settings trains otherwise than with these given."
        same = passes(check_values, got[name], as_asked(named[name], named[name]))
        check(same, told, "another default than 2000 and 0.5 is used.", got=got[name], name=name)


@pytest.mark.visibility("hidden")
def test_settings_by_place(student):
    """Settings given without their names are read in the order of the statement."""
    arguments = toy_sets().arguments
    settings = {"num_iterations": 40, "learning_rate": 0.2}
    check_by_place(
        lambda: check_keys(student.model(*arguments, **settings), ["w", "b"]),
        lambda: check_keys(student.model(*arguments, 40, 0.2, False), ["w", "b"]),
        "model",
        "X_train, Y_train, X_test, Y_test, num_iterations, learning_rate, print_cost",
    )


def test_images(student, reference, data):
    """The costs are right on the images: at first on all pixels, then for long on some."""
    # A w of the wrong shape, (n, n) say, would on the images take gigabytes.
    small = student.model(*toy_sets().arguments, num_iterations=1, learning_rate=0.1)
    check_shape(as_asked(check_keys(small, ["w"])["w"], np.empty((2, 1))), (2, 1), name="w")
    for every, iterations in ((1, 5), (8, 101)):
        sets = image_sets(data("cats"), every)
        settings = {"num_iterations": iterations, "learning_rate": 0.005}
        got = student.model(*sets.arguments, **settings)
        got = check_keys(got, ["costs", "Y_prediction_test"])
        predicted = as_asked(got["Y_prediction_test"], sets.Y_test)
        check_shape(predicted, sets.Y_test.shape, name="Y_prediction_test")
        check_kind(predicted, "labels", name="Y_prediction_test")
        with resting_on(*_earlier(student, reference, sets, settings)):
            expected = reference.model(*sets.arguments, **settings)["costs"]
            check_costs(got["costs"], expected, iterations)


def _check_predictions(got, train, test):
    """Check the predicted labels of both sets, and name a fault of `model` where it is known."""
    expected = {"Y_prediction_train": train, "Y_prediction_test": test}
    predicted = {name: as_asked(got[name], labels) for name, labels in expected.items()}
    untrained = all(
        passes(check_labels, predicted[n], np.zeros_like(v)) for n, v in expected.items()
    )
    told = "model predicts 0 for every example, as with parameters of zero."
    check(not untrained, told, "predict with the parameters that `optimize` returned.")
    swapped = {"Y_prediction_train": test, "Y_prediction_test": train}
    changed = all(passes(check_labels, got[n], v, shape="generous") for n, v in swapped.items())
    same = np.array_equal(train, test)
    told = "The predictions of the two sets have changed places."
    check(same or not changed, told, "see which set each key of the dictionary is for.")
    for name, labels in expected.items():
        check_labels(got[name], labels, shape="generous", name=name)


def _earlier(student, reference, sets, settings):
    """Return what is suspected where model is wrong: what it may build on, and its settings."""

    def train(**settings):
        return check_keys(student.model(*toy_sets().arguments, **settings), ["w", "b"])

    def again():
        got = train(num_iterations=5, learning_rate=0.1)
        return got["w"], got["b"]

    trained = reference.model(*sets.arguments, **settings)
    return (
        start_of(student, len(sets.X_train)),
        optimize_of(student, reference, sets.X_train, sets.Y_train, **settings),
        settings_of(train, START),
        memory_of(again),
        predict_of(student, reference, trained["w"], trained["b"], sets.X_train),
    )
