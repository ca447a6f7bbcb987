"""A first step of training, followed weight by weight.

Both models get weights whose codes lie away from the standard normal distribution, so that each
part of the loss shows in the slopes.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from vae_models import HIDDEN
from vae_recipes import slopes

from gradewright.graders import check

_LEARNING_RATE = 0.001
_DRAWS = 12
# A slope is clear where it is so many times as large as the noise makes it vary.
_CLEAR = 6
# So many of the clear weights go the right way in each array that has enough of them.
_AGREE = 0.98
_ENOUGH = 100
# With so heavy a divergence nothing else tells the encoder where to go.
_ALONE = 1e6
_NAMES = ("encoder", "decoder")


@dataclass(frozen=True)
class FirstStep:
    """One step of train_vae on images: encoder and decoder before and after."""

    kind: Any
    x: np.ndarray
    before: tuple[Any, ...]
    after: tuple[Any, ...]

    @classmethod
    def take(cls, student, networks, read, kind, x, rng):
        """Have train_vae take one step from weights that the judge chose."""
        encoder, decoder = networks.pair(kind.latent_dim)
        student.give_weights(encoder.handle, _spread_out(encoder.model.artefact.weights, rng))
        handles = encoder.handle, decoder.handle
        before = tuple(read(handle).artefact for handle in handles)
        settings = {"epochs": 1, "batch_size": len(x), "reduction": kind.reduction}
        student.train_vae(*handles, x, **settings)
        return cls(kind, x, before, tuple(read(handle).artefact for handle in handles))

    def moves(self):
        """Return how far each weight of each model moved, as lists of arrays."""
        return [
            [new - old for old, new in zip(one.weights, other.weights, strict=True)]
            for one, other in zip(self.before, self.after, strict=True)
        ]


def _spread_out(weights, rng):
    """Return an encoder's weights with other biases of its outputs, of either sign."""
    return [
        (rng.uniform(0.1, 1, array.shape) * rng.choice([-1, 1], array.shape)).astype(np.float32)
        if array.ndim == 1 and len(array) != HIDDEN
        else array
        for array in weights
    ]


def check_first_step(bench, step, rng):
    """Check that a first step went down the slope of the loss."""
    noise = rng.standard_normal((_DRAWS, len(step.x), step.kind.latent_dim)).astype(np.float32)
    moves = step.moves()
    still = [
        name for name, own in zip(_NAMES, moves, strict=True) if not any(part.any() for part in own)
    ]
    problem = f"Training does not change the {' and the '.join(still)} that is handed in."
    check(not still, problem, "a copy is trained, or nothing is." if len(still) > 1 else "")
    agreements = _agreements(moves, _slopes(bench, step, noise))
    wrong = [name for name, share in zip(_NAMES, agreements, strict=True) if share < _AGREE]
    check(
        not wrong,
        f"A step of training moves weights of the {' and of the '.join(wrong)} another way than "
        "the loss asks.",
        _cause(bench, step, noise, moves) if wrong else "",
    )
    lengths = [np.median(np.abs(np.concatenate([part.ravel() for part in own]))) for own in moves]
    length = float(np.mean(lengths)) / _LEARNING_RATE
    check(
        0.8 < length < 1.2,
        f"One batch moves the weights {length:.3g} times as far as a step of Adam at its default "
        "settings.",
        "more than one step is taken." if length > 1.5 else "",
    )


def _slopes(bench, step, noise, reduction="", weight=1.0):
    reduction = reduction or step.kind.reduction
    return bench.followed(
        slopes, step.before, step.x, noise, reduction=reduction, weight=weight
    ).value


def _agreements(moves, found):
    """Return for each model the share of clear weights that go right, in its worst array."""
    return [
        min((_agreement(*pair) for pair in zip(own, its, strict=True)), default=1.0)
        for own, its in zip(moves, found, strict=True)
    ]


def _agreement(move, slope):
    mean, spread = slope
    clear = np.abs(mean) > np.maximum(_CLEAR * spread, 1e-9)
    if clear.sum() < _ENOUGH:
        return 1.0
    return float((np.sign(-move) == np.sign(mean))[clear].mean())


def _cause(bench, step, noise, moves):
    """Return what the step followed in place of the loss, where that is plain, else ""."""
    other = {"sum": "mean", "mean": "sum"}[step.kind.reduction]
    found = {}
    for settings, draws, cause in (
        ({"weight": 0.0}, noise, "the divergence is left out of the loss."),
        ({"weight": -1.0}, noise, "the divergence is subtracted."),
        ({"reduction": other}, noise, f'the loss has the form "{other}": reduction is not used.'),
        ({}, np.zeros_like(noise[:1]), "the codes are the means: no noise is drawn."),
        ({"weight": _ALONE}, noise, "no gradient comes through the sample to the encoder."),
    ):
        found[cause] = min(_agreements(moves, _slopes(bench, step, draws, **settings)))
    # Two may both nearly fit: a heavy divergence is much like one that is alone.
    first, second = sorted(found, key=lambda cause: found[cause])[:-3:-1]
    return first if found[first] >= _AGREE and found[first] > found[second] else ""
