"""layer_sizes: fresh sizes."""

import pytest
from mistakes import rule_out_sizes
from networks import fresh_inputs

from gradewright.graders import check_equal

pytestmark = [pytest.mark.question("layer_sizes"), pytest.mark.visibility("hidden")]


@pytest.mark.points(0.15)
def test_other_sizes(student, rng):
    """Other numbers of features, outputs and examples."""
    for m in (1, 40):
        n_x, n_y = (int(size) for size in rng.choice([2, 3, 6, 7, 8, 9], 2, replace=False))
        sizes = student.layer_sizes(fresh_inputs(rng, n_x, m), fresh_inputs(rng, n_y, m))
        rule_out_sizes(sizes, n_x, n_y, m)
        check_equal(sizes, (n_x, 4, n_y), lists=True)
