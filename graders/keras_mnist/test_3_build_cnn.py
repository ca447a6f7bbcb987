"""build_cnn: what it gives, its accuracy, and the time of its steps.

Accuracy is that of a new model of its form, which the judge trains with the reference's `train`.
"""

import numpy as np
import pytest
from cases import check_between_classes, check_outputs
from images import fresh_examples, fresh_images, prepared
from runs import grade_accuracy, reference_model, train_form

from gradewright.graders import check

pytestmark = pytest.mark.question("build_cnn")

_STEP_SCALE = ((2.0, 1.0), (6.0, 0.0))


@pytest.fixture
def model(student, models, kept):
    """Give the model that build_cnn() returns."""
    return kept.once("model", lambda: models.read(student.build_cnn()))


@pytest.mark.points(0.1)
@pytest.mark.visibility("hidden")
def test_probabilities(bench, model, rng):
    """On fresh images the outputs are probabilities that add up to 1, or the logits of such."""
    x = prepared(fresh_images(rng, 16))
    outputs = check_outputs(bench.evaluator.predict(model.artefact, x, batch_size=16), 16)
    check_between_classes(outputs, logits=model.facts.from_logits)
    apart = np.ptp(outputs, axis=0).max() > 0
    check(apart, "All images give the same output: the model does not look at them.")


@pytest.mark.performance
@pytest.mark.depends("test_layers")
@pytest.mark.points(0.2)
def test_accuracy(reference, networks, bench, data):
    """Trained for the stated steps, such a network reaches its accuracy on hidden images."""
    digits = data("mnist")
    theirs = train_form(bench, digits, "cnn", reference_model(reference, "cnn"))
    mine = train_form(bench, digits, "cnn", networks.convolution().model.artefact)
    grade_accuracy(bench, digits, "cnn", (mine, theirs))


@pytest.mark.performance
@pytest.mark.depends("test_layers")
@pytest.mark.points(0.2)
def test_step_time(reference, bench, model, rng):
    """A training step takes about as long as the reference's."""
    x, y = fresh_examples(rng, 16)
    bench.step_time(
        "Time of a training step of the convolutional network",
        model.artefact,
        reference_model(reference, "cnn"),
        x,
        y,
        batch_size=16,
        steps=5,
        warm_up=1,
        scale=_STEP_SCALE,
    )
