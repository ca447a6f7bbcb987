"""relu, leaky_relu and elu: what students can check for themselves."""

import numpy as np
import printed
import pytest
import relations

from gradewright.graders import check_close, read_numbers

pytestmark = pytest.mark.question("rectify")


@pytest.mark.points(0.1)
def test_printed_relu(student):
    """The printed values of ReLU"""
    check_close(student.relu(printed.RECTIFY_X), printed.RELU, shape="generous")


@pytest.mark.points(0.15)
def test_printed_leaky(student):
    """The printed values of leaky ReLU, with alpha 0.1"""
    got = student.leaky_relu(printed.RECTIFY_X, 0.1)
    check_close(got, printed.LEAKY, rtol=1e-6, shape="generous")


@pytest.mark.points(0.15)
def test_printed_elu(student):
    """The printed values of ELU, with alpha 1"""
    got = student.elu(printed.RECTIFY_X, 1.0)
    check_close(got, printed.ELU, rtol=1e-6, shape="generous")


@pytest.mark.points(0.1)
def test_default(student):
    """Without alpha it is 0.01"""
    x = printed.RECTIFY_X
    leaky = np.append(printed.LEAKY[:3] / 10, 4.0)
    elu = np.append(printed.ELU[:3] / 100, 4.0)
    default = "Without alpha, the slope of leaky_relu is 0.1, not 0.01."
    mistakes = [(printed.LEAKY, default, "is 0.01 the default of alpha, and is alpha used?")]
    got = student.leaky_relu(x)
    check_close(got, leaky, mistakes=mistakes, rtol=1e-6, shape="generous")
    default = "Without alpha, elu has the values of alpha = 1."
    mistakes = [(printed.ELU, default, "is 0.01 the default of alpha, and is alpha used?")]
    check_close(student.elu(x), elu, mistakes=mistakes, rtol=1e-6, shape="generous")


@pytest.mark.points(0.1)
def test_lines(student, rng):
    """Values at fresh x: alpha for ELU and leaky ReLU is a factor, and a number gives a number"""
    x = relations.both_sides(rng)
    for name in ("leaky_relu", "elu"):
        once, thrice = (
            read_numbers(getattr(student, name)(x, alpha), x.shape) for alpha in (0.25, 0.75)
        )
        expected = np.where(x < 0, 3 * once, once)
        what = f"{name} with three times the alpha"
        check_close(thrice, expected, name=what, rtol=1e-4, atol=1e-6)
    # Below 0, ELU and alpha together grow like an exponential: twice as far down is the square.
    down = -np.abs(x)
    once, twice = (read_numbers(student.elu(v, 1.0), x.shape) + 1 for v in (down, 2 * down))
    check_close(twice, once**2, name="1 + ELU of twice a negative x", rtol=1e-4, atol=1e-6)
    names = ("relu", "leaky_relu", "elu")
    relations.check_alone({name: getattr(student, name) for name in names}, rng)
