"""max_pool2d and average_pool2d: the printed example."""

import numpy as np
import pytest
from reading import CLOSE
from words import WINDOWS_BEFORE, ZEROS_COUNT

from gradewright.graders import check_close, rule_out

pytestmark = pytest.mark.question("pooling")

_X = np.array([[1.0, 5.0, 2.0], [3.0, 2.0, 4.0], [-1.0, -3.0, -6.0]])[None, :, :, None]
# Function, padding, values, and what common mistakes make of them.
_PRINTED = (
    ("max_pool2d", "valid", [[5]], ()),
    (
        "max_pool2d",
        "same",
        [[5, 4], [-1, -6]],
        (([[5, 4], [0, 0]], *ZEROS_COUNT), ([[1, 5], [3, 4]], *WINDOWS_BEFORE)),
    ),
    ("average_pool2d", "valid", [[2.75]], ()),
    (
        "average_pool2d",
        "same",
        [[2.75, 3], [-2, -6]],
        (([[2.75, 1.5], [-1, -1.5]], *ZEROS_COUNT), ([[1, 3.5], [1, -0.75]], *WINDOWS_BEFORE)),
    ),
)


@pytest.mark.points(0.2)
def test_printed_values(student):
    """The printed example."""
    for function, padding, values, mistakes in _PRINTED:
        pooled = getattr(student, function)(_X, 2, padding=padding)
        named = [(_map(wrong), *words) for wrong, *words in mistakes]
        rule_out(pooled, _map(values), named, name="pooled", **CLOSE)
        check_close(pooled, _map(values), name="pooled", **CLOSE)


def _map(values):
    """Return a map (1, rows, columns, 1)."""
    return np.array(values, float)[None, ..., None]
