"""sigmoid: the printed values, and the shape of what comes."""

import math

import numpy as np
import printed
import pytest
from reading import (
    RTOL,
    check_values,
    rule_out_printed_sigmoid,
    rule_out_rearranged,
)

from gradewright.graders import check, check_close, passes, read_numbers

SHAPES = [(4,), (1, 5), (3, 2), (2, 3, 2)]

pytestmark = pytest.mark.question("sigmoid")


@pytest.mark.points(0.2)
def test_printed_example(student):
    """The printed values, for 0 and 2."""
    check_values(student.sigmoid(printed.SIGMOID_OF), printed.SIGMOID)


@pytest.mark.points(0.2)
def test_shape(student):
    """The result has the shape of the input: a number, a row, a matrix or more."""
    rows = [np.linspace(-2, 3, math.prod(shape)).reshape(shape) for shape in SHAPES]
    for z in (0.75, *rows):
        got = student.sigmoid(z)
        rule_out_printed_sigmoid(got)
        alone = [read_numbers(student.sigmoid(float(number)), ()) for number in np.ravel(z)]
        inside = all(0 < value < 1 for value in alone)
        check(inside, "sigmoid gives numbers that are not between 0 and 1.", got=got)
        expected = np.reshape(alone, np.shape(z))
        rule_out_rearranged(got, expected)
        check_close(got, expected, rtol=RTOL)


@pytest.mark.points(0.1)
def test_mirror(student, rng):
    """Far from zero, too, sigmoid(-z) is exp(-z) times sigmoid(z)."""
    z = rng.uniform(4, 15, size=6)
    right, left = student.sigmoid(z), student.sigmoid(-z)
    rule_out_printed_sigmoid(right)
    values = read_numbers(left, z.shape, name="sigmoid(-z)")
    cause = "The values are rounded. Return them as they are."
    cause = cause if np.array_equal(values, np.round(values, 8)) and np.any(values) else ""
    cut = np.ptp(values) == 0
    cause = (
        "Far from 0, all z give one value. Is z cut, or not used by a formula?" if cut else cause
    )
    rises = passes(check_values, left, np.exp(z) * read_numbers(right, z.shape))
    cause = "The minus in the exponent is missing." if rises and not cut else cause
    positive = (values > 0).all() and (read_numbers(right, z.shape) > 0).all()
    check(positive, "sigmoid gives numbers that are not greater than 0.", cause, got=left)
    # Below 1e-7 a form such as 0.5 + 0.5 tanh(z/2) keeps absolute precision only.
    expected = np.exp(-z) * read_numbers(right, z.shape)
    told = "For z from 4 to 15, sigmoid(-z) is not exp(-z) times sigmoid(z)."
    check(passes(check_values, left, expected, atol=1e-12), told, cause, got=left)
