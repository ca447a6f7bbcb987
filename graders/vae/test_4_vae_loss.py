"""vae_loss: both terms of each image, averaged over the images; and how the two forms differ."""

import numpy as np
import pytest
from cases import crossentropies, divergences, fresh_codes, fresh_pairs
from reading import check_numbers, read_number
from words import ADDED, APART, NO_DIVERGENCE, NO_RECONSTRUCTION, SUBTRACTED

from gradewright.graders import check, check_close

pytestmark = [pytest.mark.question("vae_loss"), pytest.mark.visibility("hidden")]

_FORMS = ("sum", "mean")


@pytest.mark.points(0.4)
@pytest.mark.parametrize("reduction", _FORMS)
def test_fresh_losses(student, rng, reduction):
    """Losses of fresh images and codes."""
    for count, pixels, latent_dim in ((6, 784, 20), (1, 40, 3), (11, 25, 2)):
        x, x_decoded = fresh_pairs(rng, count, pixels)
        mean, log_var = fresh_codes(rng, count, latent_dim)
        got = student.vae_loss(x, x_decoded, mean, log_var, reduction)
        terms = crossentropies(x, x_decoded), divergences(mean, log_var)
        _check_loss(got, *terms, reduction)


def _check_loss(got, pixels, dimensions, reduction):
    """Check a loss, given the terms of each pixel and of each latent dimension."""
    first, second = (
        {form: getattr(terms, form)(axis=1) for form in _FORMS} for terms in (pixels, dimensions)
    )
    (other,) = set(_FORMS) - {reduction}
    right = first[reduction] + second[reduction]
    mistakes = (
        (first[reduction].mean(), *NO_DIVERGENCE),
        (second[reduction].mean(), *NO_RECONSTRUCTION),
        (right.sum(), *ADDED),
        (first[reduction].mean() - second[reduction].mean(), *SUBTRACTED),
        (first[other].mean() + second[other].mean(), f'The form is "{other}".', "see reduction."),
        (first[other].mean() + second[reduction].mean(), *APART),
        (first[reduction].mean() + second[other].mean(), *APART),
    )
    value = np.array(read_number(got, "the loss"))
    check_numbers(value, np.array(right.mean()), "the loss", mistakes)


@pytest.mark.points(0.1)
def test_average(student, rng):
    """The loss is an average over the images: every image twice changes nothing."""
    pair = (*fresh_pairs(rng, 5, 30), *fresh_codes(rng, 5, 4))
    once = read_number(student.vae_loss(*pair), "the loss")
    alone = [tuple(part[at : at + 1] for part in pair) for at in range(5)]
    parts = [read_number(student.vae_loss(*one), "the loss") for one in alone]
    first, together = parts[0], sum(parts)
    check(not np.isclose(once, together, rtol=1e-4), *ADDED)
    check(first != once, "Five images have the same loss as the first of them alone.")
    twice = student.vae_loss(*(np.concatenate((part, part)) for part in pair))
    check_close(read_number(twice, "the loss"), once, rtol=1e-4, sizes={"n": 10}, name="the loss")


@pytest.mark.points(0.2)
def test_weight(student):
    """The weight of the divergence in the form with means, against the summed form."""
    for arguments, expected in (((20,), 39.2), ((2, 784), 392.0), ((8, 3072), 384.0)):
        got = read_number(student.kl_weight(*arguments), "the weight")
        upside_down = np.isclose(got, 1 / expected, rtol=1e-4)
        check(not upside_down, "The weight is upside down.", "pixels / latent_dim is due.")
        check_close(got, expected, rtol=1e-4, name="the weight")
