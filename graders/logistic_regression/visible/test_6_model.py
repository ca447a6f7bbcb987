"""model: keys, shapes, settings, and that it learns."""

import numpy as np
import pytest
from reading import check_values
from sets import KEYS, START, Sets, check_predictions, some_labels, toy_sets
from suspects import memory_of, optimize_of, predict_of, settings_of, start_of
from training import unused_settings, unused_words

from gradewright.graders import as_asked, check, check_keys, check_shape, passes, resting_on

pytestmark = [pytest.mark.question("model"), pytest.mark.points(0.25)]


def apart(rng, m):
    """Return m examples of three features that the first feature tells apart, and their labels."""
    Y = some_labels(rng, m)
    X = rng.normal(scale=0.2, size=(3, m))
    X[0] = (2 * Y[0] - 1) * rng.uniform(1, 2, size=m)
    return X, Y


def test_keys_and_shapes(student):
    """The dictionary has every key, and w and the predictions have the right shapes."""
    sets, settings = toy_sets(), {"num_iterations": 120, "learning_rate": 0.1}
    got = check_keys(student.model(*sets.arguments, **settings), KEYS)
    with resting_on(*_earlier(student, sets)):
        check_shape(got["w"], (2, 1), name="w")
        check_shape(got["Y_prediction_train"], (1, 5), name="Y_prediction_train")
        check_shape(got["Y_prediction_test"], (1, 3), name="Y_prediction_test")


def test_settings(student):
    """Training uses the learning rate and the iterations that were asked for, and records them."""
    sets = toy_sets()

    def train(**settings):
        return check_keys(student.model(*sets.arguments, **settings), KEYS)

    unused = unused_settings(train, START)
    usual = {"num_iterations": 12, "learning_rate": 0.07}
    with resting_on(optimize_of(student)):
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


def test_learns(student, rng):
    """Two groups that lie apart are learnt without a mistake."""
    (X_train, Y_train), (X_test, Y_test) = apart(rng, 12), apart(rng, 7)
    settings = {"num_iterations": 200, "learning_rate": 0.3}
    got = student.model(X_train, Y_train, X_test, Y_test, **settings)
    got = check_keys(got, ["Y_prediction_train", "Y_prediction_test"])
    sets = Sets(X_train, Y_train, X_test, Y_test)
    with resting_on(*_earlier(student, sets)):
        check_predictions(got, Y_train, Y_test)


def _earlier(student, sets):
    """Return what is suspected where model is wrong: what it may build on, and its settings."""

    def train(**settings):
        return check_keys(student.model(*toy_sets().arguments, **settings), ["w", "b"])

    def again():
        got = train(num_iterations=5, learning_rate=0.1)
        return got["w"], got["b"]

    return (
        start_of(student, len(sets.X_train)),
        optimize_of(student),
        settings_of(train, START),
        memory_of(again),
        predict_of(student),
    )
