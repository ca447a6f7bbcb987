"""reconstruction_loss: binary cross-entropy over the pixels, an image a number."""

import numpy as np
import pytest
from vae_cases import X_DECODED, X, check_numbers, crossentropies, fresh_pairs, read_numbers

from gradewright.graders import check

pytestmark = pytest.mark.question("reconstruction_loss")


@pytest.mark.points(0.15)
def test_printed_sum(student):
    """The printed losses, summed over the pixels."""
    got = student.reconstruction_loss(X, X_DECODED)
    check_numbers(got, np.array([1.4271164, 2.0794415]), "the loss", strictly=True)


@pytest.mark.points(0.15)
def test_printed_mean(student):
    """The printed means over the pixels."""
    got = student.reconstruction_loss(X, X_DECODED, reduction="mean")
    check_numbers(got, np.array([0.4757055, 0.6931472]), "the mean over the pixels")


@pytest.mark.points(0.5)
@pytest.mark.visibility("hidden")
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
        (getattr(terms, reduction)(axis=0), "There is a number a pixel.", "axis is the wrong one."),
        (-getattr(terms, reduction)(**over), "The loss has the wrong sign.", "a minus is missing."),
        (
            getattr(squares, reduction)(**over),
            "This is the squared error and not the cross-entropy.",
            "",
        ),
        (
            getattr(first, reduction)(**over),
            "The second term of the cross-entropy is missing.",
            "dark pixels count as well: (1 - x) log(1 - y).",
        ),
        (
            getattr(crossentropies(x_decoded, x), reduction)(**over),
            "The images and the decoded ones are exchanged.",
            "",
        ),
    )


@pytest.mark.points(0.2)
@pytest.mark.visibility("hidden")
def test_exact_zeros_and_ones(student, rng):
    """Outputs of exactly 0 or 1 do not make the loss infinite."""
    x, x_decoded = fresh_pairs(rng, 4, 10)
    x[:, :2], x_decoded[:, :2] = [1, 0], [0, 1]
    got = student.reconstruction_loss(x, x_decoded)
    loss = read_numbers(got, (4,), "the loss where the decoder gave exactly 0 or 1")
    rest = crossentropies(x, x_decoded)[:, 2:].sum(axis=1)
    check(loss > rest + 8, "Outputs that are quite wrong cost too little.", got=got)
    x_decoded[:, :2] = x[:, :2]
    got = student.reconstruction_loss(x, x_decoded)
    loss = read_numbers(got, (4,), "the loss where the decoder gave exactly 0 or 1")
    check(np.abs(loss - rest) < 1e-2, "Outputs that are exactly right cost something.", got=got)
