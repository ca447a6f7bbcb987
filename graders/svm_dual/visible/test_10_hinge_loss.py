"""hinge_loss: the printed loss."""

import printed
import pytest

from gradewright.graders import check_close

pytestmark = pytest.mark.question("hinge_loss")


@pytest.mark.points(0.1)
def test_printed_loss(student):
    """The printed loss: 0.8125."""
    loss = student.hinge_loss(printed.HINGE_Y, printed.HINGE_SCORES)
    check_close(loss, printed.HINGE, name="the loss")
