"""A first step of training, followed weight by weight.

Both models get weights whose codes lie away from the standard normal distribution, so that each
part of the loss shows in the slopes.
"""

from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
from printed import HIDDEN
from recipes import slopes

from gradewright.graders import check

OTHER_OPTIMIZER = "the optimizer is another, or has another learning rate than 0.001."

_LEARNING_RATE = 0.001
_DRAWS = 2
# A slope is clear where it is so many times as large as the noise makes it vary.
_CLEAR = 6
# So many of the clear weights go the right way in each array that has enough of them.
_AGREE = 0.98
_ENOUGH = 100
# What is so many times as long as a step of Adam, on average, may be several.
_SEVERAL = 1.5
# By how much the lengths of a step's moves differ at most, most of them.
_EVEN = 1.02
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
    def take(cls, student, pair, read, kind, x, rng):
        """Have train_vae take one step from weights that the judge chose."""
        encoder, decoder = pair
        spread = _spread_out(encoder.model.artefact.weights, rng)
        student.give_weights(encoder.handle, spread)
        handles = encoder.handle, decoder.handle
        before = encoder.model.artefact.with_weights(spread), decoder.model.artefact
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
    return tuple(
        (rng.uniform(0.1, 1, array.shape) * rng.choice([-1, 1], array.shape)).astype(np.float32)
        if array.ndim == 1 and len(array) != HIDDEN
        else array
        for array in weights
    )


def check_first_step(bench, step, rng):
    """Check that a first step went down the slope of the loss."""
    noise = rng.standard_normal((_DRAWS, len(step.x), step.kind.latent_dim)).astype(np.float32)
    moves = step.moves()
    still = [
        name for name, own in zip(_NAMES, moves, strict=True) if not any(part.any() for part in own)
    ]
    problem = f"Training does not change the {' and the '.join(still)} that is handed in."
    check(not still, problem, "a copy is trained, or nothing is." if len(still) > 1 else "")
    found = _slopes(bench, step, noise)
    lengths = [np.median(np.abs(np.concatenate([part.ravel() for part in own]))) for own in moves]
    length = float(np.mean(lengths)) / _LEARNING_RATE
    is_one = _is_one_step(moves, found)
    agreements = _agreements(moves, found)
    wrong = [name for name, share in zip(_NAMES, agreements, strict=True) if share < _AGREE]
    check(
        not wrong or is_one or length < _SEVERAL,
        "One batch of all images moves the weights as several steps do, and not as one.",
        "batch_size or epochs is not handed on.",
    )
    check(
        not wrong,
        f"A step of training moves weights of the {' and of the '.join(wrong)} another way than "
        "the loss asks.",
        _cause(bench, step, noise, moves) if wrong else "",
    )
    several = length > _SEVERAL and not is_one
    check(
        0.8 < length < 1.2,
        f"One batch moves the weights {length:.3g} times as far as a step of Adam at its default "
        "settings.",
        f"more than one step is taken, or {OTHER_OPTIMIZER}" if several else OTHER_OPTIMIZER,
    )


def _is_one_step(moves, found):
    """Return whether weights with a steep slope moved equally far, as in Adam's first step."""
    far = []
    pairs = (zip(*each, strict=True) for each in zip(moves, found, strict=True))
    for move, (mean, _) in chain.from_iterable(pairs):
        steep = np.abs(mean) >= np.quantile(np.abs(mean), 0.75)
        far.append(np.abs(move[steep]))
    low, high = np.quantile(np.concatenate(far), (0.1, 0.9))
    return bool(high < _EVEN * low)


def _slopes(bench, step, noise, **settings):
    settings = {"reduction": step.kind.reduction} | settings
    return bench.followed(slopes, step.before, step.x, noise, **settings).value


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
        ({}, np.zeros_like(noise), "the codes are the means: no noise is drawn."),
        ({"exchanged": True}, noise, "log_var is taken for mean, and mean for log_var."),
        ({"weight": _ALONE}, noise, "no gradient comes through the sample to the encoder."),
    ):
        found[cause] = min(_agreements(moves, _slopes(bench, step, draws, **settings)))
    # Two may both nearly fit: a heavy divergence is much like one that is alone.
    first, second = sorted(found, key=lambda cause: found[cause])[:-3:-1]
    return first if found[first] >= _AGREE and found[first] > found[second] else ""
