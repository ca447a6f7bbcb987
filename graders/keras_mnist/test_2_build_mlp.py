"""build_mlp: the rate that is asked for, the first weights, and what such a network is worth.

Its accuracy is that of a new model of its form, which the judge trains as the reference does.
"""

import numpy as np
import pytest
from cases import check_between_classes, check_outputs, check_spread
from images import fresh_images, prepared
from runs import (
    answers_of,
    grade_accuracy,
    hidden_part,
    reference_model,
    show_confusion,
    show_losses,
    train_form,
)
from stated import stated_layers

from gradewright.graders import check, check_compiled, check_learning_rate

pytestmark = pytest.mark.question("build_mlp")


@pytest.fixture
def model(student, models, kept):
    """Give the model that build_mlp() returns."""
    handle = kept.once("handle", student.build_mlp)
    return kept.once("model", lambda: models.read(handle, stated=stated_layers))


@pytest.mark.points(0.2)
@pytest.mark.visibility("hidden")
def test_learning_rate(student, models, rng):
    """The learning rate is the one that build_mlp is called with."""
    rate = float(rng.uniform(0.02, 0.2))
    model = models.read(student.build_mlp(learning_rate=rate), stated=stated_layers)
    check_compiled(model)
    check_learning_rate(model, rate, default=0.01)


@pytest.mark.points(0.1)
@pytest.mark.visibility("hidden")
def test_initial_weights(model):
    """The weights start as Keras' default has them: small, random, around zero."""
    check_spread(model)


@pytest.mark.points(0.1)
@pytest.mark.visibility("hidden")
def test_probabilities(student, bench, kept, model, rng):
    """On fresh images the outputs are probabilities that add up to 1, or the logits of such."""
    images = fresh_images(rng, 60) // rng.integers(1, 9, (60, 1, 1), dtype=np.uint8)
    outputs = check_outputs(bench.evaluator.predict(model.artefact, prepared(images)), 60)
    check_between_classes(outputs, logits=model.facts.from_logits)
    if model.is_own:
        handle = kept.once("handle", student.build_mlp)
        check_agrees(outputs, student.predictions(handle, prepared(images)))


@pytest.mark.performance
@pytest.mark.depends("test_layers")
@pytest.mark.points(0.2)
def test_accuracy(reference, networks, bench, data, picture):
    """Trained for the stated steps, such a network reaches its accuracy on hidden images."""
    digits = data("mnist")
    budget = bench.budget(digits.key)
    theirs = train_form(bench, digits, "mlp", reference_model(reference, "mlp", budget))
    own = networks.perceptron(budget["mlp_learning_rate"]).model.artefact
    mine = train_form(bench, digits, "mlp", own)
    show_losses(picture, mine, theirs)
    labels = hidden_part(digits, budget)[1]
    show_confusion(picture, labels, answers_of(mine, digits, budget))
    grade_accuracy(bench, digits, "mlp", (mine, theirs))


def check_agrees(outputs, got):
    """Check that a model of an own class predicts what its weights give in the stated layers."""
    given = got[0] if isinstance(got, list) and len(got) == 1 else got
    differences = np.abs(check_outputs(given, len(outputs)) - outputs)
    check(
        differences <= 1e-3 * np.abs(outputs).max(),
        "The model of your own class does not predict what its weights give in the stated layers.",
        "`call` does something else than flatten, dense ReLU, dense ReLU, dense; or the weights "
        "are listed in another order.",
    )
