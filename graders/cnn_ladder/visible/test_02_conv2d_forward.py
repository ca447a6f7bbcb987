"""conv2d_forward: the printed example, and lines in two pictures."""

import numpy as np
import pytest
from pictures import two_pictures
from reading import CLOSE, read_array
from words import STRIDE_IGNORED, SWAPPED, ZEROS_BEFORE

from gradewright.graders import check_close, rule_out

pytestmark = pytest.mark.question("conv2d_forward")

_X = np.arange(1.0, 10.0).reshape(1, 3, 3, 1)
_W = np.array([[0.0, 1.0], [2.0, 0.0]]).reshape(2, 2, 1, 1)
# Stride, padding, values, and what common mistakes make of them.
_PRINTED = (
    (
        1,
        "valid",
        [[10, 13], [19, 22]],
        (
            (
                [[8, 11], [17, 20]],
                "The filter is turned by 180 degrees, or its rows and columns are swapped.",
                "in the formula, w[0, 1] is for the pixel to the right.",
            ),
            ([[9.5, 12.5], [18.5, 21.5]], "The biases are missing.", "b is not added."),
        ),
    ),
    (
        1,
        "same",
        [[10, 13, 12], [19, 22, 18], [8, 9, 0]],
        (([[0, 2, 4], [1, 10, 13], [4, 19, 22]], *ZEROS_BEFORE),),
    ),
    (2, "same", [[10, 12], [8, 0]], (([[10, 13], [19, 22]], *STRIDE_IGNORED),)),
)


@pytest.mark.points(0.3)
def test_printed_values(student):
    """The printed example, with and without padding."""
    for stride, padding, values, mistakes in _PRINTED:
        z = student.conv2d_forward(_X, _W, np.array([0.5]), stride, padding)
        expected = _map(values)
        rule_out(
            z, expected, [(_map(wrong), *words) for wrong, *words in mistakes], name="z", **CLOSE
        )
        check_close(z, expected, name="z", **CLOSE)


def _map(values):
    """Return the map (1, rows, columns, 1) of the printed example, its bias added."""
    return np.array(values, float)[None, ..., None] + 0.5


@pytest.mark.points(0.2)
def test_lines(student, rng, picture):
    """A filter of a vertical and one of a horizontal line, on two pictures."""
    x = two_pictures(rng)
    w = np.zeros((7, 7, 3, 2))
    w[:, 3, :, 0] = w[3, :, :, 1] = 1 / 21
    z = student.conv2d_forward(x, w, np.zeros(2), 1, "same")
    maps = read_array(z, (*x.shape[:3], 2), "z")
    # Each filter takes the mean of seven pixels in a line; beyond the edge they are 0.
    grey = x.mean(axis=3)
    expected = np.stack([_mean_of_line(grey, axis) for axis in (1, 2)], axis=3)
    picture.images(
        "Two filters, a vertical and a horizontal line",
        {
            "before": x,
            "yours": np.concatenate([maps[..., 0], maps[..., 1]]),
            "as it is due": np.concatenate([expected[..., 0], expected[..., 1]]),
        },
        columns=4,
        captions={"yours": ["vertical"] * 2 + ["horizontal"] * 2},
    )
    problem = "Each filter finds the other's lines: its rows and columns are swapped."
    mistakes = [(expected[..., ::-1], problem, SWAPPED)]
    check_close(z, expected, name="z", mistakes=mistakes, **CLOSE)


def _mean_of_line(images, axis):
    """Return the mean of the seven pixels around each one along an axis."""
    line = np.ones(7) / 7
    return np.apply_along_axis(np.convolve, axis, images, line, "same")
