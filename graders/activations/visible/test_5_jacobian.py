"""softmax_jacobian: what students can check for themselves."""

import numpy as np
import pytest
import relations

from gradewright.graders import check_close

pytestmark = pytest.mark.question("jacobian")


@pytest.mark.points(0.4)
def test_slope(student, rng):
    """The slopes of your own softmax, which are 1/4 and -1/4 for two equal numbers"""
    x = rng.normal(size=4)
    columns = [relations.slope(student.softmax, x, direction) for direction in np.eye(4)]
    got = student.softmax_jacobian(x)
    check_close(got, np.stack(columns, axis=1), rtol=1e-3, atol=1e-4, shape="generous")
    # Where nothing moves, the slopes of nothing are right: two equal numbers tell.
    equal = student.softmax_jacobian(np.ones(2))
    quarters = np.array([[0.25, -0.25], [-0.25, 0.25]])
    check_close(equal, quarters, name="the result for two equal numbers", shape="generous")
