"""Trainings by the judge: the data for them, and what trained pairs make of hidden images."""

from dataclasses import dataclass

import numpy as np
from cases import crossentropies, divergences
from printed import PIXELS

from gradewright.graders import check, line

_SEED = 1
_SHOWN = 10
GENERATED = 200
_references = {}


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


def reference_pair(reference, latent_dim):
    """Return the reference's encoder and decoder as artefacts, built once for all submissions."""
    if latent_dim not in _references:
        models = reference.build_encoder(latent_dim), reference.build_decoder(latent_dim)
        _references[latent_dim] = tuple(map(reference.artefact, models))
    return _references[latent_dim]


def train_pair(bench, images, kind, pair):
    """Train an encoder and a decoder of these forms as the budget says, where no submission runs.

    Their own compile settings, if they have any, do not count.
    """
    budget = bench.budget(images.key)
    return bench.trained(
        "train_vae",
        pair,
        training_part(images, budget, kind),
        seed=_SEED,
        compiled=False,
        epochs=budget[f"{kind.name}_epochs"],
        batch_size=budget["batch_size"],
        reduction=kind.reduction,
    )


def judged_of(run, x):
    """Return what a trained pair makes of images."""
    parts = run.outputs(x)
    finite = all(np.isfinite(part).all() for part in parts)
    check(finite and len(parts) == 2, "After training, the encoder does not give finite numbers.")
    mean, log_var = (part.astype(np.float64) for part in parts)
    return judge(mean, log_var, lambda z: decoded_by(run, z), x)


def decoded_by(run, z):
    """Return what the decoder of a trained pair makes of codes."""
    return run.output(z.astype(np.float32), of=1).astype(np.float64)


def generated_by(run, latent_dim):
    """Return images that a trained pair's decoder makes of random codes, (n, 28, 28)."""
    codes = np.random.default_rng(_SEED).standard_normal((GENERATED, latent_dim))
    return decoded_by(run, codes).reshape(-1, 28, 28)


def grade_loss(bench, images, title, judged, kind, scale):
    """Measure the loss of hidden images beside the reference's, and give the points.

    `judged`: what the student's pair and the reference's make of the images.
    """
    mine, theirs = (each.loss(kind.reduction) for each in judged)
    budget = bench.budget(images.key)
    bench.grade(
        title,
        mine,
        scale=budget[scale],
        kind="loss",
        reference=theirs,
        scaled="ratio",
        data=images.name,
        budget=budget.name,
    )


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


def show_losses(picture, mine, theirs):
    """Draw the loss of each epoch of a form's training beside the reference's."""
    losses, others = (run.value["loss"] for run in (mine, theirs))
    epochs = np.arange(1, len(losses) + 1)
    picture.plot(
        "Training loss",
        [
            line("yours", losses, epochs),
            line("reference", others, epochs, whose="reference", look="dashes"),
        ],
        x="epoch",
        y="loss in nats an image",
        caption="The grader's training of such models.",
    )


def show_pairs(picture, x, judged, theirs):
    """Show hidden images above what came of them."""
    shape = (-1, 28, 28)
    picture.images(
        "Images and their reconstructions",
        {
            "image": x[:_SHOWN].reshape(shape),
            "yours": judged.decoded[:_SHOWN].reshape(shape),
            "reference": theirs.decoded[:_SHOWN].reshape(shape),
        },
        columns=_SHOWN,
        caption="Hidden images, through encoder, sample and decoder.",
    )
