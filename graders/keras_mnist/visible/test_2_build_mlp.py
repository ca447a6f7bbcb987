"""build_mlp: layers, sizes and settings of the model."""

from functools import partial

import pytest
from layers import check_output_layer, check_shape_of
from printed import PERCEPTRON, UNITS
from stated import stated_layers

from gradewright.graders import (
    check,
    check_class_loss,
    check_learning_rate,
    check_optimizer,
    check_sizes,
    layers_text,
    working_layers,
)

pytestmark = pytest.mark.question("build_mlp")


@pytest.fixture
def model(student, models):
    """Give the model that build_mlp() returns."""
    return models.read(student.build_mlp(), stated=stated_layers)


@pytest.mark.points(0.2)
def test_shapes(model):
    """The model takes images (28, 28) and gives ten numbers."""
    facts = model.facts
    check_shape_of(facts.input_shape, ((None, 28, 28), (None, 28, 28, 1)), "input", "(28, 28)")
    check_shape_of(facts.output_shape, ((None, 10),), "output", "(10,)")


@pytest.mark.points(0.2)
def test_parameters(model):
    """The model has 235,146 parameters, all of them trainable."""
    check_sizes(model, parameters=PERCEPTRON, layers=partial(_check_layers, model))


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
    check_optimizer(model, "SGD", momentum=0, nesterov=False, weight_decay=0)
    check_learning_rate(model, 0.01)


@pytest.mark.points(0.3)
def test_loss(model):
    """The loss is sparse categorical cross-entropy and fits the last layer."""
    check_class_loss(model)
