"""A short training on a few images, judged by the loss that the submission's own formulas give.

So is training told apart from the formulas that it uses: where one of those is wrong, what is left
to ask is whether training makes smaller what they give.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from vae_cases import (
    CLOSE,
    REDUCTIONS,
    crossentropies,
    divergences,
    fresh_codes,
    fresh_noise,
    fresh_pairs,
    read_number,
    read_numbers,
)
from vae_models import decode, encode
from vae_runs import judge, prepared

from gradewright.graders import CheckFailed, check

SETTINGS = {"epochs": 3, "batch_size": 20}
_IMAGES = 40
# By how much these eight steps lower the loss at least, as a share of what it was; they lower it
# by a tenth and more. After some dozens more, a divergence of the wrong sign is infinite.
_LOWER = 0.05


@dataclass(frozen=True)
class Short:
    """A short training, and one epoch more.

    `history` and `last` are what train_vae returned for them; `stages` are encoder and decoder
    before, between and after.
    """

    history: Any
    last: Any
    stages: tuple[Any, ...]
    x: np.ndarray


def short_images(images):
    """Return the images of a short training."""
    return prepared(images.x_train[:_IMAGES])


def train_shortly(student, networks, read, x, kind):
    """Train new models of a kind, and once more for one epoch; return the Short."""
    encoder, decoder = networks.pair(kind.latent_dim)
    handles = encoder.handle, decoder.handle
    stages = [[encoder.model, decoder.model]]
    told = []
    for settings in (SETTINGS, SETTINGS | {"epochs": 1}):
        told.append(student.train_vae(*handles, x, **settings, reduction=kind.reduction))
        stages.append([read(handle) for handle in handles])
    return Short(told[0], told[1], tuple(stages), x)


def losses_of(bench, stage, x, kind):
    """Return the judge's loss of the images, and what a vae_loss is called with to tell its own."""
    encoder, decoder = stage
    mean, log_var = encode(bench, encoder, kind.latent_dim, x)
    found = judge(mean, log_var, lambda z: decode(bench, decoder, kind.latent_dim, z), x)
    parts = (x, found.decoded, mean, log_var)
    return found.loss(kind.reduction), tuple(part.astype(np.float32) for part in parts)


def own_loss(student, arguments, kind):
    """Return the loss as the submission's vae_loss has it, for one batch as in training."""
    batch = (part[: SETTINGS["batch_size"]] for part in arguments)
    return read_number(student.vae_loss(*batch, reduction=kind.reduction), "the loss")


def check_lowers_own_loss(student, bench, short, kind):
    """Check that a short training made smaller what the submission's own vae_loss gives."""
    first, last = (
        own_loss(student, losses_of(bench, stage, short.x, kind)[1], kind)
        for stage in (short.stages[0], short.stages[-1])
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
