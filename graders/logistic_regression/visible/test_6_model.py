"""model: keys, shapes, settings, that it learns, and what it has to do with the two sets."""

import numpy as np
import pytest
from reading import check_values
from sets import KEYS, START, Sets, check_predictions, some_labels, toy_sets
from suspects import memory_of, optimize_of, predict_of, settings_of, start_of
from training import check_by_place, unused_settings, unused_words

from gradewright.graders import (
    as_asked,
    check,
    check_keys,
    check_shape,
    passes,
    read_numbers,
    resting_on,
)

pytestmark = pytest.mark.question("model")


def apart(rng, m):
    """Return m examples of three features that the first feature tells apart, and their labels."""
    Y = some_labels(rng, m)
    X = rng.normal(scale=0.2, size=(3, m))
    X[0] = (2 * Y[0] - 1) * rng.uniform(1, 2, size=m)
    return X, Y


@pytest.mark.points(0.25)
def test_keys_and_shapes(student):
    """The dictionary has every key, and w and the predictions have the right shapes."""
    sets, settings = toy_sets(), {"num_iterations": 120, "learning_rate": 0.1}
    got = check_keys(student.model(*sets.arguments, **settings), KEYS)
    with resting_on(*_earlier(student, sets)):
        check_shape(got["w"], (2, 1), name="w")
        check_shape(got["Y_prediction_train"], (1, 5), name="Y_prediction_train")
        check_shape(got["Y_prediction_test"], (1, 3), name="Y_prediction_test")


@pytest.mark.points(0.2)
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


@pytest.mark.points(0.2)
def test_learns(student, rng):
    """Two groups that lie apart are learnt without a mistake."""
    (X_train, Y_train), (X_test, Y_test) = apart(rng, 12), apart(rng, 7)
    settings = {"num_iterations": 200, "learning_rate": 0.3}
    got = student.model(X_train, Y_train, X_test, Y_test, **settings)
    got = check_keys(got, ["Y_prediction_train", "Y_prediction_test"])
    sets = Sets(X_train, Y_train, X_test, Y_test)
    with resting_on(*_earlier(student, sets)):
        check_predictions(got, Y_train, Y_test)


@pytest.mark.points(0.15)
def test_signature(student):
    """Without settings it trains 2000 iterations at rate 0.5; they may be given by place, too."""
    arguments = toy_sets().arguments
    got = check_keys(student.model(*arguments), KEYS)
    for name, value in {"num_iterations": 2000, "learning_rate": 0.5}.items():
        told = f"Without settings, {name} is not {value}."
        cause = "compare the head of your function with the statement's."
        check(passes(check_values, got[name], value), told, cause, got=got[name], name=name)
    check_by_place(
        lambda: check_keys(student.model(*arguments, num_iterations=9, learning_rate=0.2), KEYS),
        lambda: check_keys(student.model(*arguments, 9, 0.2, False), KEYS),
        "model",
        "X_train, Y_train, X_test, Y_test, num_iterations, learning_rate, print_cost",
    )


@pytest.mark.points(0.2)
def test_sets(student, rng):
    """The test set has no part in the training; predictions are your predict's for w and b."""
    sets = mixed(rng, 8)
    settings = {"num_iterations": 40, "learning_rate": 0.3}

    def train(X_test, Y_test):
        return check_keys(
            student.model(sets.X_train, sets.Y_train, X_test, Y_test, **settings), KEYS
        )

    got, other = train(sets.X_test, sets.Y_test), train(sets.X_test[:, :3] - 5, sets.Y_test[:, 3:6])
    with resting_on(*_earlier(student, sets)):
        for name in ("w", "b"):
            told = f"{name} is another one with another test set."
            cause = "train on X_train and Y_train alone."
            same = passes(check_values, got[name], as_asked(other[name], START[name]))
            check(same, told, cause, got=got[name], name=name)
        w, b = read_numbers(got["w"], (2, 1), name="w"), read_numbers(got["b"], (), name="b")
        for which in ("train", "test"):
            _check_predicted(student, got, which, sets, w, b)


def mixed(rng, m):
    """Return sets of m examples each; no plane tells the two labels to train with apart."""
    # Those to train with lie off 0, the others on all sides: they are not predicted alike.
    X_train, X_test = rng.normal(size=(2, m)) + 2, rng.normal(scale=5, size=(2, m))
    X_train[:, m // 2 :] = X_train[:, : m // 2]
    Y_train = (np.arange(m) < m // 2 + 2).astype(int).reshape(1, m)
    return Sets(X_train, Y_train, X_test, some_labels(rng, m))


def _check_predicted(student, got, which, sets, w, b):
    """Check the predictions of one set against the student's own `predict`, off the threshold."""
    X, Y = (getattr(sets, f"{letter}_{which}") for letter in "XY")
    name = f"Y_prediction_{which}"
    labels = read_numbers(got[name], Y.shape, name=name)
    expected = read_numbers(student.predict(w, b, X), Y.shape, name="predict(w, b, X)")
    clear = np.abs(np.sum(w * X, axis=0) + b) > 1e-3
    answered = np.array_equal(labels, Y)
    cause = f"They are the labels Y_{which} themselves. " if answered else ""
    cause += f"Give what predict says of w, b and X_{which}, each as it is."
    told = f"{name} is not what your predict says for the returned w and b."
    check(np.array_equal(labels[:, clear], expected[:, clear]), told, cause, got=labels, name=name)


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
