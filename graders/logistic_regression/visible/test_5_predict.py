"""predict: the printed labels, and their shape."""

import numpy as np
import printed
import pytest
from suspects import sigmoid_of

from gradewright.graders import check_kind, check_labels, check_shape, resting_on

pytestmark = [pytest.mark.question("predict"), pytest.mark.points(0.25)]


def test_printed_example(student):
    """The two labels of the printed example."""
    got = student.predict(*printed.WHOLE[:3])
    with resting_on(sigmoid_of(student)):
        check_labels(got, printed.LABELS, shape="generous")


def test_labels_in_a_row(student):
    """One label for each example, 0 or 1, in an array of shape (1, m)."""
    w, X = np.array([[1.0], [-2.0], [0.5]]), np.linspace(-2, 2, 15).reshape(3, 5)
    got = student.predict(w, 0.3, X)
    check_shape(got, (1, 5))
    check_kind(got, "labels")
