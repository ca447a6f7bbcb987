"""predict: fresh data, near the threshold and far from it."""

import numpy as np
import pytest
from blame import sigmoid_of
from cases import fresh_case, integer_case

from gradewright.graders import CheckFailed, check_labels, passes, resting_on

pytestmark = [pytest.mark.question("predict"), pytest.mark.visibility("hidden")]


def near_the_threshold(rng, n, m):
    """Return w, b, X with activations on either side of 0.5, from 0.31 to 0.69 and farther off."""
    case = fresh_case(rng, n, m)
    sides = np.where(np.arange(m) % 2, 1, -1)
    near, far = rng.uniform(0.05, 0.8, size=m), rng.uniform(1.2, 3, size=m)
    z = rng.permutation(sides * np.where(np.arange(m) % 4 < 2, near, far))
    distance = z - case.b - case.w.T @ case.X
    return case.w, case.b, case.X + case.w * distance / np.sum(case.w**2)


@pytest.mark.points(0.5)
def test_fresh_data(student, reference, rng, note):
    """The labels are right for other data, also where activations are near 0.5."""
    whole = integer_case(rng, 3, 8)
    cases = [near_the_threshold(rng, n, m) for n, m in ((3, 24), (6, 4), (1, 9), (4, 1), (4, 1))]
    for w, b, X in [*cases, (whole.w, whole.b, whole.X)]:
        expected = reference.predict(w, b, X)
        activations = reference.sigmoid(w.T @ X + b)
        got = student.predict(w, b, X)
        with resting_on(sigmoid_of(student, reference, w, b, X)):
            check_labels(got, expected, shape="generous", probabilities=activations)
    if _says_one_at_a_half(student):
        note(
            "predict says 1 for an activation of exactly 0.5; the statement says 1 above 0.5 "
            "and 0 elsewhere. This costs no points."
        )


def _says_one_at_a_half(student):
    """Tell whether an activation of exactly 0.5 is labelled 1; what else comes costs nothing."""
    try:
        got = student.predict(np.zeros((2, 1)), 0.0, np.ones((2, 1)))
    except CheckFailed:
        return False
    return passes(check_labels, got, [[1]], shape="generous")
