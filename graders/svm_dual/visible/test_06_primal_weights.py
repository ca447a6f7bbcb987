"""primal_weights: the printed weights."""

import printed
import pytest

from gradewright.graders import check_close

pytestmark = pytest.mark.question("primal_weights")


@pytest.mark.points(0.1)
def test_printed_weights(student):
    """The printed weights: (2/3, 2/3)."""
    w = student.primal_weights(printed.X, printed.Y, printed.ALPHA)
    check_close(w, printed.W, name="w")
