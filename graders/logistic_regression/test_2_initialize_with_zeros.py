"""initialize_with_zeros: other numbers of features."""

import pytest
from reading import check_zeros

pytestmark = [pytest.mark.question("initialize_with_zeros"), pytest.mark.visibility("hidden")]


@pytest.mark.points(0.5)
def test_other_sizes(student, rng):
    """Other numbers of features: w has a zero for each."""
    for dim in (int(rng.integers(4, 40)), 3, 1):
        check_zeros(student.initialize_with_zeros(dim), dim)
