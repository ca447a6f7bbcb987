"""receptive_field: the printed fields."""

import pytest
from chains import pool
from fields import check_field, window

pytestmark = pytest.mark.question("receptive_field")


@pytest.mark.points(0.2)
def test_printed_fields(student):
    """The printed receptive fields."""
    layers = []
    for expected in (6, 16, 36):
        layers += [window(3), window(3), pool()]
        check_field(student, layers, expected)
    check_field(student, [window(7, 2), window(3)], 11)
