"""sigmoid and tanh: what students can check for themselves."""

import numpy as np
import printed
import pytest
import relations

from gradewright.graders import check, check_close, passes, read_numbers

pytestmark = pytest.mark.question("squash")


@pytest.mark.points(0.2)
def test_printed_sigmoid(student):
    """The printed values of the sigmoid"""
    got = student.sigmoid(printed.SQUASH_X)
    check_close(got, printed.SIGMOID, rtol=1e-6, shape="generous")


@pytest.mark.points(0.2)
def test_printed_tanh(student):
    """The printed values of tanh"""
    got = student.tanh(printed.SQUASH_X)
    check_close(got, printed.TANH, rtol=1e-6, atol=1e-7, shape="generous")


@pytest.mark.points(0.15)
def test_limits(student, rng):
    """Symmetry, and the limits for large numbers"""
    x = relations.both_sides(rng)
    for name, middle in (("sigmoid", 0.5), ("tanh", 0.0)):
        f = getattr(student, name)
        right, left = f(x), f(-x)
        mirrored = 2 * middle - read_numbers(right, x.shape, name="the result for x")
        close = {"rtol": 1e-4, "atol": 1e-6, "shape": "generous"}
        told = f"{name}(-x) is not {2 * middle:g} - {name}(x)."
        check(passes(check_close, left, mirrored, **close), told, got=left)
        ends = f(np.array([-30.0, 30.0, 30.0]))
        expected = np.array([2 * middle - 1, 1.0, 1.0])
        check_close(ends, expected, name="the result for -30 and 30", atol=1e-6, shape="generous")


@pytest.mark.points(0.15)
def test_alone(student, rng):
    """A number gives a number, and a matrix a matrix of the same values"""
    relations.check_alone({"sigmoid": student.sigmoid, "tanh": student.tanh}, rng)
