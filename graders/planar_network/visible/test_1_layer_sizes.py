"""layer_sizes: which axis counts what."""

import numpy as np
import printed
import pytest
from mistakes import rule_out_sizes

from gradewright.graders import check_equal

pytestmark = pytest.mark.question("layer_sizes")


@pytest.mark.points(0.2)
def test_printed_example(student):
    """The printed example: 5 features, 2 outputs."""
    sizes = student.layer_sizes(printed.SIZES_X, printed.SIZES_Y)
    rule_out_sizes(sizes, 5, 2, 3)
    check_equal(sizes, printed.SIZES, lists=True)


@pytest.mark.points(0.15)
def test_flower(student):
    """The 400 points of the plane: 2 features, 1 output."""
    sizes = student.layer_sizes(np.ones((2, 400)), np.ones((1, 400)))
    rule_out_sizes(sizes, 2, 1, 400)
    check_equal(sizes, (2, 4, 1), lists=True)
