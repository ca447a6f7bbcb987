"""sample_normal: the printed sample, and fresh noise in each call."""

import numpy as np
import pytest
from reading import check_numbers, read_numbers
from words import HALF

from gradewright.graders import check

pytestmark = pytest.mark.question("sample_normal")

_PRINTED_MISTAKES = (
    (np.array([[13, -1.75]]), "The noise is scaled by the variance.", HALF),
    (np.array([[5.158883, -3.386294]]), "The noise is scaled by log_var itself.", HALF),
    (np.array([[3.079442, -2.693147]]), "The noise is scaled by log_var / 2.", HALF),
    (np.array([[2.5, 0]]), "The noise is divided by sigma.", HALF),
    (np.array([[4, -1]]), "The noise is not scaled.", HALF),
    (np.array([[1, -2]]), "The noise is left out.", "mean is returned."),
    (np.array([[6, 0.5]]), "The mean is left out.", "it is added to the noise."),
)


@pytest.mark.points(0.2)
def test_printed_sample(student):
    """The printed sample for given noise."""
    mean = np.array([[1.0, -2.0]], dtype=np.float32)
    log_var = np.log(np.array([[4.0, 0.25]], dtype=np.float32))
    z = student.sample_normal(mean, log_var, noise=np.array([[3.0, 1.0]], dtype=np.float32))
    check_numbers(z, np.array([[7.0, -1.5]]), "the sample", _PRINTED_MISTAKES, strictly=True)


@pytest.mark.points(0.15)
def test_shape_and_freshness(student):
    """A sample has the shape of the means, and is another one in each call."""
    mean, log_var = np.zeros((5, 3), np.float32), np.full((5, 3), 0.5, np.float32)
    one, other = (
        read_numbers(student.sample_normal(mean, log_var), (5, 3), "the sample") for _ in range(2)
    )
    check(
        np.abs(one - other).max() > 1e-6,
        "Two calls give the same sample.",
        "the noise is drawn once, or its seed is set in each call.",
    )
