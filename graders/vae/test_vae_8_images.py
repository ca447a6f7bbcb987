"""generate: images that the decoder makes of standard normal codes.

What they look like is judged with a decoder that the judge trained: training is another question.
"""

import numpy as np
import pytest
from vae_cases import check_independent, check_normal, read_numbers
from vae_models import codes_of
from vae_runs import GENERATED, MAIN, diversity, hidden_part, nearness, reference_run

from gradewright.graders import check

pytestmark = pytest.mark.question("generate")

_CODES = 1000
_SHOWN = 25


@pytest.fixture
def decoder(networks, kept):
    """Give a decoder that is not trained."""
    return kept.once("decoder", lambda: networks.decoder(20))


def _generate(student, decoder, count):
    """Return generated images as float64 (count, 28, 28), checked for their range."""
    got = student.generate(decoder, count)
    images = read_numbers(got, (count, 28, 28), "the images")
    check(
        (images >= 0) & (images <= 1),
        "Some pixels are not between 0 and 1.",
        "the decoder has no sigmoid, or the images were scaled.",
        got=got,
    )
    return images


@pytest.mark.points(0.15)
def test_shape_and_range(student, decoder):
    """As many images as asked for, (28, 28) each, with values from 0 to 1."""
    for count in (3, 1):
        _generate(student, decoder.handle, count)


@pytest.mark.points(0.15)
def test_fresh_images(student, decoder):
    """No two images are the same, and each call gives others."""
    one, other = (_generate(student, decoder.handle, 6).reshape(6, -1) for _ in range(2))
    apart = np.abs(one[:, None] - one[None]).max(axis=2)[np.triu_indices(6, 1)].min()
    check(apart > 1e-6, "Two images of a call are the same.", "one code is drawn for all of them.")
    cause = "the codes are drawn once, or their seed is set in each call."
    check(np.abs(one - other).max() > 1e-6, "Two calls give the same images.", cause)


@pytest.mark.points(0.3)
@pytest.mark.visibility("hidden")
def test_codes(student, decoder):
    """The images are what the decoder makes of standard normal codes."""
    images = _generate(student, decoder.handle, _CODES)
    codes = codes_of(decoder.model, 20, images)
    check_normal(codes, "the codes of 1000 images")
    check_independent(codes, "The code")


@pytest.mark.points(0.1)
@pytest.mark.visibility("hidden")
def test_latent_dim(student, networks):
    """The codes have as many dimensions as the decoder takes."""
    for latent_dim in (2, 5):
        decoder = networks.decoder(latent_dim)
        images = _generate(student, decoder.handle, 40)
        codes_of(decoder.model, latent_dim, images)


@pytest.fixture
def generated(student, bench, kept, data):
    """Give 200 images, (n, 784), from the decoder that the reference trained in the summed form."""

    def run():
        images = data("fashion_mnist")
        run = reference_run(MAIN, images, bench.budget(images.key))
        return _generate(student, student.lend_model(run.decoder), GENERATED)

    return kept.once("generated", run)


@pytest.mark.performance
@pytest.mark.points(0.15)
def test_near_data(generated, bench, data, rng, picture):
    """Generated images are nearer to real ones than noise is."""
    images = data("fashion_mnist")
    budget = bench.budget(images.key)
    x, run = hidden_part(images, budget)[0], reference_run(MAIN, images, budget)
    picture.images(
        "Generated images",
        {
            "yours": generated[:_SHOWN],
            "reference": run.generated[:_SHOWN],
            "real": x[:_SHOWN].reshape(-1, 28, 28),
        },
        columns=5,
        caption="The grader's decoder, after a few steps of training in the summed form.",
    )
    _grade(
        bench,
        images,
        "Distance to the nearest real image, as a share of what noise has",
        nearness(generated.reshape(GENERATED, -1), x, rng),
        nearness(run.generated.reshape(GENERATED, -1), x, rng),
        "nearness",
    )


@pytest.mark.performance
@pytest.mark.points(0.15)
def test_diversity(generated, bench, data):
    """Generated images differ from each other."""
    images = data("fashion_mnist")
    budget = bench.budget(images.key)
    x, run = hidden_part(images, budget)[0][:GENERATED], reference_run(MAIN, images, budget)
    _grade(
        bench,
        images,
        "Distance between generated images, as a share of what real ones have",
        diversity(generated.reshape(GENERATED, -1), x),
        diversity(run.generated.reshape(GENERATED, -1), x),
        "diversity",
    )


def _grade(bench, images, title, value, reference, scale):
    budget = bench.budget(images.key)
    bench.grade(
        title,
        value,
        scale=budget[scale],
        kind="value",
        reference=reference,
        data=images.name,
        budget=budget.name,
    )
