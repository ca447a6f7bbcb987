"""softmax_jacobian: what students can check for themselves."""

import numpy as np
import pytest
import relations

from gradewright.graders import check_close

pytestmark = pytest.mark.question("jacobian")


@pytest.mark.points(0.4)
def test_slope(student, rng):
    """The slopes of your own softmax, in a square matrix"""
    x = rng.normal(size=4)
    columns = [relations.slope(student.softmax, x, direction) for direction in np.eye(4)]
    got = student.softmax_jacobian(x)
    check_close(got, np.stack(columns, axis=1), rtol=1e-3, atol=1e-4, shape="generous")
