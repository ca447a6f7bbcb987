"""build_mlp: layers, sizes and settings of the model, as the evaluator finds them, and its worth.

Its accuracy is that of a new model of its form, which the judge trains as the reference does.
"""

import numpy as np
import pytest
from keras_mnist_cases import check_outputs, fresh_images, prepared
from keras_mnist_models import (
    UNITS,
    is_plain_sgd,
)
from keras_mnist_runs import (
    answers_of,
    grade_accuracy,
    hidden_part,
    reference_model,
    show_confusion,
    show_losses,
    train_form,
)
from keras_mnist_settings import (
    check_between_classes,
    check_compiled,
    check_loss,
    check_output_layer,
    check_rate,
    check_shape_of,
    check_spread,
)

from gradewright.graders import cause_by, check, layers_text, working_layers

pytestmark = pytest.mark.question("build_mlp")

_PARAMETERS = 235_146


@pytest.fixture
def model(student, models, kept):
    """Give the model that build_mlp() returns."""
    handle = kept.once("handle", student.build_mlp)
    return kept.once("model", lambda: models.read_any(handle))


@pytest.mark.points(0.2)
def test_shapes(model):
    """The model takes images (28, 28) and gives ten numbers."""
    facts = model.facts
    check_shape_of(facts.input_shape, ((None, 28, 28), (None, 28, 28, 1)), "input", "(28, 28)")
    check_shape_of(facts.output_shape, ((None, 10),), "output", "(10,)")


@pytest.mark.points(0.2)
def test_parameters(model):
    """The model has 235,146 parameters, all of them trainable."""
    facts = model.facts
    check(
        facts.parameters == _PARAMETERS,
        f"The model has {facts.parameters:,} parameters and not {_PARAMETERS:,}.",
        cause_by(lambda: _check_layers(model)),
    )
    check(facts.trainable == _PARAMETERS, f"Only {facts.trainable:,} parameters are trainable.")


@pytest.mark.points(0.4)
def test_layers(model):
    """Dense layers of 256, 128 and 10 units: ReLU, ReLU, and softmax or logits."""
    _check_layers(model)


def _check_layers(model):
    """Check the layers of a perceptron."""
    layers = working_layers(model)
    found = f"Your layers are: {layers_text(layers)}."
    check(all(layer.kind == "Dense" for layer in layers), f"Only dense layers are due. {found}")
    units = tuple(layer.setting("units") for layer in layers)
    check(units == UNITS, f"The dense layers do not have 256, 128 and 10 units. {found}")
    hidden = {layer.activation for layer in layers[:-1]}
    check(hidden == {"relu"}, f"The hidden layers do not both use ReLU. {found}")
    check_output_layer(layers[-1], model)


@pytest.mark.points(0.3)
def test_optimizer(model):
    """The model is compiled with plain SGD and the learning rate 0.01."""
    check_compiled(model)
    name = model.facts.optimizer
    check(name == "SGD", f"The optimizer is {name} and not SGD.")
    check(is_plain_sgd(model), "The optimizer is SGD with momentum or weight decay, and not plain.")
    check_rate(model, 0.01)


@pytest.mark.points(0.3)
def test_loss(model):
    """The loss is sparse categorical cross-entropy and fits the last layer."""
    check_compiled(model)
    check_loss(model)


@pytest.mark.points(0.2)
@pytest.mark.visibility("hidden")
def test_learning_rate(student, models, rng):
    """The learning rate is the one that build_mlp is called with."""
    rate = float(rng.uniform(0.02, 0.2))
    model = models.read_any(student.build_mlp(learning_rate=rate))
    check_compiled(model)
    check_rate(model, rate, default=0.01)


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
