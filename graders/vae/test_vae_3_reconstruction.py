"""reconstruction_loss: binary cross-entropy over the pixels, an image a number."""

import numpy as np
import pytest
from vae_cases import (
    OVER_ROWS,
    X_DECODED,
    X,
    check_numbers,
    check_printed,
    crossentropies,
    fresh_pairs,
    read_numbers,
)

from gradewright.graders import check

pytestmark = pytest.mark.question("reconstruction_loss")

_ROWS = "There is a number a pixel, and one an image is due.", OVER_ROWS
_SIGN = "The loss has the wrong sign.", "a minus is missing."
_SQUARES = "This is the squared error and not the cross-entropy.", ""
_FIRST = (
    "The second term of the cross-entropy is missing.",
    "dark pixels count as well: (1 - x) log(1 - y).",
)
# Of the sums; those of the means are a third of them, but for the last.
_PRINTED_MISTAKES = (
    (np.array([-1.4271164, -2.0794415]), *_SIGN),
    (np.array([0.2, 0.75]), *_SQUARES),
    (np.array([0.5697171, 2.0794415]), *_FIRST),
    (np.array([0.9162907, 1.2039728, 1.3862944]), *_ROWS),
)


@pytest.mark.points(0.15)
def test_printed_sum(student):
    """The printed losses, summed over the pixels."""
    expected = "sum", (1.4271164, 2.0794415)
    check_printed(_printed(student), expected, "the loss", _PRINTED_MISTAKES)


def _printed(student):
    """Return what gives a student's values for the printed example."""

    def call(form):
        # The sum is the default.
        other = {} if form == "sum" else {"reduction": form}
        return student.reconstruction_loss(X, X_DECODED, **other)

    return call


@pytest.mark.points(0.15)
def test_printed_mean(student):
    """The printed means over the pixels."""
    mistakes = [(wrong / 3, problem, cause) for wrong, problem, cause in _PRINTED_MISTAKES[:-1]]
    mistakes.append((np.array([0.4581454, 0.6019864, 0.6931472]), *_ROWS))
    expected = "mean", (0.4757055, 0.6931472)
    check_printed(_printed(student), expected, "the mean over the pixels", mistakes)


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
        (getattr(terms, reduction)(axis=0), *_ROWS),
        (-getattr(terms, reduction)(**over), *_SIGN),
        (getattr(squares, reduction)(**over), *_SQUARES),
        (getattr(first, reduction)(**over), *_FIRST),
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
