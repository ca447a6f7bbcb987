"""count_parameters: the printed counts."""

import pytest
from chains import NO_BIASES, NORM, TOP, conv, pool, read_counts, rule_out_count

from gradewright.graders import check, check_equal

pytestmark = pytest.mark.question("count_parameters")

# Of the printed examples, the first two.
_WITHOUT_BIASES = (1_059_936, 15_000)


@pytest.mark.points(0.2)
def test_printed_counts(student):
    """The printed counts."""
    one = [conv(32), conv(32), pool(), *TOP]
    for layers, shape, counts in (
        (one, (32, 32, 3), (1_060_138, 1_060_138)),
        ([conv(200, kernel=5)], (150, 100, 3), (15_200, 15_200)),
        ([conv(32), NORM], (32, 32, 3), (1024, 960)),
    ):
        total, trainable = read_counts(student.count_parameters(layers, shape))
        check(total not in _WITHOUT_BIASES, *NO_BIASES)
        rule_out_count(total, counts)
        check_equal(total, counts[0], name="the total")
        check_equal(trainable, counts[1], name="the trainable parameters")
