"""predict: the printed labels, their shape, and what follows from their signs."""

import numpy as np
import printed
import pytest
from suspects import sigmoid_of

from gradewright.graders import (
    check,
    check_kind,
    check_labels,
    check_shape,
    read_numbers,
    resting_on,
)

pytestmark = pytest.mark.question("predict")


@pytest.mark.points(0.2)
def test_printed_example(student):
    """The two labels of the printed example."""
    got = student.predict(*printed.WHOLE[:3])
    with resting_on(sigmoid_of(student)):
        check_labels(got, printed.LABELS, shape="generous")


@pytest.mark.points(0.15)
def test_labels_in_a_row(student):
    """One label for each example, 0 or 1, in an array of shape (1, m)."""
    w, X = np.array([[1.0], [-2.0], [0.5]]), np.linspace(-2, 2, 15).reshape(3, 5)
    got = student.predict(w, 0.3, X)
    check_shape(got, (1, 5))
    check_kind(got, "labels")


@pytest.mark.points(0.15)
def test_turned(student, rng):
    """With -w and -b in place of w and b, every label is the other one."""
    w, b, X = np.array([[1.0], [-2.0], [0.5]]), 0.3, rng.integers(-2, 3, size=(3, 24))
    # The weighted sums are k/2 + 0.3: never 0, and in the first column near it.
    X[:, 0] = 0
    with resting_on(sigmoid_of(student)):
        labels = read_numbers(student.predict(w, b, X), (1, 24), name="predict(w, b, X)")
        turned = read_numbers(student.predict(-w, -b, X), (1, 24), name="predict(-w, -b, X)")
        both = f"{np.sum(labels == turned)} of 24 examples"
        told = f"With -w and -b, {both} keep their label. Each should get the other one."
        check(not np.any(labels == turned), told, got=turned, name="predict(-w, -b, X)")
