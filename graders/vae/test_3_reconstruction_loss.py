"""reconstruction_loss: binary cross-entropy over the pixels, an image a number."""

import numpy as np
import pytest
from cases import crossentropies, fresh_pairs
from reading import check_numbers, read_numbers
from words import PIXEL_FIRST, PIXEL_ROWS, PIXEL_SIGN, PIXEL_SQUARES

from gradewright.graders import check

pytestmark = [pytest.mark.question("reconstruction_loss"), pytest.mark.visibility("hidden")]


@pytest.mark.points(0.5)
@pytest.mark.parametrize("reduction", ["sum", "mean"])
def test_fresh_images(student, rng, reduction):
    """Losses of fresh grey images."""
    for count, pixels in ((5, 784), (9, 12), (1, 30)):
        x, x_decoded = fresh_pairs(rng, count, pixels)
        got = student.reconstruction_loss(x, x_decoded, reduction)
        terms = crossentropies(x, x_decoded)
        expected = getattr(terms, reduction)(axis=1)
        check_numbers(got, expected, "the loss", _mistakes(x, x_decoded, reduction))


def _mistakes(x, x_decoded, reduction):
    """Return what common mistakes make of the loss."""
    terms = crossentropies(x, x_decoded)
    other = {"sum": "mean", "mean": "sum"}[reduction]
    squares = (x.astype(np.float64) - x_decoded) ** 2
    first = -x * np.log(x_decoded.astype(np.float64))
    over = {"axis": 1}
    return (
        (getattr(terms, other)(**over), f"The {other} is given and the {reduction} is due.", ""),
        (getattr(terms, reduction)(axis=0), *PIXEL_ROWS),
        (-getattr(terms, reduction)(**over), *PIXEL_SIGN),
        (getattr(squares, reduction)(**over), *PIXEL_SQUARES),
        (getattr(first, reduction)(**over), *PIXEL_FIRST),
        (
            getattr(crossentropies(x_decoded, x), reduction)(**over),
            "The images and the decoded ones are exchanged.",
            "",
        ),
    )


@pytest.mark.points(0.2)
def test_exact_zeros_and_ones(student, rng):
    """Outputs of exactly 0 or 1 do not make the loss infinite."""
    x, x_decoded = fresh_pairs(rng, 4, 10)
    x[:, :2], x_decoded[:, :2] = [1, 0], [0, 1]
    got = student.reconstruction_loss(x, x_decoded)
    numbers = np.asarray(got) if getattr(got, "shape", None) == (4,) else np.zeros(4)
    infinite = numbers.dtype.kind == "f" and not np.isfinite(numbers).all()
    cause = "log(0): keep what the decoder gives a little away from 0 and 1."
    check(not infinite, "Outputs of exactly 0 or 1 make the loss infinite, or NaN.", cause)
    loss = read_numbers(got, (4,), "the loss where the decoder gave exactly 0 or 1", columns=10)
    rest = crossentropies(x, x_decoded)[:, 2:].sum(axis=1)
    check(loss > rest + 8, "Outputs that are quite wrong cost too little.", got=got)
    x_decoded[:, :2] = x[:, :2]
    got = student.reconstruction_loss(x, x_decoded)
    loss = read_numbers(got, (4,), "the loss where the decoder gave exactly 0 or 1")
    check(np.abs(loss - rest) < 1e-2, "Outputs that are exactly right cost something.", got=got)
