"""primal_weights: fresh points, labels and alpha."""

import numpy as np
import pytest

from gradewright.graders import as_asked, check_close

pytestmark = [pytest.mark.question("primal_weights"), pytest.mark.visibility("hidden")]


@pytest.mark.points(0.4)
def test_fresh_weights(student, rng):
    """Fresh points, labels and alpha: w is the sum of alpha y x."""
    for n, d in ((30, 4), (5, 1), (2, 7), (6, 6)):
        X, alpha = rng.normal(size=(n, d)), rng.uniform(0, 2, size=n)
        y = rng.permutation(np.where(np.arange(n) < max(1, n // 3), 1, -1))
        expected = X.T @ (alpha * y)
        found = as_asked(student.primal_weights(X, y, alpha), expected)
        mistakes = (
            (-expected, "w has the wrong sign.", "alpha * y is subtracted, or y has its sign."),
            (X.T @ alpha, "w does not use the labels.", "alpha stands in for alpha * y."),
            (X.T @ y, "w does not use alpha.", "y stands in for alpha * y."),
            (expected / n, "w is divided by the number of points.", "mean in place of sum."),
        )
        check_close(found, expected, mistakes=mistakes, name="w")
