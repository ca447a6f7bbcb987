"""model: fresh data and settings, the defaults, and the images."""

from functools import partial

import numpy as np
import pytest
from blame import optimize_of, predict_of
from faults import faults_of_model
from reading import check_values
from sets import KEYS, START, Sets, check_predictions, some_labels, toy_sets
from suspects import memory_of, settings_of, start_of
from training import check_costs, check_trained

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

pytestmark = [
    pytest.mark.question("model"),
    pytest.mark.visibility("hidden"),
    pytest.mark.points(0.25),
]


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


def image_sets(images, every):
    """Return the images, one pixel in `every` both ways, as columns of values from 0 to 1."""
    x_train, x_test = (x[:, ::every, ::every] / 255 for x in (images.x_train, images.x_test))
    return Sets(
        x_train.reshape(len(x_train), -1).T,
        images.y_train.reshape(1, -1),
        x_test.reshape(len(x_test), -1).T,
        images.y_test.reshape(1, -1),
    )


def test_fresh_training(student, reference, rng):
    """Parameters and costs are right for other data and settings, every time afresh."""
    for iterations, rate in ((60, 0.2), (230, 0.05)):
        sets = mixed(rng, 4, 14, 6)
        settings = {"num_iterations": iterations, "learning_rate": rate}
        got = student.model(*sets.arguments, **settings)
        got = check_keys(got, ["costs", "w", "b"])
        expected = reference.model(*sets.arguments, **settings)
        with resting_on(*_earlier(student, reference, sets, settings, expected)):
            faults = faults_of_model(reference, sets.arguments, iterations, rate)
            check_trained(got, expected, faults)
            check_costs(got["costs"], expected["costs"], iterations)


def test_fresh_predictions(student, reference, rng):
    """Both sets are predicted with the trained parameters, whatever their labels say."""
    sets = mixed(rng, 3, 14, 14)
    arguments = (*sets.arguments[:3], 1 - sets.Y_test)
    settings = {"num_iterations": 90, "learning_rate": 0.4}
    got = student.model(*arguments, **settings, print_cost=True)
    expected = reference.model(*sets.arguments, **settings)
    got = check_keys(got, ["Y_prediction_train", "Y_prediction_test"])
    with resting_on(*_earlier(student, reference, sets, settings, expected)):
        labels = passes(check_labels, got["Y_prediction_train"], sets.Y_train, shape="generous")
        told = "The predictions are the labels of the set itself."
        check(not labels, told, "use `predict` on X_train and X_test.", name="Y_prediction_train")
        check_predictions(got, expected["Y_prediction_train"], expected["Y_prediction_test"])


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


def test_images(student, reference, data, kept_by_judge):
    """The costs are right on the images: at first on all pixels, then for long on some."""
    # A w of the wrong shape, (n, n) say, would on the images take gigabytes.
    small = student.model(*toy_sets().arguments, num_iterations=1, learning_rate=0.1)
    check_shape(as_asked(check_keys(small, ["w"])["w"], np.empty((2, 1))), (2, 1), name="w")
    for every, iterations in ((1, 5), (8, 101)):
        settings = {"num_iterations": iterations, "learning_rate": 0.005}
        # No submission has a part in either, and on all pixels they take as long as other tests.
        sets = kept_by_judge.once(("sets", every), partial(image_sets, data("cats"), every))
        expected = kept_by_judge.once(
            ("trained", every), partial(reference.model, *sets.arguments, **settings)
        )
        got = student.model(*sets.arguments, **settings)
        got = check_keys(got, ["costs", "Y_prediction_test"])
        predicted = as_asked(got["Y_prediction_test"], sets.Y_test)
        check_shape(predicted, sets.Y_test.shape, name="Y_prediction_test")
        check_kind(predicted, "labels", name="Y_prediction_test")
        with resting_on(*_earlier(student, reference, sets, settings, expected)):
            check_costs(got["costs"], expected["costs"], iterations)


def _earlier(student, reference, sets, settings, trained):
    """Return what is suspected where model is wrong: what it may build on, and its settings.

    `trained` is what the reference's model returns for these sets and settings.
    """

    def train(**settings):
        return check_keys(student.model(*toy_sets().arguments, **settings), ["w", "b"])

    def again():
        got = train(num_iterations=5, learning_rate=0.1)
        return got["w"], got["b"]

    return (
        start_of(student, len(sets.X_train)),
        optimize_of(student, reference, sets.X_train, sets.Y_train, **settings),
        settings_of(train, START),
        memory_of(again),
        predict_of(student, reference, trained["w"], trained["b"], sets.X_train),
    )
