"""A short training on a few images, judged by the loss that the submission's own formulas give.

So is training told apart from the formulas that it uses: where one of those is wrong, what is left
to ask is whether training makes smaller what they give.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from cases import (
    REDUCTIONS,
    crossentropies,
    divergences,
    fresh_codes,
    fresh_noise,
    fresh_pairs,
)
from codes import decode, encode
from reading import CLOSE, read_number, read_numbers
from runs import judge, prepared

from gradewright.graders import CheckFailed, check

_SETTINGS = {"epochs": 4, "batch_size": 20}
_IMAGES = 40
# By how much these eight steps lower the loss at least, as a share of what it was; they lower it
# by a tenth and more. After some dozens more, a divergence of the wrong sign is infinite.
_LOWER = 0.05


@dataclass(frozen=True)
class Short:
    """A short training: encoder and decoder before and after, and the images."""

    before: tuple[Any, ...]
    after: tuple[Any, ...]
    x: np.ndarray


def short_images(images):
    """Return the images of a short training."""
    return prepared(images.x_train[:_IMAGES])


def train_shortly(student, networks, read, x, kind):
    """Train new models of a kind; return the Short."""
    encoder, decoder = networks.pair(kind.latent_dim)
    handles = encoder.handle, decoder.handle
    student.train_vae(*handles, x, **_SETTINGS, reduction=kind.reduction)
    return Short((encoder.model, decoder.model), tuple(map(read, handles)), x)


def _own_loss(student, bench, stage, x, kind):
    """Return the loss as the submission's vae_loss has it, for one batch as in training."""
    mean, log_var = encode(bench, stage[0], kind.latent_dim, x)
    found = judge(mean, log_var, lambda z: decode(bench, stage[1], kind.latent_dim, z), x)
    parts = (x, found.decoded, mean, log_var)
    batch = (part[: _SETTINGS["batch_size"]].astype(np.float32) for part in parts)
    return read_number(student.vae_loss(*batch, reduction=kind.reduction), "the loss")


def check_lowers_own_loss(student, bench, short, kind):
    """Check that a short training made smaller what the submission's own vae_loss gives."""
    first, last = (
        _own_loss(student, bench, stage, short.x, kind) for stage in (short.before, short.after)
    )
    # A constant is never lowered, whatever it is.
    lowered = first > last and first - last >= _LOWER * abs(first)
    check(lowered, "Training does not lower the loss that your own vae_loss gives.")


def formulas_are_right(student, rng):
    """Return whether the four functions that training rests on give the right numbers."""
    mean, log_var = fresh_codes(rng, 6, 3)
    noise, (x, x_decoded) = fresh_noise(rng, 6, 3), fresh_pairs(rng, 6, 12)
    terms = crossentropies(x, x_decoded), divergences(mean, log_var)
    sample = mean + np.exp(log_var / 2) * noise
    try:
        _same(student.sample_normal(mean, log_var, noise), sample)
        for name, reduce in REDUCTIONS.items():
            first, second = (reduce(part, axis=1) for part in terms)
            _same(student.reconstruction_loss(x, x_decoded, name), first)
            _same(student.kl_divergence(mean, log_var, name), second)
            _same(student.vae_loss(x, x_decoded, mean, log_var, name), (first + second).mean())
    except CheckFailed:
        return False
    return True


def _same(got, expected):
    """Check numbers, whatever shape they came in."""
    shape = np.shape(expected)
    numbers = read_numbers(got, shape, "it") if shape else read_number(got, "it")
    check(np.allclose(numbers, expected, **CLOSE), "Another number.")
