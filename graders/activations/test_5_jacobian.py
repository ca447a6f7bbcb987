"""softmax_jacobian: fresh vectors."""

import cases
import numpy as np
import pytest

from gradewright.graders import check_close, rule_out

pytestmark = [pytest.mark.question("jacobian"), pytest.mark.visibility("hidden")]


@pytest.mark.points(0.6)
def test_fresh(student, reference, rng):
    """The derivatives at fresh vectors, of several lengths"""
    for k in (5, 2, 3):
        x = rng.normal(size=k) * 1.5
        expected = reference.softmax_jacobian(x)
        mistakes = cases.jacobian_mistakes(x, expected)
        got = student.softmax_jacobian(x)
        lonely = np.diagonal(mistakes[0][0])
        rule_out(got, expected, [(lonely, "Only k derivatives came.", "s_i depends on every x_j.")])
        check_close(got, expected, shape="generous", atol=1e-9, mistakes=mistakes)
