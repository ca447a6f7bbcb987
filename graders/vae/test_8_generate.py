"""generate: images that the decoder makes of standard normal codes.

What they look like is judged with a decoder that the judge trained: training is another question.
"""

from dataclasses import replace

import pytest
from cases import check_independent, check_normal
from codes import codes_of
from generating import generated
from runs import (
    GENERATED,
    MAIN,
    diversity,
    generated_by,
    hidden_part,
    nearness,
    reference_pair,
    train_pair,
)

from gradewright.graders import CallFailed

pytestmark = pytest.mark.question("generate")

_CODES = 1000
_SHOWN = 25
_OF_SHAPES = ("ValueError", "InvalidArgumentError")
_BUILT_IN = "codes have as many dimensions as this decoder takes, `decoder.input_shape[-1]`."


@pytest.fixture
def decoder(networks, kept):
    """Give a decoder that is not trained."""
    return kept.once("decoder", lambda: networks.decoder(20))


@pytest.mark.points(0.3)
@pytest.mark.visibility("hidden")
def test_codes(student, decoder):
    """The images are what the decoder makes of standard normal codes."""
    images = generated(student, decoder.handle, _CODES)
    codes = codes_of(decoder.model, 20, images)
    check_normal(codes, "the codes of 1000 images")
    check_independent(codes, "The code")


@pytest.mark.points(0.1)
@pytest.mark.visibility("hidden")
def test_latent_dim(student, networks):
    """The codes have as many dimensions as the decoder takes."""
    for latent_dim in (2, 5):
        decoder = networks.decoder(latent_dim)
        try:
            images = generated(student, decoder.handle, 40)
        except CallFailed as failed:
            # What the decoder says of its input is all that is new here.
            if failed.outcome.error in _OF_SHAPES and not failed.failure.cause:
                failed.failure = replace(failed.failure, cause=_BUILT_IN)
            raise
        codes_of(decoder.model, latent_dim, images)


@pytest.fixture
def run(reference, bench, data):
    """Give the training of the reference's models in the summed form."""
    return train_pair(bench, data("fashion_mnist"), MAIN, reference_pair(reference, 20))


@pytest.fixture
def drawn(student, reference, decoder, kept, run):
    """Give 200 images, (n, 28, 28), from the decoder of that training."""

    def draw():
        trained, own = run.models[1], decoder.model.artefact
        if own.architecture != reference_pair(reference, 20)[1].architecture:
            return generated(student, student.lend_model(trained), GENERATED)
        # A decoder that predicted before need not be compiled again.
        student.give_weights(decoder.handle, trained.weights)
        images = generated(student, decoder.handle, GENERATED)
        student.give_weights(decoder.handle, own.weights)
        return images

    return kept.once("generated", draw)


@pytest.mark.performance
@pytest.mark.depends("test_fresh_images")
@pytest.mark.points(0.15)
def test_near_data(drawn, run, bench, data, rng, picture):
    """Generated images are nearer to real ones than noise is."""
    images = data("fashion_mnist")
    budget = bench.budget(images.key)
    x, theirs = hidden_part(images, budget)[0], generated_by(run, 20)
    picture.images(
        "Generated images",
        {
            "yours": drawn[:_SHOWN],
            "reference": theirs[:_SHOWN],
            "real": x[:_SHOWN].reshape(-1, 28, 28),
        },
        columns=5,
        caption="The grader's decoder, after a few steps of training in the summed form.",
    )
    _grade(
        bench,
        images,
        "Distance to the nearest real image, as a share of what noise has",
        nearness(drawn.reshape(GENERATED, -1), x, rng),
        nearness(theirs.reshape(GENERATED, -1), x, rng),
        "nearness",
    )


@pytest.mark.performance
@pytest.mark.depends("test_fresh_images")
@pytest.mark.points(0.15)
def test_diversity(drawn, run, bench, data):
    """Generated images differ from each other."""
    images = data("fashion_mnist")
    budget = bench.budget(images.key)
    x, theirs = hidden_part(images, budget)[0][:GENERATED], generated_by(run, 20)
    _grade(
        bench,
        images,
        "Distance between generated images, as a share of what real ones have",
        diversity(drawn.reshape(GENERATED, -1), x),
        diversity(theirs.reshape(GENERATED, -1), x),
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
