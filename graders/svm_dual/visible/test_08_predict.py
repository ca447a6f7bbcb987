"""predict: the printed labels, and a point on the boundary."""

import numpy as np
import printed
import pytest
from labels import check_signs

pytestmark = pytest.mark.question("predict")


@pytest.mark.points(0.1)
def test_printed_labels(student):
    """The printed labels: 1, -1, -1, 1."""
    K_test = printed.TEST_X @ printed.X.T
    labels = student.predict(K_test, printed.Y, printed.ALPHA, printed.B)
    check_signs(labels, printed.TEST_LABELS, strictly=True)


@pytest.mark.points(0.1)
def test_boundary(student):
    """A point exactly on the boundary is labelled +1, not 0."""
    y, alpha = np.array([1, -1]), np.array([0.5, 0.5])
    labels = student.predict(np.array([[1.0, -1.0], [2.0, 0.0], [0.0, 2.0]]), y, alpha, -1.0)
    check_signs(labels, np.array([1, 1, -1]))
