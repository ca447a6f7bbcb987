"""evaluate: what comes back."""

import numpy as np
import pytest
from lent import linear_network
from reading import read_evaluation

from gradewright.graders import check

pytestmark = pytest.mark.question("evaluate")

_COUNT = 24


@pytest.mark.points(0.15)
def test_form(student, rng):
    """Accuracy is a share, and confusion counts every image once."""
    model = student.lend_model(linear_network(0.01))
    x = rng.random((_COUNT, 32, 32, 3)).astype(np.float32)
    y = rng.integers(0, 10, _COUNT)
    for count in (_COUNT, _COUNT - 1):
        accuracy, counts = read_evaluation(student.evaluate(model, x[:count], y[:count]))
        check(0 <= accuracy <= 1, "The accuracy is no share between 0 and 1.", got=accuracy)
        total = int(counts.sum())
        check(total == count, f"The confusion counts {total} images of {count}.")
