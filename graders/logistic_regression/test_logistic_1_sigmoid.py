"""Graders of question `sigmoid`."""

import math

import numpy as np
import pytest
from logistic_cases import PRINTED_SIGMOID, RTOL, check_values

from gradewright.graders import check, check_close, passes

SHAPES = [(4,), (1, 5), (3, 2), (2, 3, 2)]

pytestmark = [pytest.mark.question("sigmoid"), pytest.mark.points(0.25)]


def test_printed_example(student):
    """The printed values, for 0 and 2."""
    check_values(student.sigmoid(np.array([0, 2])), PRINTED_SIGMOID)


def test_shape(student, reference):
    """The result has the shape of the input: a number, a row, a matrix or more."""
    rows = [np.linspace(-2, 3, math.prod(shape)).reshape(shape) for shape in SHAPES]
    for z in (0.75, *rows):
        got, expected = student.sigmoid(z), reference.sigmoid(z)
        _rule_out_printed(got)
        _rule_out_rearranged(got, expected)
        check_close(got, expected, rtol=RTOL)


@pytest.mark.visibility("hidden")
def test_fresh_values(student, reference, rng):
    """Other numbers, negative and whole ones too."""
    for z in (rng.normal(scale=2, size=(3, 4)), rng.integers(-5, 6, size=(2, 5))):
        got, expected = student.sigmoid(z), reference.sigmoid(z)
        _rule_out_printed(got)
        _rule_out_rearranged(got, expected)
        check_values(got, expected)


@pytest.mark.visibility("hidden")
def test_far_from_zero(student, reference, rng):
    """Far from zero the values come close to 0 and 1, but do not jump there."""
    z = np.sort(rng.uniform(6, 18, size=6)) * [-1, 1, -1, 1, -1, 1]
    # Below 1e-7 a form such as 0.5 + 0.5 tanh(z/2) keeps absolute precision only.
    got = student.sigmoid(z)
    _rule_out_printed(got)
    check_values(got, reference.sigmoid(z), atol=1e-12)


def _rule_out_printed(got):
    """Fail where the values of the printed example come for other numbers."""
    check(
        not passes(check_values, got, PRINTED_SIGMOID),
        "sigmoid returns the values of the printed example, whatever it is given.",
        "they are built in. Compute them from z.",
        got=got,
    )


def _rule_out_rearranged(got, expected):
    """Fail where the right values come in another shape than that of z."""
    shape = np.shape(expected)
    moved = isinstance(got, np.ndarray) and got.size == np.size(expected) and got.shape != shape
    check(
        not moved or not passes(check_values, got.reshape(shape), expected),
        "The result of sigmoid has the right values, but not the shape of z.",
        "compute with z as it comes: NumPy's functions take a number, a row or a matrix alike.",
        got=got,
    )
