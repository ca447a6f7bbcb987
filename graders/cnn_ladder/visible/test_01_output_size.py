"""output_size: the printed sizes, and the defaults."""

import pytest
from reading import read_whole
from sizes import rule_out_size

from gradewright.graders import check_equal, check_kind

pytestmark = pytest.mark.question("output_size")

_PRINTED = (
    ((32, 3, 1, "same"), 32),
    ((32, 3, 1, "valid"), 30),
    ((13, 6, 5, "valid"), 2),
    ((13, 6, 5, "same"), 3),
)


@pytest.mark.points(0.25)
def test_printed_sizes(student):
    """The printed sizes."""
    for arguments, expected in _PRINTED:
        found = check_kind(student.output_size(*arguments), "int", name="the size")
        rule_out_size(found, expected, *arguments)
        check_equal(found, expected, name="the size")


@pytest.mark.points(0.05)
def test_defaults(student):
    """Stride 1 and no padding are the defaults."""
    for size, expected in ((10, 7), (9, 6)):
        check_equal(read_whole(student.output_size(size, 4)), expected, name="the size")
