"""Sets to train and to test a model with, and checks of what it gives."""

from dataclasses import dataclass

import numpy as np

from gradewright.graders import as_asked, check, check_labels, passes

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


def some_labels(rng, m):
    """Return labels of shape (1, m), both kinds among them where m allows."""
    return rng.permutation(np.arange(m) % 2).reshape(1, m)


def toy_sets():
    """Return five training and three test examples of two features."""
    X = np.array([[1.0, 2.0, -1.0, -2.0, 1.5, -1.5, 3.0, -3.0], np.linspace(-1, 1, 8)])
    Y = np.array([[1, 1, 0, 0, 1, 0, 1, 0]])
    return Sets(X[:, :5], Y[:, :5], X[:, 5:], Y[:, 5:])


def check_predictions(got, train, test):
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
