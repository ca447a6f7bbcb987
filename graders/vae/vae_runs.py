"""Training within a budget: the data for it, what it is judged by, and the reference's own runs."""

import importlib.util
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from vae_cases import PIXELS, crossentropies, divergences

from gradewright.graders import as_numeric, line

_REFERENCE = Path("reference", "vae", "vae.py")
_SEED = 1
_SHOWN = 10
GENERATED = 200
_runs = {}


@dataclass(frozen=True)
class Kind:
    """A training: its name in the budgets, the form of its loss, and the latent dimensions."""

    name: str
    reduction: str
    latent_dim: int


MAIN = Kind("main", "sum", 20)
NOTES = Kind("notes", "mean", 20)
PLANE = Kind("plane", "sum", 2)


@dataclass(frozen=True)
class Judged:
    """What a trained pair makes of hidden images.

    `kl` and `mean` are (n, latent_dim), `decoded` (n, 784); `crossentropy` is (n,), in nats.
    """

    mean: np.ndarray
    kl: np.ndarray
    crossentropy: np.ndarray
    decoded: np.ndarray

    @property
    def nats(self):
        """Return the divergence of an image from the standard normal distribution, on average."""
        return float(self.kl.sum(axis=1).mean())

    def loss(self, reduction):
        """Return the loss of the hidden images in one of its two forms."""
        if reduction == "mean":
            return float(self.crossentropy.mean() / PIXELS + self.kl.mean())
        return float(self.crossentropy.mean()) + self.nats


@dataclass(frozen=True)
class Run:
    """The reference's run: the loss of each epoch, hidden images, and images it generates.

    `decoder` is its trained Keras model.
    """

    losses: tuple[float, ...]
    judged: Judged
    generated: np.ndarray
    decoder: Any


@cache
def reference_module():
    """Return the reference solution, whose models are trained in place (`reference` copies)."""
    file = Path(__file__).resolve().parents[2] / _REFERENCE
    spec = importlib.util.spec_from_file_location("vae_of_the_graders", file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def prepared(images):
    """Return images as the encoder takes them: float32 from 0 to 1, (n, 784)."""
    return images.reshape(len(images), PIXELS).astype(np.float32) / np.float32(255)


def training_part(images, budget, kind):
    """Return the prepared training images that a budget grants."""
    return prepared(images.x_train[: budget[f"{kind.name}_images"]])


def hidden_part(images, budget):
    """Return the prepared images that training is judged on, and their classes."""
    count = budget["hidden"]
    return prepared(images.x_test[:count]), images.y_test[:count]


def judge(mean, log_var, decode, x):
    """Return what a trained pair makes of images, its codes drawn with the same noise for all."""
    noise = np.random.default_rng(_SEED).standard_normal(mean.shape)
    decoded = decode(mean + np.exp(log_var / 2) * noise)
    return Judged(mean, divergences(mean, log_var), crossentropies(x, decoded).sum(axis=1), decoded)


def reference_run(kind, images, budget):
    """Return the reference's run, trained once in this process for each data set and budget."""
    key = (kind, images.key, budget.name)
    if key not in _runs:
        _runs[key] = _train_reference(kind, images, budget)
    return _runs[key]


def _train_reference(kind, images, budget):
    import keras

    solution = reference_module()
    keras.utils.set_random_seed(_SEED)
    encoder = solution.build_encoder(kind.latent_dim)
    decoder = solution.build_decoder(kind.latent_dim)
    history = solution.train_vae(
        encoder,
        decoder,
        training_part(images, budget, kind),
        epochs=budget[f"{kind.name}_epochs"],
        batch_size=budget["batch_size"],
        reduction=kind.reduction,
    )

    def decode(z):
        return np.asarray(decoder(z.astype(np.float32), training=False), dtype=np.float64)

    x = hidden_part(images, budget)[0]
    mean, log_var = (np.asarray(part, dtype=np.float64) for part in encoder(x, training=False))
    codes = np.random.default_rng(_SEED).standard_normal((GENERATED, kind.latent_dim))
    judged = judge(mean, log_var, decode, x)
    generated = decode(codes).reshape(-1, 28, 28)
    return Run(tuple(map(float, history["loss"])), judged, generated, decoder)


def diversity(images, real):
    """Return how far images are from each other on average, as a share of what real ones are."""
    return _mean_distance(images) / _mean_distance(real)


def nearness(images, real, rng):
    """Return how far images are from the nearest real one, as a share of what noise is.

    The noise has the real images' own pixels, shuffled within each image.
    """
    noise = rng.permuted(real[: len(images)], axis=1)
    return _nearest(images, real) / _nearest(noise, real)


def _mean_distance(images):
    apart = _distances(images, images)
    return float(apart[np.triu_indices(len(images), 1)].mean())


def _nearest(images, real):
    return float(_distances(images, real).min(axis=1).mean())


def _distances(one, other):
    """Return the Euclidean distance of each row of `one` to each row of `other`."""
    squares = (one**2).sum(axis=1)[:, None] + (other**2).sum(axis=1) - 2 * one @ other.T
    return np.sqrt(np.maximum(squares, 0))


def show_losses(picture, history, run):
    """Draw the loss of each epoch beside the reference's, where the history has one an epoch."""
    losses = as_numeric(history.get("loss") if isinstance(history, dict) else None, lists=True)
    if losses is None or losses.shape != (len(run.losses),) or not np.isfinite(losses).all():
        return
    epochs = np.arange(1, len(losses) + 1)
    picture.plot(
        "Training loss",
        [
            line("yours", losses, epochs),
            line("reference", run.losses, epochs, whose="reference", look="dashes"),
        ],
        x="epoch",
        y="loss in nats an image",
    )


def show_pairs(picture, x, judged, run):
    """Show hidden images above what came of them."""
    shape = (-1, 28, 28)
    picture.images(
        "Images and their reconstructions",
        {
            "image": x[:_SHOWN].reshape(shape),
            "yours": judged.decoded[:_SHOWN].reshape(shape),
            "reference": run.judged.decoded[:_SHOWN].reshape(shape),
        },
        columns=_SHOWN,
        caption="Hidden images, through encoder, sample and decoder.",
    )
