"""sigmoid: fresh numbers."""

import numpy as np
import pytest
from reading import check_values, rule_out_printed_sigmoid, rule_out_rearranged

pytestmark = [
    pytest.mark.question("sigmoid"),
    pytest.mark.visibility("hidden"),
    pytest.mark.points(0.25),
]


def test_fresh_values(student, reference, rng):
    """Other numbers, negative and whole ones too."""
    for z in (rng.normal(scale=2, size=(3, 4)), rng.integers(-5, 6, size=(2, 5))):
        got, expected = student.sigmoid(z), reference.sigmoid(z)
        rule_out_printed_sigmoid(got)
        rule_out_rearranged(got, expected)
        check_values(got, expected)


def test_far_from_zero(student, reference, rng):
    """Far from zero the values come close to 0 and 1, but do not jump there."""
    z = np.sort(rng.uniform(6, 18, size=6)) * [-1, 1, -1, 1, -1, 1]
    # Below 1e-7 a form such as 0.5 + 0.5 tanh(z/2) keeps absolute precision only.
    got = student.sigmoid(z)
    rule_out_printed_sigmoid(got)
    check_values(got, reference.sigmoid(z), atol=1e-12)
