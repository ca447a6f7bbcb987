"""intercept: the mean over free support vectors, the middle of the interval where none is free."""

import printed
import pytest

from gradewright.graders import check_close, read_numbers, rule_out

pytestmark = pytest.mark.question("intercept")

WRONG = "b is wrong."


@pytest.mark.points(0.15)
def test_printed_free(student):
    """The printed intercept with free support vectors: -5/3."""
    K = printed.X @ printed.X.T
    _check(student.intercept(K, printed.Y, printed.ALPHA, printed.C), printed.B)


@pytest.mark.points(0.15)
def test_printed_pair(student):
    """The printed intercept where no support vector is free: -0.4."""
    b = student.intercept(printed.PAIR_K, printed.PAIR_Y, printed.PAIR_ALPHA, printed.PAIR_C)
    _check(b, printed.PAIR_B)


@pytest.mark.points(0.1)
def test_free_by_hand(student):
    """Two entries of six are free, and disagree: b is their mean, 0.2."""
    case = printed.DIAGONAL_K, printed.DIAGONAL_Y, printed.DIAGONAL_ALPHA, printed.DIAGONAL_C
    mistakes = (
        (0.15, "the mean runs over bound support vectors too."),
        (2.6 / 6, "the mean runs over all points."),
        (0.1, "bound support vectors stand in for the free ones."),
        (0.4, "only the first free support vector is used."),
        (0.5, "that is halfway between the classes' nearest points, as if all were separable."),
        (-0.2, "the sign is wrong: b is y - f, not f - y."),
    )
    _check(student.intercept(*case), printed.DIAGONAL_B, mistakes)


@pytest.mark.points(0.1)
def test_bound_by_hand(student):
    """No entry of four is free: the interval goes from -0.1 to 0.5, and b is 0.2."""
    mistakes = (
        (0.15, "the mean is taken where no entry is free; the midpoint of the interval is due."),
        (-0.1, "the lower end of the interval is returned, not its middle."),
        (0.5, "the upper end of the interval is returned, not its middle."),
    )
    K, y, alpha = printed.BOUND_K, printed.BOUND_Y, printed.BOUND_ALPHA
    _check(student.intercept(K, y, alpha, printed.BOUND_C), printed.BOUND_B, mistakes)


@pytest.mark.points(0.05)
def test_tolerance_by_hand(student):
    """With C = 2 and tol=0.1, an alpha of 0.1 counts as 0, and so the mean is that of two."""
    case = printed.NEAR_K, printed.NEAR_Y, printed.NEAR_ALPHA, printed.NEAR_C
    ignored = [(printed.NEAR_B_USUALLY, "tol is not used: it is 1e-4 here, whatever was given.")]
    _check(student.intercept(*case, tol=0.1), printed.NEAR_B, ignored)
    _check(student.intercept(*case), printed.NEAR_B_USUALLY)


def _check(b, expected, mistakes=()):
    b = read_numbers(b, (), name="b")
    rule_out(b, expected, [(wrong, WRONG, cause) for wrong, cause in mistakes], name="b")
    check_close(b, expected, rtol=1e-6, name="b")
