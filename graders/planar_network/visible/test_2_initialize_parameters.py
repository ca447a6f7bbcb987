"""initialize_parameters: the printed weights, and their shapes."""

import numpy as np
import printed
import pytest
from mistakes import PRINTED_SIZES, of_printed_weights, rule_out_printed_sizes
from reading import NAMES, check_parameters, check_zero_biases, read_arrays, shapes_of

from gradewright.graders import check, check_keys, rule_out

pytestmark = pytest.mark.question("initialize_parameters")


@pytest.mark.points(0.35)
def test_printed_values(student):
    """The printed weights for seed 2."""
    seeded = student.seeded(2)
    parameters = seeded.initialize_parameters(*PRINTED_SIZES)
    found = check_keys(parameters, tuple(printed.INITIAL))
    check_zero_biases(found)
    _check_repeatable(found, seeded.initialize_parameters(*PRINTED_SIZES))
    for name in ("W1", "W2"):
        mistakes = of_printed_weights(name)
        rule_out(found[name], printed.INITIAL[name], mistakes, rtol=0, atol=1e-8, name=name)
    check_parameters(parameters, printed.INITIAL, rtol=0, atol=1e-8)


@pytest.mark.points(0.15)
def test_printed_shapes(student):
    """The four arrays of the printed example have the right shapes."""
    parameters = student.seeded(2).initialize_parameters(*PRINTED_SIZES)
    read_arrays(parameters, shapes_of(*PRINTED_SIZES), strict=True)


@pytest.mark.points(0.15)
def test_more_units(student):
    """Other sizes: a weight for each pair of units, a bias for each unit, and biases of zero."""
    for sizes in ((3, 7, 2), (2, 5, 1)):
        parameters = check_keys(student.initialize_parameters(*sizes), tuple(printed.INITIAL))
        rule_out_printed_sizes(parameters, sizes)
        check_zero_biases(read_arrays(parameters, shapes_of(*sizes)))


def _check_repeatable(found, again):
    """Check that the same seed gives the same weights."""
    again = check_keys(again, NAMES)
    told = "The same seed gives other weights each time."
    cause = "they come from a generator of their own, which np.random.seed does not reach."
    same = all(np.array_equal(found[name], again[name]) for name in ("W1", "W2"))
    check(same, told, cause, got=found["W1"])
